namespace PolyViT;

/// <summary>Runs a model over a split without training it.</summary>
public static class Evaluate
{
    private const int MostRows = 128;
    private const long MostBytes = 1L << 27;

    /// <summary>The model's answers on a whole split.</summary>
    /// <param name="model">The model; nothing random happens.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="split">Usually the test split; batches from files are read ahead.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="batch">Rows of every batch, the last one being padded with rows that do not count; 0 is as many
    /// as suit the input's size, and a smaller last batch.</param>
    public static Scores On(
        PolyVit model, TaskSpec task, Split split, CancellationToken stop = default, int batch = 0)
    {
        var inputs = model.Config.Inputs;
        var rows = batch > 0
            ? batch
            : (int)Math.Clamp(MostBytes / TrainingReads.BatchBytes(task, inputs, 1), 1, MostRows);
        int[][] chunks = [.. Enumerable.Range(0, split.Count).Chunk(rows)];
        using var reading = new ReadAhead(
            [split], split.Streams ? chunks.Length : 0,
            n => new(0, chunks[n], default, TrainingReads.BatchBytes(task, inputs, chunks[n].Length)),
            ReadAhead.DefaultBytes, stop);
        var fetch = reading.Fetch(0);
        var batches = chunks.Select(indices =>
        {
            stop.ThrowIfCancellationRequested();
            return Of(model, task, fetch, indices, batch);
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

    private static Scores Of(PolyVit model, TaskSpec task, Fetch fetch, int[] indices, int padTo)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var batch = fetch(indices, default);
        var input = batch.Padded(padTo).Input;
        var logits = model.Logits(task, input.to(model.Parameters.Values.device)).narrow(0, 0, indices.Length);
        return new(Rows(logits), Rows(batch.Target), batch.Mask.data<float>().ToArray());
    }

    private static float[][] Rows(Tensor x)
    {
        var host = x.to(ScalarType.Float32).cpu().contiguous();
        var values = host.data<float>().ToArray();
        return [.. values.Chunk((int)host.size(1))];
    }
}
