namespace PolyViT;

/// <summary>Looks at a model when its training has ended: what it finds is kept with the run.</summary>
/// <param name="model">The model; it is freed afterwards.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="stop">Ends it early.</param>
public delegate ImmutableArray<ProbeResult> Examine(PolyVit model, ulong seed, CancellationToken stop);

/// <summary>
/// Trains the arms of an experiment, seed by seed, so that an early stop has whole seeds first. All arms of a
/// seed start from the same weights, see each task's data in the same order, and spend the same budget: every
/// setting trains every task of the plan exactly once, for its own steps.
/// </summary>
public static class Arms
{
    /// <summary>Runs what is not finished yet.</summary>
    /// <param name="plan">Tasks, seeds, optimiser.</param>
    /// <param name="arms">What is trained.</param>
    /// <param name="tasks">The plan's tasks with their data, in its order.</param>
    /// <param name="report">Takes progress over all runs, in minibatches.</param>
    /// <param name="save">Takes the results after each run, finished or stopped.</param>
    /// <param name="earlier">Results of an earlier call: finished runs of the same arm are taken
    /// over.</param>
    /// <param name="examine">Looks at every trained model.</param>
    /// <param name="stop">Ends after the current update; what was measured is kept.</param>
    /// <exception cref="InputException">Arms that differ in budget, unknown tasks, no seeds, or earlier
    /// results that would be lost.</exception>
    public static ComparisonResult Run(
        Plan plan, ImmutableArray<Arm> arms, IReadOnlyList<TaskData> tasks, Report? report = null,
        Action<ComparisonResult>? save = null, ComparisonResult? earlier = null, Examine? examine = null,
        CancellationToken stop = default)
    {
        ArmsCheck.Require(plan, arms);
        TrainingCheck.Require(tasks);
        using var settings = Arithmetic.Use(plan.Precision, plan.Threads);
        var result = Begin(plan, arms, tasks, earlier);
        var runs = plan.Seeds.SelectMany(seed => arms.Select(arm => (Arm: arm, Seed: seed))).ToArray();
        var total = runs.Sum(r => Minibatches(r.Arm, plan));
        var before = 0L;
        foreach (var (arm, seed) in runs)
        {
            if (stop.IsCancellationRequested)
                break;
            if (!result.Runs.Any(r => r.Seed == seed && arm.Made(r)))
            {
                var done = before;
                void Tell(Progress p) => report?.Invoke(p with { Done = done + p.Done, Total = total });
                var run = One(plan, arm, tasks, seed, Tell, examine, stop);
                result = result with { Runs = result.Runs.Add(run) };
                save?.Invoke(result);
            }
            before += Minibatches(arm, plan);
        }
        return result;
    }

    /// <summary>
    /// An arm's state before its first update. Adapters start as the shared blocks that they replace, as they
    /// do from a ViT (section 4.1): models that differ only in L_adapt then start as the same function.
    /// </summary>
    /// <param name="spec">Sizes, optimiser, seed.</param>
    /// <param name="tasks">The arm's tasks.</param>
    public static TrainState Start(RunSpec spec, IReadOnlyList<TaskSpec> tasks)
    {
        var state = TrainState.Create(spec, tasks);
        if (spec.Model.AdapterLayers == 0)
            return state;
        var config = spec.Model with { AdapterLayers = 0 };
        using var shared = PolyVit.Create(config, tasks, spec.Seed, spec.Device);
        _ = state.Model.Inherit(Inheritance.OfPolyVit(shared).WithHeads(state.Model));
        return state;
    }

    /// <summary>What one run of a plan needs.</summary>
    /// <param name="plan">Optimiser, evaluation, device and arithmetic.</param>
    /// <param name="model">The sizes of the arm.</param>
    /// <param name="seed">One of the plan's seeds.</param>
    public static RunSpec Spec(Plan plan, ModelConfig model, ulong seed) =>
        new(model, plan.Optimiser, seed, plan.EvaluateEvery)
        {
            CurveExamples = plan.CurveExamples,
            Device = new Device(plan.Device),
            Precision = plan.Precision,
            Threads = plan.Threads,
        };

    private static ComparisonResult Begin(
        Plan plan, ImmutableArray<Arm> arms, IReadOnlyList<TaskData> tasks, ComparisonResult? earlier) =>
        new()
        {
            Plan = plan,
            Machine = Machine.Describe(plan.Device),
            Arms = arms,
            TrainExamples = tasks.ToImmutableSortedDictionary(t => t.Spec.Name, t => t.Train.Count),
            Runs = earlier is null ? [] : Resume.Finished(earlier, plan, arms),
        };

    private static long Minibatches(Arm arm, Plan plan) =>
        arm.Schedule is null ? 0 : arm.Of(plan).Sum(t => (long)t.Steps);

    private static RunResult One(
        Plan plan, Arm arm, IReadOnlyList<TaskData> tasks, ulong seed, Report report, Examine? examine,
        CancellationToken stop)
    {
        TaskData[] own = [.. tasks.Where(t => arm.Tasks.Contains(t.Spec.Name))];
        using var state = Start(Spec(plan, arm.Model, seed), arm.Of(plan));
        var run = arm.Timeline(plan, seed) is { } timeline
            ? CoTraining.Run(state, own, timeline, report, stop)
            : Untrained(own, seed);
        return run with
        {
            Setting = arm.Setting,
            Probes = run.Done < run.Updates || examine is null ? [] : examine(state.Model, seed, stop),
        };
    }

    private static RunResult Untrained(TaskData[] tasks, ulong seed) => new()
    {
        Schedule = Arm.Untrained,
        Seed = seed,
        Updates = 0,
        Done = 0,
        Counts = [.. tasks.Select(t => new StepCount(t.Spec.Name, 0, 0))],
        Losses = [],
        Metrics = [],
        TrainSeconds = 0,
        EvaluationSeconds = 0,
    };
}
