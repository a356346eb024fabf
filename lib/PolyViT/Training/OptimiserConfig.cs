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

    /// <summary>Share of the updates in which the learning rate rises linearly (scenic: 47,330 of 417,920).</summary>
    public double WarmupShare { get; init; } = 0.1;
}
