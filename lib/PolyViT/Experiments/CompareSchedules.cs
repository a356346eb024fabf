namespace PolyViT;

/// <summary>
/// Which co-training schedule wins (claims 10 and 11): every schedule trains the same model on the same
/// number of minibatches, from the same initial weights and with the same data order, for each seed.
/// </summary>
public static class CompareSchedules
{
    /// <summary>Runs the comparison, seed by seed, so that an early stop has whole seeds first.</summary>
    /// <param name="plan">What to compare.</param>
    /// <param name="tasks">The plan's tasks with their data.</param>
    /// <param name="report">Takes progress over all runs, in minibatches.</param>
    /// <param name="save">Takes the results after each run, finished or stopped.</param>
    /// <param name="stop">Ends after the current update; what was measured is kept.</param>
    /// <param name="earlier">Earlier results: what is finished is not run again.</param>
    public static ComparisonResult Run(
        Plan plan,
        IReadOnlyList<TaskData> tasks,
        Report? report = null,
        Action<ComparisonResult>? save = null,
        CancellationToken stop = default,
        ComparisonResult? earlier = null) =>
        PolyViT.Arms.Run(plan, Settings(plan), tasks, report, save, earlier, stop: stop);

    /// <summary>An arm per schedule.</summary>
    /// <param name="plan">What to compare.</param>
    public static ImmutableArray<Arm> Settings(Plan plan) =>
        [.. plan.Schedules.Select(s => new Arm(s, [.. plan.Tasks.Select(t => t.Name)], plan.Model, s))];

    /// <summary>The runs of a plan, in order: for each seed every schedule, laid out.</summary>
    /// <param name="plan">What to compare.</param>
    /// <exception cref="InputException">An unknown schedule, no seeds, or tasks without steps.</exception>
    public static IReadOnlyList<(ulong Seed, Timeline Timeline)> Arms(Plan plan)
    {
        var arms = Settings(plan);
        ArmsCheck.Require(plan, arms);
        return [.. plan.Seeds.SelectMany(seed => arms.Select(a => (seed, a.Timeline(plan, seed)!)))];
    }
}
