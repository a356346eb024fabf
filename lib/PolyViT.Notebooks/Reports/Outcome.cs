namespace PolyViT.Notebooks;

/// <summary>What one schedule reached on one task, over its seeds.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Value">The mean of the last measured values; null when none was measured.</param>
/// <param name="StoppedAt">The update at which the longest run was stopped; null if one is finished.</param>
public sealed record Outcome(string Task, string Schedule, Estimate? Value, int? StoppedAt)
{
    /// <summary>
    /// The runs that stand for a schedule: the finished ones, or where none is, the stopped ones, as far as
    /// they went. A mean of the two would compare different lengths of training.
    /// </summary>
    /// <param name="result">The comparison.</param>
    /// <param name="schedule">The schedule's name.</param>
    public static ImmutableArray<RunResult> Runs(ComparisonResult result, string schedule)
    {
        var all = result.Runs.Where(r => r.Schedule == schedule).ToArray();
        var finished = all.Where(r => r.Done >= r.Updates).ToImmutableArray();
        return finished.IsEmpty ? [.. all] : finished;
    }

    /// <summary>The outcome of a schedule on a task.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="schedule">The schedule's name.</param>
    public static Outcome Of(ComparisonResult result, string task, string schedule)
    {
        var runs = Runs(result, schedule);
        var values = runs.Select(r => r.Final(task)).OfType<double>();
        return new(task, schedule, Statistics.Mean(values), StoppedAtOf(runs));
    }

    /// <summary>All values, [task][schedule] in the plan's orders.</summary>
    /// <param name="result">The comparison.</param>
    public static Estimate?[][] Grid(ComparisonResult result) =>
    [
        .. result.Plan.Tasks.Select(
            t => result.Plan.Schedules.Select(s => Of(result, t.Name, s).Value).ToArray()),
    ];

    /// <summary>The mean rank of each schedule, 1 is best; null for one that has no finished run.</summary>
    /// <param name="result">The comparison.</param>
    public static double?[] MeanRanks(ComparisonResult result) => Statistics.MeanRanks(
    [
        .. from task in result.Plan.Tasks
           select result.Plan.Schedules.Select(s => Of(result, task.Name, s))
               .Select(o => o.StoppedAt is null ? o.Value?.Mean : null).ToArray(),
    ]);

    /// <summary>What is missing: a sentence for each run that was stopped or not made.</summary>
    /// <param name="result">The comparison.</param>
    public static ImmutableArray<string> Missing(ComparisonResult result) =>
    [
        .. from schedule in result.Plan.Schedules
           from seed in result.Plan.Seeds
           let run = result.Runs.FirstOrDefault(r => r.Schedule == schedule && r.Seed == seed)
           let shown = run is not null && Runs(result, schedule).Contains(run)
           where run is null || run.Done < run.Updates
           select run is null
               ? $"{schedule}, seed {seed}: not run."
               : $"{schedule}, seed {seed}: stopped at step {run.Done} of {run.Updates}"
                   + (shown ? "; its last values are shown and not ranked." : "; left out of the means."),
    ];

    /// <summary>A schedule's name, with the remark where there is one.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="schedule">The schedule's name.</param>
    public static string Heading(ComparisonResult result, string schedule) =>
        Remark(result, schedule) is { Length: > 0 } remark ? $"{schedule} ({remark})" : schedule;

    /// <summary>"stopped at step n" where no run of a schedule is finished, "not run", or nothing.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="schedule">The schedule's name.</param>
    public static string Remark(ComparisonResult result, string schedule)
    {
        var runs = Runs(result, schedule);
        return runs.IsEmpty ? "not run" : StoppedAtOf(runs) is { } step ? $"stopped at step {step}" : "";
    }

    private static int? StoppedAtOf(ImmutableArray<RunResult> runs) =>
        runs.IsEmpty || runs.Any(r => r.Done >= r.Updates) ? null : runs.Max(r => r.Done);
}
