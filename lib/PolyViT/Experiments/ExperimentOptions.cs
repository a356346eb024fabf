using System.ComponentModel;

namespace PolyViT;

/// <summary>What an experiment of several settings may be asked for; each property is an option of its
/// script.</summary>
public sealed record ExperimentOptions
{
    private const int QuickSteps = 140;

    /// <summary>The folder of the real data, which holds image, audio and video; null generates
    /// tasks.</summary>
    [Description("real data: the folder that holds image, audio and video; without it, tasks are generated")]
    public string? Data { get; init; }

    /// <summary>How many seeds; null is 5 where it is quick, else 3.</summary>
    [Description("runs per setting; 5 with --quick, else 3")]
    public int? Seeds { get; init; }

    /// <summary>Names of the tasks; empty takes the default ones.</summary>
    [Description("train on these tasks only")]
    public string[] Tasks { get; init; } = [];

    /// <summary>Names of the tasks to probe on; empty takes the default ones.</summary>
    [Description("probe on these tasks, which are not trained on")]
    public string[] Probes { get; init; } = [];

    /// <summary>Minibatches of each setting; null takes the tasks' own.</summary>
    [Description("minibatches per setting, shared out by the tasks' own steps")]
    public int? Steps { get; init; }

    /// <summary>The most examples that a task may train on; null is all.</summary>
    [Description("train on so many examples of each task at the most")]
    public int? TrainExamples { get; init; }

    /// <summary>Few steps and five seeds: under three minutes on generated tasks.</summary>
    [Description("140 minibatches per setting and five seeds, to see that everything works")]
    public bool Quick { get; init; }

    /// <summary>"cpu" or "cuda".</summary>
    [Description("cpu or cuda")]
    public string Device { get; init; } = "cpu";

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
    [Description("where to; runs/<experiment>/<time> if not given")]
    public string? Out { get; init; }

    /// <summary>Goes on with the results that the folder has.</summary>
    [Description("do not run again what results.json in --out has finished")]
    public bool Resume { get; init; }

    /// <summary>Makes the plan and opens the data of these tasks; whatever is wrong is said before
    /// training.</summary>
    /// <param name="report">Takes the progress of decoding.</param>
    /// <exception cref="InputException">As <see cref="Comparison.Prepare"/>, or to resume without a
    /// folder.</exception>
    public Comparison Prepare(Report? report = null)
    {
        if (Resume && Out is null)
            throw new InputException("--resume needs the folder of the results: give it with --out.");
        var prepared = Comparison.Prepare(
            new()
            {
                Data = Data,
                Tasks = Tasks,
                Schedules = ["weighted"],
                Seeds = Seeds ?? (Quick ? 5 : 3),
                Steps = Steps ?? (Quick ? QuickSteps : null),
                Device = Device,
                Stream = Stream,
                Workers = Workers,
                MostUnreadable = MostUnreadable,
                Quarantine = Quarantine,
            },
            report);
        ImmutableArray<TaskData> tasks = TrainExamples is { } most
            ? [.. prepared.Tasks.Select(t => CompareModalities.Smaller(t, most))]
            : prepared.Tasks;
        var limit = TrainExamples is { } n ? $", at most {n} examples a task" : "";
        return prepared with
        {
            Tasks = tasks,
            Plan = prepared.Plan with { EvaluateEvery = 0, Source = prepared.Plan.Source + limit },
        };
    }
}
