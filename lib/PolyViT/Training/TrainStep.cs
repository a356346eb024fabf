using PolyViT.Native;

namespace PolyViT;

/// <summary>One update (section 3.1): minibatch, gradient, clip, momentum.</summary>
public static class TrainStep
{
    /// <summary>Trains on one minibatch, or on the accumulated gradients of several.</summary>
    /// <param name="state">Changed in place.</param>
    /// <param name="tasks">The tasks with their data.</param>
    /// <param name="minibatches">Those of this update.</param>
    /// <param name="rate">The common learning rate of this update.</param>
    /// <returns>The loss of each minibatch, [M], detached; it belongs to the caller's scope.</returns>
    /// <exception cref="InputException">The device failed in the middle.</exception>
    public static Tensor Update(
        TrainState state, IReadOnlyList<TaskData> tasks, IReadOnlyList<Minibatch> minibatches, double rate)
    {
        using var scope = NewDisposeScope();
        try
        {
            state.Working.Parameters.Renew();
            var losses = minibatches.Count == 1
                ? Single(state, tasks, minibatches[0], rate)
                : Accumulated(state, tasks, minibatches, rate);
            return losses.MoveToOuterDisposeScope();
        }
        catch (Exception e) when (state.Spec.Device.type == DeviceType.CUDA && DeviceLoss.Is(e))
        {
            throw DeviceLoss.Told(e, $"{state.Spec.Device}");
        }
    }

    /// <summary>The gradient of one minibatch, added to the model's gradients.</summary>
    /// <param name="state">Its gradients change.</param>
    /// <param name="data">The task.</param>
    /// <param name="minibatch">Which minibatch.</param>
    /// <returns>The loss, a detached scalar.</returns>
    public static Tensor Gradient(TrainState state, TaskData data, Minibatch minibatch)
    {
        using var scope = NewDisposeScope();
        var (seed, task) = (state.Spec.Seed, data.Spec);
        using var drawn = Draw(seed, data, minibatch.Visit);
        var batch = drawn.On(state.Model.Parameters.Values.device);
        var rng = Rng.At(seed, "pass/" + task.Name, minibatch.Visit);
        var pass = new Pass(rng, task.StochasticDepth, state.Spec.Model.Dropout);
        return Gradient(state, task, batch, pass).MoveToOuterDisposeScope();
    }

    // The mean over real rows of a batch is the sum of its parts' means, each by its share of the real rows.
    private static Tensor Gradient(TrainState state, TaskSpec task, Batch batch, Pass pass)
    {
        var (whole, most) = ((int)batch.Input.size(0), state.Spec.MicroBatch);
        if (most <= 0 || most >= whole)
            return Gradient(state, task, batch, pass, null);
        var parts = Enumerable.Range(0, (whole + most - 1) / most).Select(i =>
        {
            using var scope = NewDisposeScope();
            var part = batch.Rows(i * most, Math.Min(most, whole - (i * most)));
            var share = part.Mask.sum().Plus(Losses.Tiny) / batch.Mask.sum().Plus(Losses.Tiny);
            return Gradient(state, task, part, pass with { First = i * most, Whole = whole }, share)
                .MoveToOuterDisposeScope();
        });
        return stack(parts).sum();
    }

    private static Tensor Gradient(TrainState state, TaskSpec task, Batch batch, Pass pass, Tensor? share)
    {
        var model = state.Working;
        Tensor Loss(Tensor logits) => Losses.Of(task, logits, batch.Target, batch.Mask) is var loss && share is null
            ? loss
            : loss * share;
        return state.Spec.Recompute
            ? Backward.Recomputing(model, task, batch.Input, pass, Loss)
            : Backward.Of(model, task, batch.Input, pass, Loss);
    }

    /// <summary>The n-th minibatch of a task: its examples, their augmentation and mixup follow from the
    /// seed and n.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="data">The task.</param>
    /// <param name="visit">n.</param>
    public static Batch Draw(ulong seed, TaskData data, int visit)
    {
        var (indices, rng) = Wanted(seed, data, visit);
        var batch = data.Train.Fetch(indices, rng);
        return Mixup.Apply(batch, data.Spec.Mixup, Rng.At(seed, "mixup/" + data.Spec.Name, visit));
    }

    /// <summary>What <see cref="Draw"/> asks the training split for.</summary>
    internal static (int[] Indices, Rng Rng) Wanted(ulong seed, TaskData data, int visit) =>
        (DataOrder.Indices(data.Spec.Name, seed, visit, data.Spec.Batch, data.Train.Count),
            Rng.At(seed, "augment/" + data.Spec.Name, visit));

    private static Tensor Single(TrainState state, IReadOnlyList<TaskData> tasks, Minibatch minibatch, double rate)
    {
        var (parameters, optimiser) = (state.Model.Parameters, state.Spec.Optimiser);
        parameters.ZeroGradients();
        var loss = Gradient(state, tasks[minibatch.Task], minibatch);
        var coefficient = tasks[minibatch.Task].Spec.LrCoefficient;
        Momentum.Step(parameters, state.Velocity, rate * coefficient, optimiser.Momentum, optimiser.ClipNorm);
        return loss.reshape(1);
    }

    private static Tensor Accumulated(
        TrainState state, IReadOnlyList<TaskData> tasks, IReadOnlyList<Minibatch> minibatches, double rate)
    {
        var (parameters, optimiser) = (state.Model.Parameters, state.Spec.Optimiser);
        var how = optimiser.Accumulation;
        var sum = zeros_like(parameters.Gradients);
        var losses = new List<Tensor>();
        foreach (var minibatch in minibatches)
        {
            parameters.ZeroGradients();
            losses.Add(Gradient(state, tasks[minibatch.Task], minibatch));
            if (how.ClipEach)
                Momentum.Clip(parameters.Gradients, optimiser.ClipNorm);
            sum.AddInPlace(parameters.Gradients, how.Coefficients ? tasks[minibatch.Task].Spec.LrCoefficient : 1);
        }
        if (how.Mean)
            sum.ScaleInPlace(1.0 / minibatches.Count);
        _ = parameters.Gradients.copy_(sum);
        var norm = how.ClipEach ? double.PositiveInfinity : optimiser.ClipNorm;
        Momentum.Step(parameters, state.Velocity, rate, optimiser.Momentum, norm);
        return stack(losses);
    }
}
