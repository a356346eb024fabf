namespace PolyViT;

/// <summary>
/// What a user says about a checkpoint or wants of it; what is left open is told by the file, by a config.json
/// beside it, or by the conventions of its family, and the report says where it was a convention.
/// </summary>
public sealed record LoadOptions
{
    /// <summary>The input sizes of the model to make. Where their grid of patches is not the file's, positional
    /// tables are zoomed.</summary>
    public InputShapes? Inputs { get; init; }

    /// <summary>What the file's tokenizer looks at, where its names do not say, as with a ViT on
    /// spectrograms.</summary>
    public Modality? Modality { get; init; }

    /// <summary>H: PyTorch's kernels do not show it.</summary>
    public int? Heads { get; init; }

    /// <summary>The GELU, e.g. <see cref="PolyViT.Gelu.Exact"/> for AugReg weights as timm computes
    /// them.</summary>
    public Gelu? Gelu { get; init; }

    /// <summary>The LayerNorms' epsilon.</summary>
    public double? Epsilon { get; init; }

    /// <summary>How the head pools.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>[time, frequency] from one spectrogram patch to the next.</summary>
    public ImmutableArray<int> AudioStride { get; init; } = [];

    /// <summary>The name of the task that the file's head becomes; of the model's own task, where a model of
    /// several is filled.</summary>
    public string? Task { get; init; }

    /// <summary>The tasks of a PolyViT file, whose heads' names do not tell their modalities.</summary>
    public ImmutableArray<TaskSpec> Tasks { get; init; } = [];
}
