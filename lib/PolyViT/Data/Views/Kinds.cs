namespace PolyViT;

/// <summary>Makes a model's input of a decoded picture; pure in its arguments, and may run on any
/// thread.</summary>
/// <param name="picture">As decoded, in its own size.</param>
/// <param name="rng">The example's stream; views for evaluation ignore it.</param>
/// <param name="into">Takes [H, W, 3] float32 in [-1, 1], all of it.</param>
public delegate void PictureView(Picture picture, Rng rng, Span<float> into);

/// <summary>Makes a model's input of a video: first which frames, then what becomes of them.</summary>
/// <param name="Choose">From the number of frames that there are to those wanted, in order; an index may
/// repeat, as in a loop over a short video.</param>
/// <param name="Make">From the frames chosen to [T, H, W, 3] float32 in [-1, 1].</param>
public sealed record ClipView(Func<int, Rng, int[]> Choose, Action<Clip, Rng, Memory<float>> Make)
{
    /// <summary>The shorter side, pixels, that frames may be decoded at before <see cref="Make"/>; 0 is their
    /// own size.</summary>
    public int ShorterSide { get; init; }
}

/// <summary>Makes a model's input of a sound: first which part of it, then what becomes of the
/// samples.</summary>
/// <param name="SampleRate">Samples per second that the sound is decoded at.</param>
/// <param name="Samples">How many samples at most are wanted.</param>
/// <param name="Start">From the samples that there are (at <paramref name="SampleRate"/>) to the first wanted
/// one.</param>
/// <param name="Make">From the samples, at least one and at most <paramref name="Samples"/>, to [T, F, 1]
/// float32.</param>
public sealed record SoundView(
    int SampleRate, int Samples, Func<long, Rng, long> Start, Action<float[], Rng, Memory<float>> Make);
