namespace PolyViT;

/// <summary>How a picture, video or sound becomes the input that a checkpoint was trained on.</summary>
public sealed record FrontEnd
{
    /// <summary>Whether pictures are resized as Pillow does; else as TensorFlow does, which scenic
    /// uses.</summary>
    public bool Pillow { get; init; }

    /// <summary>Pillow's filter.</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>
    /// The share of a picture's shorter side that is left by a central crop; null resizes the whole picture,
    /// its aspect ratio not kept, as scenic and Hugging Face do.
    /// </summary>
    public double? CropShare { get; init; }

    /// <summary>What is subtracted from the three colours, in [0, 1].</summary>
    public ImmutableArray<double> Mean { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>What they are divided by.</summary>
    public ImmutableArray<double> Std { get; init; } = [0.5, 0.5, 0.5];

    /// <summary>From one frame of a clip to the next, frames of the video (section 5.5).</summary>
    public int Stride { get; init; } = 2;

    /// <summary>Clips of a video, and windows of a sound that is longer than the input.</summary>
    public int Views { get; init; } = 4;

    /// <summary>Crops of every clip: 3 along the longer side, or 1 in the middle.</summary>
    public int Crops { get; init; } = 3;

    /// <summary>Whether sounds go through Kaldi's filterbank, as AST's do; else through
    /// <see cref="Spectrogram"/>.</summary>
    public bool Kaldi { get; init; }

    /// <summary>What is subtracted from a spectrogram; null is its own mean.</summary>
    public double? SoundMean { get; init; }

    /// <summary>Its standard deviation, which a spectrogram is divided by, for AST twice; null is its
    /// own.</summary>
    public double? SoundStd { get; init; }

    /// <summary>In words, for people to check.</summary>
    /// <param name="modality">Of what.</param>
    public string Words(Modality modality) => modality switch
    {
        Modality.Image => (Pillow ? $"Pillow's {Filter} resize" : "TensorFlow's Bilinear resize")
            + (CropShare is { } share ? $", central crop of {share:0.###}" : " of the whole picture")
            + $", mean {Text(Mean)}, deviation {Text(Std)}",
        Modality.Video => $"shorter side resized as TensorFlow does, {Crops} crops of {Views} clips, every "
            + $"{Stride}. frame, colours in [-1, 1]",
        _ => (Kaldi ? "Kaldi's filterbank" : "log-mel spectrogram of 25 ms every 10 ms")
            + (SoundMean is { } mean
                ? $", mean {mean:0.###}, deviation {SoundStd:0.###}"
                : ", its own mean and deviation"),
    };

    private static string Text(ImmutableArray<double> values) =>
        string.Join(" ", values.Distinct().Select(v => v.ToString("0.###", CultureInfo.InvariantCulture)));
}
