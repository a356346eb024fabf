namespace PolyViT;

/// <summary>The training loss of one task at one step.</summary>
/// <param name="Step">The update, counted from 1.</param>
/// <param name="Task">The task's name.</param>
/// <param name="Loss">The minibatch's mean loss.</param>
public sealed record LossPoint(int Step, string Task, double Loss);

/// <summary>A metric on a task's test split at one step.</summary>
/// <param name="Step">The update after which it was measured; 0 is before training.</param>
/// <param name="Task">The task's name.</param>
/// <param name="Metric">Which metric.</param>
/// <param name="Value">Its value, in its own unit (accuracy and mAP in 0..1).</param>
/// <param name="Examples">
/// How many test examples it was measured on: all of them at the end, a fixed sample of them on the way.
/// </param>
public sealed record MetricPoint(int Step, string Task, Metric Metric, double Value, int Examples = 0);

/// <summary>How often a schedule trains a task.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Planned">Minibatches by the schedule's own count.</param>
/// <param name="Realised">Minibatches that were trained on.</param>
public sealed record StepCount(string Task, int Planned, int Realised);

/// <summary>What one training run measured.</summary>
public sealed record RunResult
{
    /// <summary>The setting that the run belongs to; empty in results of before there were any, where it is
    /// the schedule.</summary>
    public string Setting { get; init; } = "";

    /// <summary>The schedule's name.</summary>
    public required string Schedule { get; init; }

    /// <summary>The run's seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Updates planned.</summary>
    public required int Updates { get; init; }

    /// <summary>Updates made; fewer than planned when the run was stopped.</summary>
    public required int Done { get; init; }

    /// <summary>Planned and realised minibatches of each task.</summary>
    public required ImmutableArray<StepCount> Counts { get; init; }

    /// <summary>Training losses, in step order.</summary>
    public required ImmutableArray<LossPoint> Losses { get; init; }

    /// <summary>Test metrics, in step order; the last one of each task is its result.</summary>
    public required ImmutableArray<MetricPoint> Metrics { get; init; }

    /// <summary>What probes of the trained model reached, where some were made.</summary>
    public ImmutableArray<ProbeResult> Probes { get; init; } = [];

    /// <summary>Seconds of training, evaluation excluded.</summary>
    public required double TrainSeconds { get; init; }

    /// <summary>Seconds of evaluation.</summary>
    public required double EvaluationSeconds { get; init; }

    /// <summary>Seconds of training that went by until batches were there: reading, decoding and augmentation
    /// where they are not done ahead.</summary>
    public double DataSeconds { get; init; }

    /// <summary>Items of the tasks' data sets that could not be read, by this run or one before it on the
    /// same data: others stood in for them in training, and they are not among the test examples.</summary>
    public ImmutableArray<Unreadable> Unreadable { get; init; } = [];

    /// <summary>The last measured value of a task's metric; null when it was never measured.</summary>
    /// <param name="task">The task's name.</param>
    public double? Final(string task) => Metrics.LastOrDefault(m => m.Task == task)?.Value;
}

/// <summary>What a probe of a trained model reached on a task that it was not trained on.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Protocol">How the frozen features were read, e.g. "few-shot", "logistic", "sgd".</param>
/// <param name="Shots">Examples of each class that were learnt from; 0 is all.</param>
/// <param name="Value">On the test split.</param>
/// <param name="Chosen">The regularisation or learning rate that was best on the validation split.</param>
/// <param name="Validation">What it reached there; null where there was nothing to choose by.</param>
/// <param name="Train">Examples that were learnt from.</param>
/// <param name="Test">Examples that were judged.</param>
/// <param name="Remark">What is special, e.g. classes with too few examples; else empty.</param>
public sealed record ProbeResult(
    string Task, string Protocol, int Shots, double Value, double Chosen, double? Validation, int Train,
    int Test, string Remark = "");

/// <summary>What the results were measured on.</summary>
/// <param name="Device">cpu, cuda:0, with the processor's name.</param>
/// <param name="Threads">Threads inside one operation.</param>
/// <param name="System">Operating system and .NET.</param>
/// <param name="Packages">Versions of the packages that matter.</param>
public sealed record MachineInfo(
    string Device, int Threads, string System, ImmutableSortedDictionary<string, string> Packages);

/// <summary>Everything an experiment leaves behind; written as results.json.</summary>
public sealed record ComparisonResult
{
    /// <summary>What was asked for.</summary>
    public required Plan Plan { get; init; }

    /// <summary>Where it ran.</summary>
    public required MachineInfo Machine { get; init; }

    /// <summary>The models that are trained for each seed; empty in results of before there were any, where
    /// it is one per schedule.</summary>
    public ImmutableArray<Arm> Arms { get; init; } = [];

    /// <summary>How many examples each task has to train on.</summary>
    public ImmutableSortedDictionary<string, int> TrainExamples { get; init; } =
        ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>One entry per seed and arm, finished or stopped.</summary>
    public required ImmutableArray<RunResult> Runs { get; init; }

    /// <summary>The items that some run could not read, each once, ordered by set and name.</summary>
    public IEnumerable<Unreadable> Unreadable() => Runs.SelectMany(r => r.Unreadable)
        .DistinctBy(u => (u.Set, u.Name))
        .OrderBy(u => u.Set, StringComparer.Ordinal).ThenBy(u => u.Name, StringComparer.Ordinal);

    /// <summary>How many items of each set could not be read, and the first of them; nothing where all
    /// could.</summary>
    public IEnumerable<string> UnreadableLines() =>
        from items in Unreadable().GroupBy(u => u.Set)
        let first = items.First()
        select $"{items.Key}: {items.Count()} items could not be read (quarantine/{items.Key}.tsv), "
            + $"e.g. {first.Reason}";

    /// <summary>Planned against realised minibatches, one line per schedule, over all its seeds.</summary>
    public IEnumerable<string> CountLines() =>
        from runs in Runs.GroupBy(r => r.Schedule)
        let counts = runs.SelectMany(r => r.Counts).GroupBy(c => c.Task)
            .Select(g => $"{g.Key} {g.Sum(c => c.Planned)}/{g.Sum(c => c.Realised)}")
        select $"{runs.Key}, planned/realised: {string.Join("  ", counts)}";
}
