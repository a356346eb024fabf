namespace PolyViT;

/// <summary>A rectangle of a picture, in pixels; fractions of pixels are allowed.</summary>
/// <param name="Top">Rows above it.</param>
/// <param name="Left">Columns left of it.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
internal readonly record struct Box(double Top, double Left, double Height, double Width);

/// <summary>The size of one picture, channels last.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Numbers per pixel.</param>
internal readonly record struct Plane(int Height, int Width, int Channels)
{
    /// <summary>How many numbers a picture has.</summary>
    public int Length => Height * Width * Channels;
}

/// <summary>Bilinear resampling, half-pixel centres, no antialias, as tf.image.resize.</summary>
internal static class Bilinear
{
    /// <summary>Resamples a box of one picture to fill another.</summary>
    /// <param name="from">[h, w, C] of size <paramref name="source"/>.</param>
    /// <param name="source">The size of what is read.</param>
    /// <param name="box">Which part of it; pixels outside the picture repeat its edge.</param>
    /// <param name="to">[H, W, C] of size <paramref name="target"/>, written.</param>
    /// <param name="target">The size of what is written; as many channels as the source.</param>
    public static void Resize(ReadOnlySpan<float> from, Plane source, Box box, Span<float> to, Plane target)
    {
        var channels = source.Channels;
        var columns = Taps(target.Width, box.Left, box.Width, source.Width);
        var rows = Taps(target.Height, box.Top, box.Height, source.Height);
        var o = 0;
        foreach (var (y0, y1, fy) in rows)
        {
            var upper = from.Slice(y0 * source.Width * channels, source.Width * channels);
            var lower = from.Slice(y1 * source.Width * channels, source.Width * channels);
            foreach (var (x0, x1, fx) in columns)
            {
                for (var c = 0; c < channels; c++)
                {
                    var above = Mix(upper[(x0 * channels) + c], upper[(x1 * channels) + c], fx);
                    var below = Mix(lower[(x0 * channels) + c], lower[(x1 * channels) + c], fx);
                    to[o++] = Mix(above, below, fy);
                }
            }
        }
    }

    // For each output pixel of an axis: the two pixels that it lies between, and how far towards the second.
    private static (int First, int Second, float Share)[] Taps(
        int count, double start, double length, int limit)
    {
        var taps = new (int, int, float)[count];
        for (var i = 0; i < count; i++)
        {
            var at = Math.Clamp(start + ((i + 0.5) * length / count) - 0.5, 0, limit - 1);
            var first = (int)at;
            taps[i] = (first, Math.Min(first + 1, limit - 1), (float)(at - first));
        }
        return taps;
    }

    private static float Mix(float a, float b, float share) => a + ((b - a) * share);
}
