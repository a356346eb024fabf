namespace PolyViT.Notebooks;

/// <summary>How a schedule's numbers moved over the share of training that was done, in percent.</summary>
/// <remarks>Schedules with different numbers of updates (accumulating makes fewer) share this axis.</remarks>
public static class Course
{
    /// <summary>The name of the common horizontal axis.</summary>
    public const string Axis = "share of training (%)";

    private const int Bins = 60;

    /// <summary>A task's metric over training, the mean over seeds with its band.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="schedule">The schedule's name.</param>
    /// <param name="task">The task's name.</param>
    public static Curve Metric(ComparisonResult result, string schedule, string task) => Curve.Mean(
        schedule,
        from run in Outcome.Runs(result, schedule)
        from point in run.Metrics
        where point.Task == task
        select (Share(run, point.Step), point.Value));

    /// <summary>A task's training loss, averaged in sixty equal parts of training, then over seeds.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="schedule">The schedule's name.</param>
    /// <param name="task">The task's name.</param>
    public static Curve Loss(ComparisonResult result, string schedule, string task) => Curve.Mean(
        schedule,
        from run in Outcome.Runs(result, schedule)
        from part in run.Losses.Where(l => l.Task == task).GroupBy(l => Part(run, l.Step))
        select ((part.Key + 0.5) * 100 / Bins, part.Average(l => l.Loss)));

    private static double Share(RunResult run, int step) => 100.0 * step / Math.Max(run.Updates, 1);

    private static int Part(RunResult run, int step) =>
        Math.Min((int)((step - 1L) * Bins / Math.Max(run.Updates, 1)), Bins - 1);
}
