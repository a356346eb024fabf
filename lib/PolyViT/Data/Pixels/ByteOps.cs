namespace PolyViT;

/// <summary>
/// The changes of pictures that RandAugment chooses from, on bytes, as in tensorflow/models
/// official/legacy/image_classification/augment.py. A clip is one tall picture of all its frames, as in
/// scenic.
/// </summary>
internal static class ByteOps
{
    /// <summary>Stretches each channel to 0 .. 255.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    public static void AutoContrast(Span<byte> pixels)
    {
        for (var c = 0; c < 3; c++)
        {
            var counts = Histogram(pixels, c);
            var (low, high) = (Array.FindIndex(counts, n => n > 0), Array.FindLastIndex(counts, n => n > 0));
            if (high <= low)
                continue;
            var scale = 255f / (high - low);
            Replace(pixels, c, x => (byte)Math.Clamp((x * scale) + (-low * scale), 0, 255));
        }
    }

    /// <summary>Makes every brightness of each channel about as frequent.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    public static void Equalize(Span<byte> pixels)
    {
        for (var c = 0; c < 3; c++)
        {
            var counts = Histogram(pixels, c);
            var step = (counts.Sum() - counts.Last(n => n > 0)) / 255;
            if (step == 0)
                continue;
            var below = new int[256];
            for (var x = 1; x < 256; x++)
                below[x] = below[x - 1] + counts[x - 1];
            Replace(pixels, c, x => (byte)(x == 0 ? 0 : Math.Clamp((below[x] + (step / 2)) / step, 0, 255)));
        }
    }

    /// <summary>255 - x.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    public static void Invert(Span<byte> pixels) => Replace(pixels, x => (byte)(255 - x));

    /// <summary>Keeps the highest bits.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="bits">How many.</param>
    public static void Posterize(Span<byte> pixels, int bits) =>
        Replace(pixels, x => (byte)(x >> (8 - bits) << (8 - bits)));

    /// <summary>Inverts what is bright.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="threshold">From which on.</param>
    public static void Solarize(Span<byte> pixels, int threshold) =>
        Replace(pixels, x => x < Math.Min(255, threshold) ? x : (byte)(255 - x));

    /// <summary>Brightens what is below 128.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="addition">By how much.</param>
    public static void SolarizeAdd(Span<byte> pixels, int addition) =>
        Replace(pixels, x => x < 128 ? (byte)Math.Clamp(x + addition, 0, 255) : x);

    /// <summary>Away from black, or towards it.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="factor">1 changes nothing.</param>
    public static void Brightness(Span<byte> pixels, float factor) =>
        Replace(pixels, x => Blend(0, x, factor));

    /// <summary>Away from one grey, or towards it. The grey is not the mean but the number of pixels / 256,
    /// at most 255: so it is in the source.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="factor">1 changes nothing.</param>
    public static void Contrast(Span<byte> pixels, float factor)
    {
        var grey = (byte)Math.Min(255, pixels.Length / 3 / 256f);
        Replace(pixels, x => Blend(grey, x, factor));
    }

    /// <summary>Away from each pixel's own grey, or towards it.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="factor">1 changes nothing.</param>
    public static void Colour(Span<byte> pixels, float factor)
    {
        for (var i = 0; i < pixels.Length; i += 3)
        {
            var (r, g, b) = (pixels[i] / 255f, pixels[i + 1] / 255f, pixels[i + 2] / 255f);
            var luma = (0.2989f * r) + (0.587f * g) + (0.114f * b);
            var grey = (byte)Math.Min(255, luma * 255.5f);
            foreach (ref var x in pixels.Slice(i, 3))
                x = Blend(grey, x, factor);
        }
    }

    /// <summary>Away from a blurred picture, or towards it; the outermost pixels stay.</summary>
    /// <param name="pixels">[H, W, 3].</param>
    /// <param name="width">W.</param>
    /// <param name="factor">1 changes nothing.</param>
    public static void Sharpness(Span<byte> pixels, int width, float factor)
    {
        var (before, row) = (pixels.ToArray(), 3 * width);
        for (var y = row; y < pixels.Length - row; y += row)
        {
            for (var i = y + 3; i < y + row - 3; i++)
            {
                var sum = 4 * before[i];
                foreach (var at in (ReadOnlySpan<int>)[i - row, i, i + row])
                    sum += before[at - 3] + before[at] + before[at + 3];
                pixels[i] = Blend((byte)(sum / 13f), before[i], factor);
            }
        }
    }

    /// <summary>Blackens a square of each frame, wherever its middle lies.</summary>
    /// <param name="pixels">[T, H, W, 3].</param>
    /// <param name="extent">T, H, W and 3.</param>
    /// <param name="half">Half its side.</param>
    /// <param name="middle">Its row and column.</param>
    public static void Cutout(Span<byte> pixels, Extent extent, int half, (int Row, int Column) middle)
    {
        var (left, right) = (Math.Max(0, middle.Column - half), Math.Min(extent.Width, middle.Column + half));
        for (var y = Math.Max(0, middle.Row - half); y < Math.Min(extent.Height, middle.Row + half); y++)
        {
            for (var t = 0; t < extent.Frames; t++)
            {
                var row = ((t * extent.Height) + y) * extent.Width;
                pixels.Slice(3 * (row + left), 3 * Math.Max(0, right - left)).Clear();
            }
        }
    }

    private static byte Blend(byte first, byte second, float factor) =>
        (byte)Math.Clamp(first + (factor * (second - (float)first)), 0, 255);

    private static int[] Histogram(ReadOnlySpan<byte> pixels, int channel)
    {
        var counts = new int[256];
        for (var i = channel; i < pixels.Length; i += 3)
            counts[pixels[i]]++;
        return counts;
    }

    private static void Replace(Span<byte> pixels, Func<byte, byte> change)
    {
        for (var c = 0; c < 3; c++)
            Replace(pixels, c, change);
    }

    private static void Replace(Span<byte> pixels, int channel, Func<byte, byte> change)
    {
        byte[] table = [.. Enumerable.Range(0, 256).Select(x => change((byte)x))];
        for (var i = channel; i < pixels.Length; i += 3)
            pixels[i] = table[pixels[i]];
    }
}
