namespace PolyViT;

/// <summary>Everything that says what an experiment does.</summary>
public sealed partial record Plan
{
    /// <summary>The tasks, in the order of their tables, heads and colours.</summary>
    public required ImmutableArray<TaskSpec> Tasks { get; init; }

    /// <summary>The model.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>Names of the schedules to compare.</summary>
    public required ImmutableArray<string> Schedules { get; init; }

    /// <summary>One run per schedule for each of these.</summary>
    public required ImmutableArray<ulong> Seeds { get; init; }

    /// <summary>The optimiser.</summary>
    public OptimiserConfig Optimiser { get; init; } = new();

    /// <summary>Every how many minibatches all tasks are evaluated; 0 is only at the end.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>Evaluations on the way use at most so many test examples of a task; the last one uses
    /// all.</summary>
    public int CurveExamples { get; init; } = 256;

    /// <summary>"cpu" or "cuda".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>How matrix products are computed.</summary>
    public Precision Precision { get; init; }

    /// <summary>Threads inside one operation; 0 is torch's own choice. Their number changes
    /// rounding.</summary>
    public int Threads { get; init; }

    /// <summary>Where the data come from, in words: "generated" or the folder.</summary>
    public required string Source { get; init; }
}
