using System.ComponentModel;

namespace PolyViT;

/// <summary>What a comparison of schedules may be asked for; each property is an option of the
/// script.</summary>
public sealed record ComparisonOptions
{
    /// <summary>The folder of the real data, which holds image, audio and video; null generates
    /// tasks.</summary>
    [Description("real data: the folder that holds image, audio and video; without it, tasks are generated")]
    public string? Data { get; init; }

    /// <summary>How many seeds; each is one run per schedule.</summary>
    [Description("runs per schedule")]
    public int Seeds { get; init; } = 3;

    /// <summary>The first seed; the others follow it.</summary>
    [Description("the first seed; the others follow it")]
    public ulong FirstSeed { get; init; } = 1;

    /// <summary>Names of the tasks; empty takes the default ones.</summary>
    [Description("only these tasks")]
    public string[] Tasks { get; init; } = [];

    /// <summary>Names of the schedules; empty takes all five.</summary>
    [Description("only these schedules")]
    public string[] Schedules { get; init; } = [];

    /// <summary>Minibatches of each run, shared out by the tasks' own steps; null takes those as they
    /// are.</summary>
    [Description("minibatches per run, shared out by the tasks' own steps")]
    public int? Steps { get; init; }

    /// <summary>A quarter of the steps, to see that everything works.</summary>
    [Description("a quarter of the steps")]
    public bool Quick { get; init; }

    /// <summary>"cpu" or "cuda".</summary>
    [Description("cpu or cuda")]
    public string Device { get; init; } = "cpu";

    /// <summary>A <see cref="PolyViT.Precision"/> by name; null takes the device's default.</summary>
    [Description("float32, float32fast or bfloat16; the device's default if not given")]
    public string? Precision { get; init; }

    /// <summary>Threads inside one operation; 0 is torch's own choice.</summary>
    [Description("threads inside one operation; 0 is torch's own choice")]
    public int Threads { get; init; }

    /// <summary>Reads each batch from the files when it is needed, and packs nothing first.</summary>
    [Description("decode while training, by scenic's pipelines, and keep nothing on disk: for sets of any size")]
    public bool Stream { get; init; }

    /// <summary>How many examples are decoded at once with <see cref="Stream"/>; null is one per
    /// processor.</summary>
    [Description("with --stream: decode so many examples at once; one per processor if not given")]
    public int? Workers { get; init; }

    /// <summary>The share of a split's items that may be unreadable with <see cref="Stream"/>; null is that
    /// of <see cref="LoadingOptions"/>.</summary>
    [Description("with --stream: the share of a set's items that may be unreadable; 0.01 if not given")]
    public double? MostUnreadable { get; init; }

    /// <summary>A folder with lists of unreadable items, TASK.tsv, for <see cref="Stream"/>; null is
    /// none.</summary>
    [Description("with --stream: the folder of check-media's lists, TASK.tsv, whose items are not tried")]
    public string? Quarantine { get; init; }

    /// <summary>The folder for the results; null makes one named after the time.</summary>
    [Description("where to; runs/compare-schedules/<time> if not given")]
    public string? Out { get; init; }

    /// <summary>Goes on with the results that the folder has.</summary>
    [Description("do not run again what results.json in --out has finished")]
    public bool Resume { get; init; }
}

/// <summary>A comparison that is ready to run.</summary>
/// <param name="Plan">What to compare.</param>
/// <param name="Tasks">The plan's tasks with their data.</param>
public sealed record Comparison(Plan Plan, ImmutableArray<TaskData> Tasks)
{
    private const int CurvePoints = 8;

    /// <summary>What became of what was asked for, where it is something else; else empty.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Makes the plan, checks it, and opens the data; whatever is wrong is said here, before
    /// training.</summary>
    /// <param name="options">What is asked for.</param>
    /// <param name="report">Takes the progress of decoding.</param>
    /// <exception cref="InputException">An unknown name, zero steps or seeds, or data that are not what they
    /// say.</exception>
    public static Comparison Prepare(ComparisonOptions options, Report? report = null)
    {
        ImmutableArray<string> schedules = options.Schedules.Length == 0
            ? [.. Schedules.All.Select(s => s.Name)]
            : [.. options.Schedules];
        foreach (var name in schedules)
            _ = Schedules.ByName(name);
        if (options.Seeds < 1)
            throw new InputException($"There are {options.Seeds} seeds: give at least 1.");
        if (options.Steps < 1)
            throw new InputException($"There are {options.Steps} steps: give at least one per task.");
        if (!Machine.Has(options.Device))
            throw new InputException($"There is no device '{options.Device}' here: use cpu, or install the CUDA libraries.");
        var (precision, remark) = Arithmetic.Settle(Arithmetic.Named(options.Precision), options.Device);
        Arithmetic.Require(options.Threads);
        var loading = Streaming.Of(options);
        var (model, optimiser, tasks) = options.Data is { } root
            ? LaptopTasks.Real(root, options.Tasks, report, loading)
            : LaptopTasks.Generated(options.Tasks);
        var steps = options.Steps ?? (options.Quick ? tasks.Sum(t => t.Spec.Steps) / 4 : null);
        ImmutableArray<TaskData> scaled = steps is { } total ? [.. Scale(tasks, total)] : tasks;
        var plan = new Plan
        {
            Tasks = [.. scaled.Select(t => t.Spec)],
            Model = model,
            Optimiser = optimiser,
            Schedules = schedules,
            Seeds = [.. Enumerable.Range(0, options.Seeds).Select(s => options.FirstSeed + (ulong)s)],
            EvaluateEvery = (scaled.Sum(t => t.Spec.Steps) + CurvePoints - 1) / CurvePoints,
            Device = options.Device,
            Precision = precision,
            Threads = options.Threads,
            Source = (options.Data ?? "generated") + Streaming.Told(options),
        };
        TrainingCheck.Require(scaled);
        if (plan.Device == "cpu")
            Cost.Of(Arms.Spec(plan, model, plan.Seeds[0]), plan.Tasks).Require(Doctor.AvailableMemory());
        return new(plan, scaled) { Remark = remark };
    }

