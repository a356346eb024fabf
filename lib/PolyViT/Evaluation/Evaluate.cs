namespace PolyViT;

/// <summary>Runs a model over a split without training it.</summary>
public static class Evaluate
{
    /// <summary>The model's answers on a whole split.</summary>
    /// <param name="model">The model; nothing random happens.</param>
    /// <param name="task">Whose head.</param>
    /// <param name="split">Usually the test split; batches from files are read ahead.</param>
    /// <param name="stop">Ends it early.</param>
    /// <param name="batch">Rows of every batch, the last one being padded with rows that do not count; 0 is
    /// as many as suit the input's size, and a smaller last batch.</param>
    public static Scores On(
        PolyVit model, TaskSpec task, Split split, CancellationToken stop = default, int batch = 0) =>
        MultiView.On(model, task, [split], batch: batch, stop: stop);

    /// <summary>The task's metric on its test split.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The task and its splits.</param>
    /// <param name="stop">Ends it early.</param>
    public static double Metric(PolyVit model, TaskData data, CancellationToken stop = default) =>
        Metrics.Of(data.Spec, On(model, data.Spec, data.Test, stop));
}
