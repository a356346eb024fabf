namespace PolyViT;

/// <summary>
/// The input sizes of a run. Every task of a modality has the same one, because a modality has one positional
/// table (section 2.6).
/// </summary>
/// <param name="ImageSize">Height of pictures, pixels; their width too, unless <see cref="ImageWidth"/> is
/// set.</param>
/// <param name="Frames">Frames of a clip.</param>
/// <param name="FrameSize">Height of a clip's frames, pixels; their width too, unless
/// <see cref="FrameWidth"/> is set.</param>
/// <param name="SpectrogramFrames">Time steps of a spectrogram.</param>
/// <param name="MelBins">Mel bins of a spectrogram.</param>
public sealed record InputShapes(
    int ImageSize, int Frames, int FrameSize, int SpectrogramFrames, int MelBins)
{
    /// <summary>Width of pictures, pixels.</summary>
    public int ImageWidth { get; init; } = ImageSize;

    /// <summary>Width of a clip's frames, pixels.</summary>
    public int FrameWidth { get; init; } = FrameSize;

    /// <summary>Small enough for two CPU cores: 32 px pictures, 8 x 32 px clips, 96 x 64
    /// spectrograms.</summary>
    public static InputShapes Laptop { get; } = new(32, 8, 32, 96, 64);

    /// <summary>The released configuration: 384 px, 32 x 224 px, 800 x 128 (scenic polyvit_all.py).</summary>
    public static InputShapes Paper { get; } = new(384, 32, 224, 800, 128);

    /// <summary>One example's shape, channels last: [H, W, 3], [T, H, W, 3] or [T, F, 1].</summary>
    /// <param name="modality">Of which input.</param>
    public ImmutableArray<long> Of(Modality modality) => modality switch
    {
        Modality.Image => [ImageSize, ImageWidth, 3],
        Modality.Video => [Frames, FrameSize, FrameWidth, 3],
        _ => [SpectrogramFrames, MelBins, 1],
    };
}