    /// <summary>For each schedule of the plan's first seed the task of every minibatch, to look at before
    /// training.</summary>
    public IReadOnlyList<(string Schedule, IReadOnlyList<int> TaskAt)> Planned() =>
    [
        .. from arm in CompareSchedules.Arms(Plan with { Seeds = Plan.Seeds[..1] })
           select (arm.Timeline.Schedule.Name, (IReadOnlyList<int>)[.. arm.Timeline.Minibatches.Select(m => m.Task)]),
    ];

    /// <summary>What is about to run, in a few sentences; then what a user should know of the data sets, a
    /// line each.</summary>
    /// <param name="times">How fast this machine is; null says nothing about time.</param>
    public string Describe(StepTimes? times = null)
    {
        var spec = Arms.Spec(Plan, Plan.Model, Plan.Seeds[0]);
        var counts = string.Create(CultureInfo.InvariantCulture,
            $"{Plan.Tasks.Length} tasks ({Plan.Source}), {Plan.Schedules.Length} schedules, {Plan.Seeds.Length} seeds, "
            + $"{Plan.Tasks.Sum(t => t.Steps):N0} minibatches a run, {Cost.Of(spec, Plan.Tasks).Describe()}, "
            + $"on {Plan.Device} in {Plan.Precision}.");
        var seconds = times?.RunSeconds(Plan.Tasks) ?? 0;
        var time = seconds == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
            $"A run trains for about {seconds:0} s, all for {seconds * Plan.Seeds.Length * Plan.Schedules.Length / 60:0.0} min.");
        return string.Join(' ', new[] { counts, time, times?.Advice ?? "", Remark }.Where(s => s.Length > 0))
            + string.Concat(Tasks.SelectMany(t => t.Remarks.Select(remark => $"\n{t.Spec.Name}: {remark}")));
    }

    /// <summary>
    /// Measures for a few seconds how fast this machine takes the plan's steps, and whether one thread would
    /// be faster: for small models it often is, and always where others use the processors too. The number
    /// stays the plan's, for it changes rounding.
    /// </summary>
    public StepTimes Time()
    {
        var spec = Arms.Spec(Plan, Plan.Model, Plan.Seeds[0]);
        var times = StepTimes.Measure(spec, Plan.Tasks);
        if (Plan.Threads == 1 || get_num_threads() == 1 || Plan.Device != "cpu")
            return times;
        var (all, one) = (times.RunSeconds(Plan.Tasks), StepTimes.Measure(spec with { Threads = 1 }, Plan.Tasks).RunSeconds(Plan.Tasks));
        return one > 0.9 * all ? times : times with
        {
            Advice = string.Create(CultureInfo.InvariantCulture, $"With one thread (Threads = 1) it would take about {one:0} s now."),
        };
    }

    // Largest remainders: the shares are kept, and the sum is exactly what was asked for.
    private static IEnumerable<TaskData> Scale(ImmutableArray<TaskData> tasks, int total)
    {
        if (total < tasks.Length)
            throw new InputException(
                $"{total} steps cannot be shared by {tasks.Length} tasks: give at least {tasks.Length}.");
        var sum = tasks.Sum(t => (double)t.Spec.Steps);
        var exact = tasks.Select(t => 1 + ((total - tasks.Length) * t.Spec.Steps / sum)).ToArray();
        var missing = total - exact.Sum(e => (int)e);
        var up = exact.Index().OrderByDescending(e => e.Item - (int)e.Item).Take(missing).Select(e => e.Index).ToHashSet();
        return tasks.Select((t, i) => t with { Spec = t.Spec with { Steps = (int)exact[i] + (up.Contains(i) ? 1 : 0) } });
    }
}
