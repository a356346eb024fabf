namespace PolyViT;

/// <summary>Trains heads on a body that does not move (scenic: encoder.freeze_body).</summary>
/// <remarks>differs: the released code returns nothing with the flag on; here the gradient ends at the
/// encoder's output, and the head follows.</remarks>
public static class FrozenBody
{
    /// <summary>One update of the head of one task: momentum, the gradient's norm clipped, nothing random in
    /// the body.</summary>
    /// <param name="state">Only heads change. Its momentum must be zero outside heads, or the body coasts on
    /// it: a fresh state's is.</param>
    /// <param name="data">The task; its examples are augmented as in training.</param>
    /// <param name="visit">Which minibatch of the task.</param>
    /// <param name="rate">The common learning rate of this update.</param>
    /// <returns>The loss, a detached scalar; it belongs to the caller's scope.</returns>
    public static Tensor Update(TrainState state, TaskData data, int visit, double rate)
    {
        using var scope = NewDisposeScope();
        var (parameters, optimiser, task) = (state.Model.Parameters, state.Spec.Optimiser, data.Spec);
        parameters.ZeroGradients();
        using var batch = TrainStep.Draw(state.Spec.Seed, data, visit);
        var device = parameters.Values.device;
        var tokens = Tokens(state.Model, task.Modality, batch.Input.to(device));
        var logits = Head.Of(state.Model, task, tokens);
        var loss = Losses.Of(task, logits, batch.Target.to(device), batch.Mask.to(device));
        loss.backward();
        Momentum.Step(
            parameters, state.Velocity, rate * task.LrCoefficient, optimiser.Momentum, optimiser.ClipNorm);
        return loss.detach().MoveToOuterDisposeScope();
    }

    private static Tensor Tokens(PolyVit model, Modality modality, Tensor input)
    {
        using var quiet = no_grad();
        return model.Encode(modality, input);
    }
}
