using System.Runtime.Intrinsics;

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
        var (shift, saturation) = (Draw(rng, 0, 0, jitter.Brightness), Draw(rng, 1, 1, jitter.Saturation));
        var (contrast, hue) = (Draw(rng, 2, 1, jitter.Contrast), Draw(rng, 3, 0, jitter.Hue));
        for (var at = 0; at < pixels.Length; at += frameLength)
        {
            var frame = pixels.Slice(at, frameLength);
            Rgb8.Change(frame, x => Saturated(x.Scaled(1, 1).Scaled(0.5f, shift), saturation));
            Stretch(frame, contrast);
            Rgb8.Change(frame, x => (jitter.Hue > 0 ? Turned(x, hue) : x).Held().Scaled(2, -1));
        }
    }

    /// <summary>Makes one example grey in place, as Augment.Grey.</summary>
    /// <param name="pixels">Three numbers to a pixel.</param>
    internal static void Bleach(Span<float> pixels) => Rgb8.Change(pixels, x =>
    {
        var luma = (0.2989f * x.R) + (0.587f * x.G) + (0.114f * x.B);
        return new(luma, luma, luma);
    });

    internal static void Saturate(Span<float> pixels, float factor) =>
        Rgb8.Change(pixels, x => Saturated(x, factor));

    internal static void Turn(Span<float> pixels, float turns) => Rgb8.Change(pixels, x => Turned(x, turns));

    // Away from or towards each channel's mean over one frame.
    internal static void Stretch(Span<float> frame, float factor)
    {
        var (r, g, b) = (0.0, 0.0, 0.0);
        for (var i = 0; i < frame.Length; i += 3)
            (r, g, b) = (r + frame[i], g + frame[i + 1], b + frame[i + 2]);
        var pixels = frame.Length / 3;
        var (red, green, blue) = (Wide(r / pixels), Wide(g / pixels), Wide(b / pixels));
        Rgb8.Change(frame, x => new(
            red + ((x.R - red) * factor), green + ((x.G - green) * factor), blue + ((x.B - blue) * factor)));
    }

    private static float Draw(Rng rng, int part, double about, double reach) =>
        (float)rng.Uniform(part, about - reach, about + reach);

    private static Vector256<float> Wide(double value) => Vector256.Create((float)value);

    // S of hue, saturation and value is multiplied and held in [0, 1]; the largest part, V, stays.
    private static Rgb8 Saturated(Rgb8 x, float factor)
    {
        var (zero, one, high) = (Vector256<float>.Zero, Vector256<float>.One, x.High);
        var saturation = Vector256.ConditionalSelect(
            Vector256.GreaterThan(high, zero), (high - x.Low) / high, zero);
        var wanted = Vector256.Min(Vector256.Max(saturation * factor, zero), one);
        var scale = Vector256.ConditionalSelect(
            Vector256.GreaterThan(saturation, zero), wanted / saturation, zero);
        return new(
            high - ((high - x.R) * scale), high - ((high - x.G) * scale), high - ((high - x.B) * scale));
    }

    // The hue moves; the largest and the smallest part keep their values.
    private static Rgb8 Turned(Rgb8 x, float turns)
    {
        var (high, range) = (x.High, x.High - x.Low);
        var sixths = Vector256.Create(6 * turns) + Vector256.ConditionalSelect(
            Vector256.Equals(high, x.R), (x.G - x.B) / range, Vector256.ConditionalSelect(
                Vector256.Equals(high, x.G),
                Wide(2) + ((x.B - x.R) / range), Wide(4) + ((x.R - x.G) / range)));
        var coloured = Vector256.GreaterThan(range, Vector256<float>.Zero);
        Vector256<float> Channel(Vector256<float> before, float number) =>
            Vector256.ConditionalSelect(coloured, high - (range * Missing(sixths + Wide(number))), before);
        return new(Channel(x.R, 5), Channel(x.G, 3), Channel(x.B, 1));
    }

    // The share of the range by which a channel lies below the largest one at this hue.
    private static Vector256<float> Missing(Vector256<float> sixths)
    {
        var k = sixths - (6 * Vector256.Floor(sixths / 6));
        var share = Vector256.Max(Vector256.Min(k, Wide(4) - k), Vector256<float>.Zero);
        return Vector256.Min(share, Vector256<float>.One);
    }

    private static void RequireColour(Extent extent) => Require(
        extent.Channels == 3,
        $"A colour change was given {extent.Channels} channels; use it on pictures and clips of 3.");
}
