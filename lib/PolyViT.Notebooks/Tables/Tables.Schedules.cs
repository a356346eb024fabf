using Deedle;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    /// <summary>Minibatches of each task under each schedule.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timelines">The schedules, laid out.</param>
    /// <returns>Rows are tasks, columns are schedules.</returns>
    public static Frame<string, string> Counts(
        IReadOnlyList<TaskSpec> tasks, IReadOnlyList<Timeline> timelines) =>
        ByTask(tasks, timelines, l => l.Counts(tasks.Count));

    /// <summary>The longest stretch of minibatches that each task must wait under each schedule.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timelines">The schedules, laid out.</param>
    /// <returns>Rows are tasks, columns are schedules.</returns>
    public static Frame<string, string> Gaps(
        IReadOnlyList<TaskSpec> tasks, IReadOnlyList<Timeline> timelines) =>
        ByTask(tasks, timelines, l => tasks.Select((_, t) => l.LongestGap(t)));

    /// <summary>How often each task's training set is passed under each schedule.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timelines">The schedules, laid out.</param>
    /// <param name="examples">The size of each task's training set.</param>
    /// <returns>Rows are tasks, columns are schedules.</returns>
    public static Frame<string, string> Passes(
        IReadOnlyList<TaskSpec> tasks, IReadOnlyList<Timeline> timelines, IReadOnlyList<int> examples) =>
        ByTask(tasks, timelines, l => tasks.Select((t, i) => Math.Round(l.Passes(i, t.Batch, examples[i]), 1)));

    private static Frame<string, string> ByTask<T>(
        IReadOnlyList<TaskSpec> tasks, IReadOnlyList<Timeline> timelines, Func<Timeline, IEnumerable<T>> values)
    {
        string[] rows = [.. tasks.Select(t => t.Name)];
        return Frame.FromColumns(timelines.Select(l => Column(l.Schedule.Name, rows, values(l))));
    }
}
