namespace PolyViT;

public sealed partial record Plan
{
    /// <summary>The released configuration (scenic polyvit_all.py; sections 3 and 6), but for its data, which
    /// are not part of this library: 417,920 updates, warmup in 47,330 of them, bfloat16 momentum.</summary>
    public static Plan Paper { get; } = new()
    {
        Tasks = PaperTasks.Specs,
        Model = ModelConfig.Base16,
        Schedules = ["weighted"],
        Seeds = [42],
        Optimiser = new() { WarmupShare = 47_330.0 / 417_920, BFloat16Momentum = true },
        EvaluateEvery = 5000,
        CurveExamples = int.MaxValue,
        Source = "the paper's nine data sets",
    };

    /// <summary>Tasks that frozen features are probed on; they are not trained on.</summary>
    public ImmutableArray<TaskSpec> Probes { get; init; } = [];

    /// <summary>What the probes try.</summary>
    public ProbeSettings Probing { get; init; } = new();
}
