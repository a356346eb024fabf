namespace PolyViT;

/// <summary>Which frames of a video make a clip; a video that is too short is repeated.</summary>
/// <remarks>DMVR processors.py: sample_sequence and sample_or_pad_sequence_indices.</remarks>
internal static class ClipFrames
{
    /// <summary>The frames of a clip.</summary>
    /// <param name="length">Frames of the video.</param>
    /// <param name="start">The first frame.</param>
    /// <param name="frames">How many.</param>
    /// <param name="stride">From one to the next.</param>
    /// <exception cref="InputException">The video has no frames.</exception>
    public static int[] From(int length, int start, int frames, int stride) => length > 0
        ? [.. Enumerable.Range(0, frames).Select(i => (start + (i * stride)) % length)]
        : throw new InputException("A video has no frames: take it out of the data set.");

    /// <summary>Where a training clip begins: at random, so that its last frame lies in the video.</summary>
    /// <param name="length">Frames of the video.</param>
    /// <param name="frames">Of the clip.</param>
    /// <param name="stride">From one to the next.</param>
    /// <param name="rng">Draws.</param>
    public static int RandomStart(int length, int frames, int stride, Rng rng) =>
        rng.Below(0, Math.Max(1, length - ((frames - 1) * stride)));
}
