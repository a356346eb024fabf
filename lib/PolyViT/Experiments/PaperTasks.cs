namespace PolyViT;

/// <summary>A task of the paper and the size of its training set.</summary>
/// <param name="Spec">The task.</param>
/// <param name="TrainExamples">Examples that the released configuration trains on.</param>
public sealed record PaperTask(TaskSpec Spec, int TrainExamples);

/// <summary>
/// The nine tasks of the paper with the hyper-parameters of the released configuration (scenic
/// polyvit_all.py): for counting parameters and looking at schedules; their data are not part of this library.
/// </summary>
public static class PaperTasks
{
    /// <summary>All nine, in the configuration's order.</summary>
    public static ImmutableArray<PaperTask> All { get; } =
    [
        Picture("imagenet", 1000, 20_000, 0.03, 1_268_355),
        Picture("cifar100", 100, 10_000, 0.03, 49_000),
        Picture("cifar10", 10, 10_000, 0.03, 49_000),
        Picture("pets", 37, 500, 0.03, 3_312),
        Picture("resisc45", 45, 2_500, 0.1, 18_900),
        Sound("vggsound", 309, 134_700, TaskKind.Label, Metric.Top1, 172_427),
        Sound("audioset", 527, 15_900, TaskKind.MultiLabel, Metric.MeanAveragePrecision, 20_361),
        Clip("kinetics400", 400, 100_680, 0.1, 214_834),
        Clip("moments", 339, 123_640, 0.25, 791_297),
    ];

    /// <summary>Their specifications alone.</summary>
    public static ImmutableArray<TaskSpec> Specs { get; } = [.. All.Select(t => t.Spec)];

    // One label per picture, but a sigmoid loss.
    private static PaperTask Picture(string name, int classes, int steps, double lr, int examples) => new(
        new()
        {
            Name = name,
            Modality = Modality.Image,
            Classes = classes,
            Kind = TaskKind.MultiLabel,
            Batch = 512,
            Steps = steps,
            LrCoefficient = lr,
        },
        examples);

    private static PaperTask Clip(string name, int classes, int steps, double lr, int examples) => new(
        new()
        {
            Name = name,
            Modality = Modality.Video,
            Classes = classes,
            Batch = 64,
            Steps = steps,
            LrCoefficient = lr,
            ZeroInitHead = true,
        },
        examples);

    private static PaperTask Sound(
        string name, int classes, int steps, TaskKind kind, Metric metric, int examples) => new(
        new()
        {
            Name = name,
            Modality = Modality.Audio,
            Classes = classes,
            Kind = kind,
            Metric = metric,
            Batch = 64,
            Steps = steps,
            LrCoefficient = 0.5,
            Mixup = 0.3,
            StochasticDepth = 0.3,
            ZeroInitHead = true,
        },
        examples);
}
