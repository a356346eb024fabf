namespace PolyViT;

/// <summary>Runs a model over a split without training it.</summary>
public static class Evaluate
{
    private const int BatchSize = 128;

    /// <summary>The model's answers on a whole split.</summary>
    /// <param name="model">The model; nothing random happens.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="split">Usually the test split.</param>
    /// <param name="stop">Ends it early.</param>
    public static Scores On(PolyVit model, TaskSpec task, Split split, CancellationToken stop = default)
    {
        var batches = Enumerable.Range(0, split.Count).Chunk(BatchSize).Select(indices =>
        {
            stop.ThrowIfCancellationRequested();
            return Of(model, task, split, indices);
        }).ToArray();
        return new(
            [.. batches.SelectMany(b => b.Logits)], [.. batches.SelectMany(b => b.Targets)], [.. batches.SelectMany(b => b.Mask)]);
    }

    /// <summary>The task's metric on its test split.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The task and its splits.</param>
    /// <param name="stop">Ends it early.</param>
    public static double Metric(PolyVit model, TaskData data, CancellationToken stop = default) =>
        Metrics.Of(data.Spec, On(model, data.Spec, data.Test, stop));

    private static Scores Of(PolyVit model, TaskSpec task, Split split, int[] indices)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var batch = split.Fetch(indices, default);
        var logits = model.Logits(task, batch.Input.to(model.Parameters.Values.device));
        return new(Rows(logits), Rows(batch.Target), batch.Mask.data<float>().ToArray());
    }

    private static float[][] Rows(Tensor x)
    {
        var host = x.to(ScalarType.Float32).cpu().contiguous();
        var values = host.data<float>().ToArray();
        return [.. values.Chunk((int)host.size(1))];
    }
}
