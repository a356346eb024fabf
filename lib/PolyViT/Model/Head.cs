namespace PolyViT;

/// <summary>From the encoder's tokens to a task's logits (section 2.10).</summary>
public static class Head
{
    /// <summary>A task's logits.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="tokens">[B, N, D].</param>
    /// <returns>[B, K]; the head's input, [B, D], where the task has no classes.</returns>
    public static Tensor Of(PolyVit model, TaskSpec task, Tensor tokens)
    {
        using var scope = NewDisposeScope();
        var logits = Logits(model, task, Pool(tokens, task.Pooling, ParameterLayout.PrefixTokens(model.Tasks)));
        if (task.DistillationHead && task.Classes > 0)
        {
            var p = new Scope(model.Parameters, ParameterLayout.HeadPath(task));
            var other = tokens.select(1, 1).Dense(p["distillation_projection/kernel"], p["distillation_projection/bias"]);
            logits = logits.Add(other).Times(0.5);
        }
        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>One vector per example.</summary>
    /// <param name="tokens">[B, N, D].</param>
    /// <param name="pooling">Which tokens.</param>
    /// <param name="prefix">How many tokens come before the patches'.</param>
    /// <returns>[B, D].</returns>
    public static Tensor Pool(Tensor tokens, Pooling pooling, int prefix)
    {
        using var scope = NewDisposeScope();
        var pooled = pooling switch
        {
            Pooling.Token => tokens.select(1, 0),
            Pooling.Gap => tokens.mean([1L]),
            Pooling.Max => tokens.amax([1L]),
            Pooling.Sum => tokens.sum(1),
            Pooling.Patches => tokens.narrow(1, prefix, tokens.size(1) - prefix).mean([1L]),
            _ => tokens.narrow(1, 0, 2).mean([1L]),
        };
        return pooled.MoveToOuterDisposeScope();
    }

    /// <summary>A LayerNorm, hidden layers with ReLU, a representation layer with tanh, each if there is one,
    /// then the output projection.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="pooled">[B, D].</param>
    /// <returns>[B, K]; what the output projection would see where the task has no classes.</returns>
    public static Tensor Logits(PolyVit model, TaskSpec task, Tensor pooled)
    {
        using var scope = NewDisposeScope();
        var p = new Scope(model.Parameters, ParameterLayout.HeadPath(task));
        var x = task.HeadNorm is { } epsilon ? pooled.Norm(p / "norm", epsilon) : pooled;
        x = Enumerable.Range(0, task.HiddenSizes.Length)
            .Aggregate(x, (h, i) => h.Dense(p[$"Dense_{i}/kernel"], p[$"Dense_{i}/bias"]).relu());
        if (task.Representation > 0)
            x = x.Dense(p["pre_logits/kernel"], p["pre_logits/bias"]).tanh();
        if (task.Classes > 0)
            x = x.Dense(p["output_projection/kernel"], p["output_projection/bias"]);
        // Whatever the head has, the caller's tensor is never the one that is moved.
        return (ReferenceEquals(x, pooled) ? pooled.alias() : x).MoveToOuterDisposeScope();
    }
}
