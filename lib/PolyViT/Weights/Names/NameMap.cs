namespace PolyViT;

/// <summary>How a family of checkpoints names and lays out the parameters of a transformer.</summary>
/// <param name="Name">Whose names they are, in words.</param>
/// <param name="Signature">Names of the patch kernel: a file that has one is of this family.</param>
/// <param name="Torch">
/// Whether kernels lie as PyTorch has them, [out, in] and [D, C, ..]; else as Flax has them, which is ours.
/// </param>
/// <param name="Rules">What is called how.</param>
internal sealed record NameMap(
    string Name, ImmutableArray<string> Signature, bool Torch, ImmutableArray<NameRule> Rules)
{
    /// <summary>Whether the patch kernel is one of the family's, by its shape in the file.</summary>
    public Func<ImmutableArray<long>, bool> Kernel { get; init; } = _ => true;

    /// <summary>What stands between the root of such a file and the encoder's names, and may be absent.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>The modality of every file of the family; null where the kernel's shape tells.</summary>
    public Modality? Modality { get; init; }

    /// <summary>Whether kernels and tokens of spectrograms have frequency before time.</summary>
    public bool FrequencyFirst { get; init; }

    /// <summary>The family's GELU, where nothing else tells.</summary>
    public Gelu Gelu { get; init; } = Gelu.Tanh;

    /// <summary>The family's LayerNorm epsilon, where nothing else tells.</summary>
    public double Epsilon { get; init; } = Block.Epsilon;

    /// <summary>The epsilon of a LayerNorm in the head; null where it is the encoder's.</summary>
    public double? HeadEpsilon { get; init; }

    /// <summary>Keys that are left over with good reason.</summary>
    public ImmutableArray<Needless> Needless { get; init; } = [];

    /// <summary>Keys that show another architecture.</summary>
    public ImmutableArray<Foreign> Foreign { get; init; } = [];
}
