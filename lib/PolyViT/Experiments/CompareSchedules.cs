namespace PolyViT;

/// <summary>
/// Which co-training schedule wins (claims 10 and 11): every schedule trains the same model on the same
/// number of
/// minibatches, from the same initial weights and with the same data order, for each seed.
/// </summary>
public static class CompareSchedules
{
    /// <summary>Runs the comparison, seed by seed, so that an early stop has whole seeds first.</summary>
    /// <param name="plan">What to compare.</param>
    /// <param name="tasks">The plan's tasks with their data.</param>
    /// <param name="report">Takes progress over all runs, in minibatches.</param>
    /// <param name="save">Takes the results after each run, finished or stopped.</param>
    /// <param name="stop">Ends after the current update; what was measured is kept.</param>
    public static ComparisonResult Run(
        Plan plan,
        IReadOnlyList<TaskData> tasks,
        Report? report = null,
        Action<ComparisonResult>? save = null,
        CancellationToken stop = default)
    {
        var arms = Arms(plan);
        TrainingCheck.Require(tasks);
        using var settings = Arithmetic.Use(plan.Precision, plan.Threads);
        var machine = Machine.Describe(plan.Device);
        var result = new ComparisonResult { Plan = plan, Machine = machine, Runs = [] };
        var total = arms.Sum(a => (long)a.Timeline.Minibatches.Length);
        var before = 0L;
        foreach (var (seed, timeline) in arms)
        {
            if (stop.IsCancellationRequested)
                break;
            var run = One(plan, tasks, seed, timeline, p => report?.Invoke(p with { Done = before + p.Done, Total = total }), stop);
            before += timeline.Minibatches.Length;
            result = result with { Runs = result.Runs.Add(run) };
            save?.Invoke(result);
        }
        return result;
    }

    /// <summary>The runs of a plan, in order: for each seed every schedule, laid out.</summary>
    /// <param name="plan">What to compare.</param>
    /// <exception cref="InputException">An unknown schedule, no seeds, or tasks without steps.</exception>
    public static IReadOnlyList<(ulong Seed, Timeline Timeline)> Arms(Plan plan)
    {
        if (plan.Seeds.IsEmpty || plan.Schedules.IsEmpty)
            throw new InputException("The plan has no seeds or no schedules: give at least one of each.");
        if (plan.Tasks.FirstOrDefault(t => t.Steps < 1) is { } idle)
            throw new InputException($"The task '{idle.Name}' has {idle.Steps} steps: give it at least 1.");
        return [.. from seed in plan.Seeds
                   from name in plan.Schedules
                   let schedule = Schedules.ByName(name)(plan.Tasks, seed)
                   select (seed, Timeline.Of(schedule, plan.Tasks.Length))];
    }

    /// <summary>What one run of a plan needs.</summary>
    /// <param name="plan">What to compare.</param>
    /// <param name="seed">One of its seeds.</param>
    public static RunSpec Spec(Plan plan, ulong seed) => new(plan.Model, plan.Optimiser, seed, plan.EvaluateEvery)
    {
        CurveExamples = plan.CurveExamples,
        Device = new Device(plan.Device),
        Precision = plan.Precision,
        Threads = plan.Threads,
    };

    private static RunResult One(
        Plan plan, IReadOnlyList<TaskData> tasks, ulong seed, Timeline timeline, Report report, CancellationToken stop)
    {
        using var state = TrainState.Create(Spec(plan, seed), plan.Tasks);
        return CoTraining.Run(state, tasks, timeline, report, stop);
    }
}
