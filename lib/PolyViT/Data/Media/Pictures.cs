using SkiaSharp;

namespace PolyViT;

/// <summary>
/// Decodes pictures with Skia: JPEG, PNG, GIF (its first frame), WebP and BMP, told apart by their bytes and
/// not by their names.
/// </summary>
public static class Pictures
{
    // 100 megapixels; a file of a few kilobytes can announce more than any memory holds.
    private const long MostPixels = 100_000_000;

    // Bilinear, over a ladder of halved pictures when shrinking, so that every pixel counts.
    private static readonly SKSamplingOptions Bilinear = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    /// <summary>
    /// A picture as shown (EXIF orientation applied, transparency over white), resized to a square without
    /// keeping its aspect ratio, as scenic's evaluation does (section 5.4).
    /// </summary>
    /// <param name="file">The picture.</param>
    /// <param name="size">Height and width of the result, pixels.</param>
    /// <returns>[size, size, 3] bytes, rows first.</returns>
    /// <remarks>
    /// Pixel centres lie at half integers. Shrinking averages (mipmaps); scenic's does not.
    /// </remarks>
    public static byte[] Decode(string file, int size)
    {
        using var codec = SKCodec.Create(file, out var result)
            ?? throw Refused(file, $"no known picture format, {result}");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
            throw new InputException(
                $"{file} has {width} x {height} pixels, which is more than {MostPixels}: shrink it.");
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var whole = new SKBitmap(info);
        var decoded = codec.GetPixels(info, whole.GetPixels());
        if (decoded != SKCodecResult.Success)
            throw Refused(file, $"{decoded}");
        whole.SetImmutable();
        using var square = Square(whole, size);
        return Upright(square.GetPixelSpan(), size, codec.EncodedOrigin);
    }

    private static InputException Refused(string file, string why) =>
        new($"{file} is not a whole picture ({why}): copy it again or take it out of the data set.");

    private static SKBitmap Square(SKBitmap whole, int size)
    {
        var square = new SKBitmap(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(square);
        using var image = SKImage.FromBitmap(whole);
        canvas.Clear(SKColors.White);
        canvas.DrawImage(image, SKRect.Create(size, size), Bilinear);
        return square;
    }

    // Turning after resizing is exact, because the result is square.
    private static byte[] Upright(ReadOnlySpan<byte> rgba, int size, SKEncodedOrigin origin)
    {
        var rgb = new byte[size * size * 3];
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (row, column) = Stored(y, x, size - 1, origin);
                rgba.Slice(4 * ((row * size) + column), 3).CopyTo(rgb.AsSpan(3 * ((y * size) + x)));
            }
        }
        return rgb;
    }

    private static (int Row, int Column) Stored(int y, int x, int last, SKEncodedOrigin origin) =>
        origin switch
        {
            SKEncodedOrigin.TopRight => (y, last - x),
            SKEncodedOrigin.BottomRight => (last - y, last - x),
            SKEncodedOrigin.BottomLeft => (last - y, x),
            SKEncodedOrigin.LeftTop => (x, y),
            SKEncodedOrigin.RightTop => (last - x, y),
            SKEncodedOrigin.RightBottom => (last - x, last - y),
            SKEncodedOrigin.LeftBottom => (x, last - y),
            _ => (y, x),
        };
}
