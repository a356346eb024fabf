namespace PolyViT;

/// <summary>The sizes of a PolyViT (section 2).</summary>
/// <param name="Dim">D, the width of a token.</param>
/// <param name="Depth">L, the blocks that an input passes, adapters included.</param>
/// <param name="Heads">H, the attention heads of a block.</param>
/// <param name="MlpDim">The width inside a block's MLP.</param>
/// <param name="Inputs">The input sizes of the three modalities.</param>
/// <param name="ImagePatch">[height, width] of an image patch, pixels.</param>
/// <param name="VideoPatch">[time, height, width] of a tubelet: frames and pixels.</param>
/// <param name="AudioPatch">[time, frequency] of a spectrogram patch: frames and bins.</param>
public sealed record ModelConfig(
    int Dim,
    int Depth,
    int Heads,
    int MlpDim,
    InputShapes Inputs,
    ImmutableArray<int> ImagePatch,
    ImmutableArray<int> VideoPatch,
    ImmutableArray<int> AudioPatch)
{
    /// <summary>L_adapt: how many of the first blocks each modality owns; they replace shared ones (section
    /// 2.7).</summary>
    public int AdapterLayers { get; init; }

    /// <summary>Dropout after the embedding, the attention's output and in the MLP; scenic's configuration
    /// has 0.</summary>
    public double Dropout { get; init; }

    /// <summary>What lies between the two layers of a block's MLP; scenic has the tanh formula.</summary>
    public Gelu Gelu { get; init; } = Gelu.Tanh;

    /// <summary>Added to the variance by every LayerNorm of the encoder: Flax has 1e-6, PyTorch 1e-5, Hugging
    /// Face's ViT and AST 1e-12.</summary>
    public double Epsilon { get; init; } = Block.Epsilon;

    /// <summary>Whether query, key and value have biases.</summary>
    public bool QkvBias { get; init; } = true;

    /// <summary>Whether the encoder ends with a LayerNorm; timm's models that pool by a mean have theirs in the
    /// head (<see cref="TaskSpec.HeadNorm"/>).</summary>
    public bool FinalNorm { get; init; } = true;

    /// <summary>[time, frequency] from one spectrogram patch to the next, frames and bins; empty where patches
    /// lie side by side. AST has 10 x 10, so that its patches overlap.</summary>
    public ImmutableArray<int> AudioStride { get; init; } = [];

    /// <summary>Whether spectrogram tokens run through time for each frequency, as AST's do; else through
    /// frequency for each time.</summary>
    public bool FrequencyFirst { get; init; }

    /// <summary>Channels of a spectrogram's patch kernel: scenic repeats the spectrogram three times, AST takes
    /// it once.</summary>
    public int AudioChannels { get; init; } = 3;

    /// <summary>For two CPU cores: 96 wide, 4 blocks.</summary>
    public static ModelConfig Laptop { get; } =
        new(96, 4, 4, 384, InputShapes.Laptop, [8, 8], [2, 8, 8], [16, 16]);

    /// <summary>ViT-Ti/16 with the released input sizes.</summary>
    public static ModelConfig Tiny16 { get; } =
        new(192, 12, 3, 768, InputShapes.Paper, [16, 16], [4, 16, 16], [16, 16]);

    /// <summary>ViT-S/16 with the released input sizes.</summary>
    public static ModelConfig Small16 { get; } =
        new(384, 12, 6, 1536, InputShapes.Paper, [16, 16], [4, 16, 16], [16, 16]);

    /// <summary>ViT-B/16 with the released input sizes and tubelets of 16x16x4.</summary>
    public static ModelConfig Base16 { get; } =
        new(768, 12, 12, 3072, InputShapes.Paper, [16, 16], [4, 16, 16], [16, 16]);

    /// <summary>ViT-L/16 with the released input sizes.</summary>
    public static ModelConfig Large16 { get; } =
        new(1024, 24, 16, 4096, InputShapes.Paper, [16, 16], [4, 16, 16], [16, 16]);

    /// <summary>The patch of a modality.</summary>
    /// <param name="modality">Of which tokenizer.</param>
    public ImmutableArray<int> Patch(Modality modality) => modality switch
    {
        Modality.Image => ImagePatch,
        Modality.Video => VideoPatch,
        _ => AudioPatch,
    };

    /// <summary>From one patch of a modality to the next.</summary>
    /// <param name="modality">Of which tokenizer.</param>
    public ImmutableArray<int> Stride(Modality modality) =>
        modality == Modality.Audio && !AudioStride.IsEmpty ? AudioStride : Patch(modality);

    /// <summary>Channels of a modality's patch kernel.</summary>
    /// <param name="modality">Of which tokenizer.</param>
    public int Channels(Modality modality) => modality == Modality.Audio ? AudioChannels : 3;
}
