namespace PolyViT;

/// <summary>SGD with momentum as scenic has it (section 3.1, 3.5).</summary>
public sealed record OptimiserConfig
{
    /// <summary>The peak learning rate; a task's coefficient multiplies it.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>What is kept of the momentum buffer at each update.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>The global norm that a gradient is clipped to.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>Share of the updates in which the learning rate rises linearly (scenic: 47,330 of
    /// 417,920).</summary>
    public double WarmupShare { get; init; } = 0.1;

    /// <summary>Keeps the momentum buffer in bfloat16 between updates, as scenic's released configuration
    /// does.</summary>
    public bool BFloat16Momentum { get; init; }

    /// <summary>How the gradients of an accumulating update are joined.</summary>
    public Accumulation Accumulation { get; init; } = new();
}

/// <summary>
/// How the gradients of several tasks become one. No retrievable source settles it; the default clips each,
/// multiplies it
/// by its task's coefficient and takes the mean (section 3.3).
/// </summary>
public sealed record Accumulation
{
    /// <summary>The mean over tasks; else the sum.</summary>
    public bool Mean { get; init; } = true;

    /// <summary>Multiplies each task's gradient by its learning-rate coefficient.</summary>
    public bool Coefficients { get; init; } = true;

    /// <summary>Clips each task's gradient; else the joined one.</summary>
    public bool ClipEach { get; init; } = true;
}
