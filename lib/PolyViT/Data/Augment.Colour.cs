namespace PolyViT;

/// <summary>How far colours may move; 0 leaves a part out.</summary>
/// <param name="Brightness">The largest shift, of a picture in [0, 1].</param>
/// <param name="Saturation">The largest change of the factor about 1.</param>
/// <param name="Contrast">The largest change of the factor about 1.</param>
/// <param name="Hue">The largest turn of the colour wheel, turns.</param>
public sealed record ColourJitter(double Brightness, double Saturation, double Contrast, double Hue)
{
    /// <summary>DMVR's color_default_augm.</summary>
    public static ColourJitter Dmvr { get; } = new(32.0 / 255, 0.4, 0.4, 0.2);
}

public static partial class Augments
{
    extension(Augment)
    {
        /// <summary>Brightness, saturation, contrast, hue, in this order; all frames alike.</summary>
        /// <param name="jitter">How far each may move.</param>
        /// <remarks>Scenic's video pipeline; pictures in [-1, 1] are changed as if in [0, 1].</remarks>
        public static Augment Colour(ColourJitter jitter) => Augment.Each((from, to, extent, rng) =>
        {
            RequireColour(extent);
            from.CopyTo(to);
            Recolour(to, extent.FrameLength, jitter, rng);
        });

        /// <summary>Each pixel's luma in all three channels (as tf.image.rgb_to_grayscale).</summary>
        public static Augment Grey => Augment.Each((from, to, extent, _) =>
        {
            RequireColour(extent);
            from.CopyTo(to);
            Bleach(to);
        });
    }

    /// <summary>Changes the colours of one example in place, as Augment.Colour.</summary>
    /// <param name="pixels">Frames after each other, three numbers in [-1, 1] to a pixel.</param>
    /// <param name="frameLength">Numbers of a frame: contrast is about each frame's own mean.</param>
    /// <param name="jitter">How far each may move.</param>
    /// <param name="rng">The example's own stream.</param>
    internal static void Recolour(Span<float> pixels, int frameLength, ColourJitter jitter, Rng rng)
    {
        foreach (ref var value in pixels)
            value = (value + 1) / 2;
        Brighten(pixels, Draw(rng, 0, 0, jitter.Brightness));
        Saturate(pixels, Draw(rng, 1, 1, jitter.Saturation));
        var contrast = Draw(rng, 2, 1, jitter.Contrast);
        for (var at = 0; at < pixels.Length; at += frameLength)
            Stretch(pixels.Slice(at, frameLength), contrast);
        if (jitter.Hue > 0)
            Turn(pixels, Draw(rng, 3, 0, jitter.Hue));
        foreach (ref var value in pixels)
            value = (2 * Math.Clamp(value, 0, 1)) - 1;
    }

    /// <summary>Makes one example grey in place, as Augment.Grey.</summary>
    /// <param name="pixels">Three numbers to a pixel.</param>
    internal static void Bleach(Span<float> pixels)
    {
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var pixel = pixels.Slice(i, 3);
            pixel.Fill((0.2989f * pixel[0]) + (0.587f * pixel[1]) + (0.114f * pixel[2]));
        }
    }

    private static float Draw(Rng rng, int part, double about, double reach) =>
        (float)rng.Uniform(part, about - reach, about + reach);

    private static void Brighten(Span<float> pixels, float shift)
    {
        foreach (ref var value in pixels)
            value += shift;
    }

    // S of hue, saturation and value is multiplied and held in [0, 1]; the largest part, V, stays.
    internal static void Saturate(Span<float> pixels, float factor)
    {
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var pixel = pixels.Slice(i, 3);
            var (high, low) = HighAndLow(pixel);
            var saturation = high > 0 ? (high - low) / high : 0;
            var scale = saturation > 0 ? Math.Clamp(saturation * factor, 0, 1) / saturation : 0;
            foreach (ref var part in pixel)
                part = high - ((high - part) * scale);
        }
    }

    // Away from or towards each channel's mean over one frame.
    internal static void Stretch(Span<float> frame, float factor)
    {
        for (var c = 0; c < 3; c++)
        {
            double sum = 0;
            for (var i = c; i < frame.Length; i += 3)
                sum += frame[i];
            var mean = (float)(sum / (frame.Length / 3));
            for (var i = c; i < frame.Length; i += 3)
                frame[i] = mean + ((frame[i] - mean) * factor);
        }
    }

    // The hue moves; the largest and the smallest part keep their values.
    internal static void Turn(Span<float> pixels, float turns)
    {
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var pixel = pixels.Slice(i, 3);
            var (high, low) = HighAndLow(pixel);
            var range = high - low;
            if (range <= 0)
                continue;
            var sixths = Sixths(pixel, high, range) + (6 * turns);
            pixel[0] = high - (range * Missing(sixths, 5));
            pixel[1] = high - (range * Missing(sixths, 3));
            pixel[2] = high - (range * Missing(sixths, 1));
        }
    }

    private static float Sixths(ReadOnlySpan<float> pixel, float high, float range) =>
        high == pixel[0] ? (pixel[1] - pixel[2]) / range
        : high == pixel[1] ? 2 + ((pixel[2] - pixel[0]) / range)
        : 4 + ((pixel[0] - pixel[1]) / range);

    // The share of the range by which a channel lies below the largest one at this hue.
    private static float Missing(float sixths, float channel)
    {
        var k = channel + sixths;
        k -= 6 * MathF.Floor(k / 6);
        return Math.Clamp(Math.Min(k, 4 - k), 0, 1);
    }

    private static (float High, float Low) HighAndLow(ReadOnlySpan<float> pixel) =>
        (Math.Max(pixel[0], Math.Max(pixel[1], pixel[2])), Math.Min(pixel[0], Math.Min(pixel[1], pixel[2])));

    private static void RequireColour(Extent extent) => Require(
        extent.Channels == 3,
        $"A colour change was given {extent.Channels} channels; use it on pictures and clips of 3.");
}
