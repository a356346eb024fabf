namespace PolyViT;

/// <summary>The gradient of a batch's loss, with all activations kept or with few.</summary>
internal static class Backward
{
    /// <summary>Adds the gradient of a loss to the model's gradients.</summary>
    /// <param name="model">Its gradients change.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="x">The input.</param>
    /// <param name="pass">What is random.</param>
    /// <param name="loss">From logits to a scalar.</param>
    /// <returns>The loss, detached.</returns>
    public static Tensor Of(PolyVit model, TaskSpec task, Tensor x, Pass pass, Func<Tensor, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var value = loss(model.Logits(task, x, pass));
        value.backward();
        return value.detach().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The same bits with less memory: only what enters each block is kept, and each block is computed again,
    /// with the same chance, when its gradient is due. A third more arithmetic.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static Tensor Recomputing(PolyVit model, TaskSpec task, Tensor x, Pass pass, Func<Tensor, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        var inputs = Inputs(model, task.Modality, x, pass);
        var last = Leaf(inputs[^1]);
        var value = loss(Head.Of(model, task, model.Finish(last)));
        value.backward();
        var gradient = last.grad!;
        for (var layer = model.Config.Depth - 1; layer >= 0; layer--)
        {
            inputs[layer + 1].Dispose();
            gradient = Through(model, task.Modality, layer, inputs[layer], pass, gradient);
        }
        model.Embed(task.Modality, x, pass).backward([gradient]);
        return value.detach().MoveToOuterDisposeScope();
    }

    // What enters block 0, 1, .., and what leaves the last.
    private static Tensor[] Inputs(PolyVit model, Modality modality, Tensor x, Pass pass)
    {
        using var quiet = no_grad();
        var inputs = new Tensor[model.Config.Depth + 1];
        inputs[0] = model.Embed(modality, x, pass);
        for (var layer = 0; layer < model.Config.Depth; layer++)
            inputs[layer + 1] = model.Layer(modality, layer, inputs[layer], pass);
        return inputs;
    }

    private static Tensor Through(
        PolyVit model, Modality modality, int layer, Tensor input, Pass pass, Tensor gradient)
    {
        using var scope = NewDisposeScope();
        var x = Leaf(input);
        model.Layer(modality, layer, x, pass).backward([gradient]);
        gradient.Dispose();
        return x.grad!.MoveToOuterDisposeScope();
    }

    private static Tensor Leaf(Tensor x)
    {
        var leaf = x.detach();
        leaf.requires_grad = true;
        return leaf;
    }
}
