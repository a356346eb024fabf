namespace PolyViT.Tests;

/// <summary>What a model computes, as reference codes list it.</summary>
/// <param name="Hidden">[L + 1, N, D] of the first example: the tokens, then the output of each block.</param>
/// <param name="Norm">[B, D]: the encoder's last LayerNorm at token 0.</param>
/// <param name="Logits">[B, K].</param>
internal sealed record Outputs(Tensor Hidden, Tensor Norm, Tensor Logits)
{
    /// <summary>Runs a model without gradients; the tensors belong to the current scope.</summary>
    public static Outputs Of(PolyVit model, TaskSpec task, Tensor x)
    {
        using var quiet = no_grad();
        using var scope = NewDisposeScope();
        var (hidden, norm) = (new List<Tensor>(), default(Tensor));
        void Observe(string name, Tensor value)
        {
            if (name == "encoder_norm")
                norm = value.select(1, 0).clone().DetachFromDisposeScope();
            else
                hidden.Add(value[0].clone().DetachFromDisposeScope());
        }
        var logits = model.Logits(task, x, null, Observe);
        scope.Attach([norm!, .. hidden]);
        return new(
            stack(hidden).MoveToOuterDisposeScope(), norm!.MoveToOuterDisposeScope(), logits.MoveToOuterDisposeScope());
    }

    /// <summary>The largest absolute difference.</summary>
    public static double Difference(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        return expected.to(float64).Subtract(actual.to(float64)).abs().max().item<double>();
    }
}
