namespace PolyViT;

/// <summary>What the answers of several views become.</summary>
public enum Averaging
{
    /// <summary>Their mean, ViViT's default.</summary>
    Logits,

    /// <summary>The mean of the probabilities that they stand for.</summary>
    Probabilities,
}

/// <summary>A model's answers to several looks at every example (section 8.2).</summary>
public static class MultiView
{
    private const int MostRows = 128;
    private const long MostBytes = 1L << 27;

    /// <summary>The averaged answers on a whole split. One batch of one view is in memory at a time, beside
    /// those that are read ahead.</summary>
    /// <param name="model">The model; nothing random happens.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="views">The same examples in the same order, each split under another view.</param>
    /// <param name="averaging">What the answers become.</param>
    /// <param name="batch">Rows of every batch, the last one being padded with rows that do not count; 0 is
    /// as many as suit the input's size, and a smaller last batch.</param>
    /// <param name="stop">Ends it early.</param>
    /// <returns>A row per example; it counts where every view of it could be read.</returns>
    /// <exception cref="InputException">There is no view, or they have different numbers of
    /// examples.</exception>
    public static Scores On(
        PolyVit model, TaskSpec task, IReadOnlyList<Split> views, Averaging averaging = Averaging.Logits,
        int batch = 0, CancellationToken stop = default)
    {
        RequireAlike(task, views);
        var inputs = model.Config.Inputs;
        var rows = batch > 0
            ? batch
            : (int)Math.Clamp(MostBytes / TrainingReads.BatchBytes(task, inputs, 1), 1, MostRows);
        int[][] chunks = [.. Enumerable.Range(0, views[0].Count).Chunk(rows)];
        using var reading = new ReadAhead(
            views, views.Any(v => v.Streams) ? chunks.Length * views.Count : 0,
            n => new(
                n % views.Count, chunks[n / views.Count], default,
                TrainingReads.BatchBytes(task, inputs, chunks[n / views.Count].Length)),
            ReadAhead.DefaultBytes, stop);
        Fetch[] fetches = [.. Enumerable.Range(0, views.Count).Select(reading.Fetch)];
        var batches = chunks
            .Select(indices => Of(model, task, fetches, indices, averaging, batch, stop)).ToArray();
        return new(
            [.. batches.SelectMany(b => b.Logits)], [.. batches.SelectMany(b => b.Targets)],
            [.. batches.SelectMany(b => b.Mask)]);
    }

    /// <summary>The probabilities that a task's logits stand for: of each class by itself, or of the classes
    /// of a group together.</summary>
    /// <param name="task">How its targets are read.</param>
    /// <param name="logits">[.., K].</param>
    /// <returns>[.., K].</returns>
    public static Tensor Probabilities(TaskSpec task, Tensor logits)
    {
        using var scope = NewDisposeScope();
        var probable = task.Kind switch
        {
            TaskKind.MultiLabel => logits.sigmoid(),
            TaskKind.MultiHeadLabel => cat([.. logits.split([.. task.ClassSplits.Select(n => (long)n)], -1)
                .Select(group => nn.functional.softmax(group, -1))], -1),
            _ => nn.functional.softmax(logits, -1),
        };
        return probable.MoveToOuterDisposeScope();
    }

    private static Scores Of(
        PolyVit model, TaskSpec task, Fetch[] views, int[] indices, Averaging averaging, int padTo,
        CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var answers = views.Select(view =>
        {
            stop.ThrowIfCancellationRequested();
            return Answer(model, task, view, indices, averaging, padTo);
        }).ToArray();
        var mean = Views.MeanLogits(stack([.. answers.Select(a => a.Logits)], 1));
        var mask = stack([.. answers.Select(a => a.Mask)]).amin([0L]);
        return new(Rows(mean), Rows(answers[0].Target), mask.data<float>().ToArray());
    }

    private static (Tensor Logits, Tensor Target, Tensor Mask) Answer(
        PolyVit model, TaskSpec task, Fetch view, int[] indices, Averaging averaging, int padTo)
    {
        using var scope = NewDisposeScope();
        var batch = view(indices, default);
        var input = batch.Padded(padTo).Input.to(model.Parameters.Values.device);
        var logits = model.Logits(task, input).narrow(0, 0, indices.Length).to(ScalarType.Float32).cpu();
        var answer = averaging == Averaging.Probabilities ? Probabilities(task, logits) : logits;
        return (
            answer.MoveToOuterDisposeScope(), batch.Target.MoveToOuterDisposeScope(),
            batch.Mask.MoveToOuterDisposeScope());
    }

    private static void RequireAlike(TaskSpec task, IReadOnlyList<Split> views)
    {
        if (views.Count == 0)
            throw new InputException($"{task.Name} has no views to be judged on: give one or more.");
        if (views.Any(v => v.Count != views[0].Count))
            throw new InputException(
                $"The views of {task.Name} have {string.Join(", ", views.Select(v => v.Count))} examples: "
                + "give the same examples under each.");
    }

    private static float[][] Rows(Tensor x)
    {
        var values = x.contiguous().data<float>().ToArray();
        return [.. values.Chunk((int)x.size(1))];
    }
}
