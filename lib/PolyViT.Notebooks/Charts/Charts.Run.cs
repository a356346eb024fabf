using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    /// <summary>Test metrics over one run, a line per task.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="tasks">The tasks; a task's position is its colour.</param>
    /// <param name="run">The run.</param>
    public static GenericChart Learning(string title, IReadOnlyList<TaskSpec> tasks, RunResult run) => Lines(
        title, "update", "test metric",
        [
            .. tasks.Select((t, i) => Curve.Of(
                $"{t.Name} ({Tables.Written(t.Metric)})",
                run.Metrics.Where(m => m.Task == t.Name).Select(m => (double)m.Step),
                run.Metrics.Where(m => m.Task == t.Name).Select(m => m.Value)) with
            {
                Colour = Theme.Task(i),
            }),
        ]);

    /// <summary>Examples of a task, each under its class: pictures, strips of frames or
    /// spectrograms.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="task">The task.</param>
    /// <param name="count">How many, of its test split.</param>
    /// <param name="columns">How many lie side by side; null is one strip of frames, or up to eight.</param>
    /// <param name="seed">Draws them; null takes the first ones.</param>
    public static GenericChart Examples(
        string title, TaskData task, int count, int? columns = null, ulong? seed = null)
    {
        var all = task.Test.Count;
        int Place(int i) => seed is { } s ? Shuffle.At(Rng.At(s, "examples/" + task.Spec.Name, 0), i, all) : i;
        int[] indices = [.. Enumerable.Range(0, Math.Min(count, all)).Select(Place)];
        using var batch = task.Test.Fetch(indices, default);
        return Pictures(
            title,
            [
                .. indices.Select((_, row) =>
                    (ClassOf(task.Spec, batch, row), Png.Of(task.Spec.Modality, batch.Input[row]))),
            ],
            columns ?? (task.Spec.Modality == Modality.Video ? 1 : 8));
    }

    private static string ClassOf(TaskSpec task, Batch batch, int row)
    {
        using var targets = batch.Target[row];
        var classes = targets.data<float>().ToArray().Index().Where(y => y.Item > 0).Select(y => y.Index);
        return string.Join(", ", classes.Select(c => c < task.ClassNames.Length ? task.ClassNames[c] : $"{c}"));
    }
}
