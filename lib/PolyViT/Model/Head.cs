namespace PolyViT;

/// <summary>From the encoder's tokens to a task's logits (section 2.10).</summary>
public static class Head
{
    /// <summary>One vector per example.</summary>
    /// <param name="tokens">[B, N, D].</param>
    /// <param name="pooling">CLS, or the mean of all tokens, CLS included.</param>
    /// <returns>[B, D].</returns>
    public static Tensor Pool(Tensor tokens, Pooling pooling) =>
        pooling == Pooling.Token ? tokens.select(1, 0) : tokens.mean([1L]);

    /// <summary>Hidden layers with ReLU, if any, then the output projection.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="pooled">[B, D].</param>
    /// <returns>[B, K].</returns>
    public static Tensor Logits(PolyVit model, TaskSpec task, Tensor pooled)
    {
        using var scope = NewDisposeScope();
        var p = new Scope(model.Parameters, ParameterLayout.HeadPath(task));
        var x = Enumerable.Range(0, task.HiddenSizes.Length)
            .Aggregate(pooled, (h, i) => h.Dense(p[$"Dense_{i}/kernel"], p[$"Dense_{i}/bias"]).relu());
        return x.Dense(p["output_projection/kernel"], p["output_projection/bias"]).MoveToOuterDisposeScope();
    }
}
