namespace PolyViT;

/// <summary>Cheap reproducible noise.</summary>
internal static class Noise
{
    // The standard deviation of a byte that is uniform on 0 .. 255.
    private const double ByteDeviation = 73.9;

    /// <summary>Adds independent uniform noise to every value.</summary>
    /// <param name="pixels">Changed.</param>
    /// <param name="deviation">The noise's standard deviation.</param>
    /// <param name="rng">Eight values per draw.</param>
    public static void Add(Span<float> pixels, double deviation, Rng rng)
    {
        var scale = (float)(deviation / ByteDeviation);
        for (var i = 0; i < pixels.Length; i += 8)
        {
            var bits = rng.Bits(i / 8);
            foreach (ref var value in pixels[i..Math.Min(i + 8, pixels.Length)])
            {
                value += ((byte)bits - 127.5f) * scale;
                bits >>= 8;
            }
        }
    }

    /// <summary>Fills a picture with smooth noise about a level: a coarse random grid, resampled.</summary>
    /// <param name="pixels">[H, W, C], written.</param>
    /// <param name="plane">Its size.</param>
    /// <param name="cells">Grid cells along each side; more is a finer pattern.</param>
    /// <param name="level">The mean.</param>
    /// <param name="deviation">The standard deviation at the grid's points.</param>
    /// <param name="rng">Draws the grid.</param>
    public static void Clouds(
        Span<float> pixels, Plane plane, int cells, double level, double deviation, Rng rng)
    {
        var coarse = new Plane(cells, cells, plane.Channels);
        var grid = new float[coarse.Length];
        grid.AsSpan().Fill((float)level);
        Add(grid, deviation, rng);
        Bilinear.Resize(grid, coarse, new Box(0, 0, cells, cells), pixels, plane);
    }

    /// <summary>Keeps every value in [-1, 1].</summary>
    /// <param name="pixels">Changed.</param>
    public static void Clip(Span<float> pixels)
    {
        foreach (ref var value in pixels)
            value = Math.Clamp(value, -1, 1);
    }
}
