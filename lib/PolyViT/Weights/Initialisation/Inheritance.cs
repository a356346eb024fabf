namespace PolyViT;

/// <summary>Makes a tubelet kernel [t, p, p, C, D] of a patch kernel [p, p, C, D].</summary>
/// <param name="kernel">The patch kernel.</param>
/// <param name="frames">t.</param>
public delegate Tensor Inflate(Tensor kernel, int frames);

/// <summary>
/// What a model takes over from another one: the shared encoder always, and the tokenizers, adapters and
/// heads named here (section 4).
/// </summary>
/// <param name="Source">A model of the same width, depth, heads and MLP; it is only read.</param>
public sealed record Inheritance(PolyVit Source)
{
    /// <summary>For a modality of the new model, the modality whose tokenizer of the source it starts
    /// from.</summary>
    public ImmutableDictionary<Modality, Modality> Tokenizers { get; init; } =
        ImmutableDictionary<Modality, Modality>.Empty;

    /// <summary>For a task of the new model, the task of the source whose head it starts from.</summary>
    public ImmutableDictionary<string, string> Heads { get; init; } =
        ImmutableDictionary<string, string>.Empty;

    /// <summary>How tubelet kernels come of patch kernels (scenic: kernel_init_method).</summary>
    public Inflate Inflate { get; init; } = Inflation.CentralFrame;

    /// <summary>Whether positional tables are taken over (scenic: restore_positional_embedding).</summary>
    public bool Positions { get; init; } = true;

    /// <summary>Whether tubelet kernels are taken over (scenic: restore_input_embedding, which concerns no
    /// other tokenizer).</summary>
    public bool TubeletKernels { get; init; } = true;

    /// <summary>From a ViT: its tokenizer becomes that of every modality, its first blocks every modality's
    /// adapters, and no head is taken over (section 4.1).</summary>
    /// <param name="vit">A model with an image tokenizer.</param>
    public static Inheritance OfVit(PolyVit vit) => new(vit)
    {
        Tokenizers = Enum.GetValues<Modality>().ToImmutableDictionary(m => m, _ => Modality.Image),
    };

    /// <summary>From another PolyViT: each tokenizer that both have (section 4.6).</summary>
    /// <param name="source">The other model.</param>
    public static Inheritance OfPolyVit(PolyVit source) => new(source)
    {
        Tokenizers = ParameterLayout.Modalities(source.Tasks).ToImmutableDictionary(m => m, m => m),
    };

    /// <summary>From another PolyViT: one tokenizer, for one modality (scenic: tokenizer_to_init_from and
    /// tokenizer_to_init).</summary>
    /// <param name="source">The other model.</param>
    /// <param name="from">Whose tokenizer of the source.</param>
    /// <param name="to">Whose tokenizer of the new model.</param>
    public static Inheritance OfPolyVit(PolyVit source, Modality from, Modality to) => new(source)
    {
        Tokenizers = ImmutableDictionary<Modality, Modality>.Empty.Add(to, from),
    };

    /// <summary>From an unfactorised ViViT, its tubelet tokenizer.</summary>
    /// <param name="vivit">A model with a video tokenizer.</param>
    /// <param name="to">Whose tokenizer of the new model.</param>
    public static Inheritance OfVivit(PolyVit vivit, Modality to = Modality.Video) =>
        OfPolyVit(vivit, Modality.Video, to);

    /// <summary>From the audio ViT of MBT, or another spectrogram transformer of this shape.</summary>
    /// <param name="mbt">A model with an audio tokenizer.</param>
    /// <param name="to">Whose tokenizer of the new model.</param>
    public static Inheritance OfMbt(PolyVit mbt, Modality to = Modality.Audio) =>
        OfPolyVit(mbt, Modality.Audio, to);

    /// <summary>The same with the head of every task that both models have by the same name.</summary>
    /// <param name="model">The new model.</param>
    public Inheritance WithHeads(PolyVit model) => this with
    {
        Heads = model.Tasks.Select(t => t.Name).Intersect(Source.Tasks.Select(t => t.Name))
            .ToImmutableDictionary(name => name, name => name),
    };
}
