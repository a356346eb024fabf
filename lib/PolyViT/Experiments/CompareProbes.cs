namespace PolyViT;

/// <summary>
/// Do frozen features transfer (claim 14): models of one task, of one modality and of all, and one that was
/// not trained, each probed on tasks that none was trained on. A model without the modality's tokenizer
/// borrows one.
/// </summary>
public static class CompareProbes
{
    /// <summary>The arms: one that is not trained, then those of <see cref="CompareModalities"/>.</summary>
    /// <param name="plan">The tasks to train on.</param>
    public static ImmutableArray<Arm> Of(Plan plan) =>
    [
        new(Arm.Untrained, [.. plan.Tasks.Select(t => t.Name)], plan.Model, null),
        .. CompareModalities.Of(plan),
    ];

    private static readonly ImmutableArray<string> GeneratedProbes = ["textures", "growth", "rhythm"];
    private static readonly ImmutableArray<string> RealProbes = ["pets", "esc50", "grid-video-colour"];

    /// <summary>The plan, its tasks, and the tasks to probe on; tasks that are not named are those that are
    /// not probed.</summary>
    /// <param name="options">What is asked for; quick probes learn from 300 examples at the most and try
    /// less.</param>
    /// <param name="report">Takes the progress of decoding.</param>
    public static (Plan Plan, ImmutableArray<TaskData> Tasks, ImmutableArray<TaskData> Probes) Prepare(
        ExperimentOptions options, Report? report = null)
    {
        string[] probed = options.Probes.Length > 0 ? options.Probes
            : [.. options.Data is null ? GeneratedProbes : RealProbes];
        string[] trained = options.Tasks.Length > 0 || options.Data is not null ? options.Tasks
            : [.. GeneratedTasks.Names.Except(probed)];
        var (plan, tasks) = (options with { Tasks = trained }).Prepare(report);
        // Their steps say nothing: nothing is trained on them.
        var (_, probes) = (options with { Tasks = probed, Steps = null, Quick = false, TrainExamples = null })
            .Prepare(report);
        if (options.Quick)
            probes = [.. probes.Select(p => CompareModalities.Smaller(p, 300))
                .Select(p => p with { Train = p.Train.Remembered() })];
        var quick = new ProbeSettings
        {
            Shots = [1, 5, 25],
            FewShotLambdas = [1, 32, 1024],
            Lambdas = [1e-3, 1e-1],
            Rates = [0.1],
            Steps = 100,
        };
        return (plan with { Probing = options.Quick ? quick : plan.Probing }, tasks, probes);
    }

    /// <summary>Trains and probes what is not finished yet.</summary>
    /// <param name="plan">The tasks to train on, and what probes try.</param>
    /// <param name="tasks">The tasks to train on, with their data.</param>
    /// <param name="probes">The tasks to probe on, with their data.</param>
    /// <param name="report">Takes progress of the training, in minibatches.</param>
    /// <param name="save">Takes the results after each run.</param>
    /// <param name="earlier">Earlier results: what is finished is not run again.</param>
    /// <param name="stop">Ends it early; what was measured is kept.</param>
    /// <exception cref="InputException">A probe on a task that is trained on, or on data that do not
    /// fit.</exception>
    public static ComparisonResult Run(
        Plan plan, IReadOnlyList<TaskData> tasks, IReadOnlyList<TaskData> probes,
        Report? report = null, Action<ComparisonResult>? save = null, ComparisonResult? earlier = null,
        CancellationToken stop = default)
    {
        if (probes.Count == 0)
            throw new InputException("There are no tasks to probe on: name at least one.");
        if (probes.FirstOrDefault(p => plan.Tasks.Any(t => t.Name == p.Spec.Name)) is { } known)
            throw new InputException(
                $"'{known.Spec.Name}' is trained on, so that a probe on it says nothing of transfer: choose "
                + "others.");
        TrainingCheck.Require(probes);
        plan = plan with { Probes = [.. probes.Select(p => p.Spec)] };
        ImmutableArray<ProbeResult> Examine(PolyVit model, ulong seed, CancellationToken s) =>
            [.. probes.SelectMany(p => On(model, p, plan.Probing, seed, s))];
        return Arms.Run(plan, Of(plan), tasks, report, save, earlier, Examine, stop);
    }

    /// <summary>Every probe of a model on one task.</summary>
    /// <param name="model">The model; it is only read.</param>
    /// <param name="data">The task.</param>
    /// <param name="settings">What is tried.</param>
    /// <param name="seed">Draws the order of SGD's data.</param>
    /// <param name="stop">Ends it early.</param>
    public static ImmutableArray<ProbeResult> On(
        PolyVit model, TaskData data, ProbeSettings settings, ulong seed, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        var own = ParameterLayout.Modalities(model.Tasks).Contains(data.Spec.Modality);
        if (own)
            return Probes.All(ProbeSet.Of(model, data, settings.ValidationShare, stop), settings, seed);
        var (copy, donor) = Borrowing.Tokenizer(model, data.Spec.Modality);
        using (copy)
        {
            var results = Probes.All(ProbeSet.Of(copy, data, settings.ValidationShare, stop), settings, seed);
            string With(string remark) => $"{(remark.Length > 0 ? remark + "; " : "")}tokenizer from {donor}";
            return [.. results.Select(r => r with { Remark = With(r.Remark) })];
        }
    }

    /// <summary>What a setting's probes of a task reached: for every seed the mean over the setting's models
    /// that have the task's own tokenizer, or of all where none has; then the mean over seeds.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="task">The probe task's name.</param>
    /// <param name="protocol">One of <see cref="Probes.Protocols"/>.</param>
    /// <param name="shots">Shots; 0 is all examples.</param>
    public static Estimate? Mean(
        ComparisonResult result, string setting, string task, string protocol, int shots = 0)
    {
        var modality = result.Plan.Probes.First(p => p.Name == task).Modality;
        bool Own(RunResult run) => run.Counts.Any(
            c => result.Plan.Tasks.Any(t => t.Name == c.Task && t.Modality == modality));
        return Statistics.Mean(
            from runs in result.Runs.Where(r => r.Setting == setting).GroupBy(r => r.Seed)
            let own = runs.Where(Own).ToArray()
            let values = (own.Length > 0 ? own : [.. runs]).SelectMany(r => r.Probes)
                .Where(p => p.Task == task && p.Protocol == protocol && p.Shots == shots)
                .Select(p => p.Value).ToArray()
            where values.Length > 0
            select values.Average());
    }
}
