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
        var (whole, origin) = Read(file);
        using (whole)
        {
            using var square = OnWhite(whole, size, size);
            return Upright(square.GetPixelSpan(), size, size, origin);
        }
    }

    /// <summary>A picture as shown, in its own size.</summary>
    /// <param name="file">The picture.</param>
    /// <returns>[Height, Width, 3] bytes, rows first.</returns>
    public static (byte[] Pixels, int Height, int Width) Whole(string file)
    {
        var (whole, origin) = Read(file);
        using (whole)
        {
            using var plain = OnWhite(whole, whole.Height, whole.Width);
            var pixels = Upright(plain.GetPixelSpan(), whole.Height, whole.Width, origin);
            return Turned(origin) ? (pixels, whole.Width, whole.Height) : (pixels, whole.Height, whole.Width);
        }
    }

    private static (SKBitmap Whole, SKEncodedOrigin Origin) Read(string file)
    {
        using var codec = SKCodec.Create(file, out var result)
            ?? throw Refused(file, $"no known picture format, {result}");
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
            throw new InputException(
                $"{file} has {width} x {height} pixels, which is more than {MostPixels}: shrink it.");
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var whole = new SKBitmap(info);
        var decoded = codec.GetPixels(info, whole.GetPixels());
        if (decoded != SKCodecResult.Success)
        {
            whole.Dispose();
            throw Refused(file, $"{decoded}");
        }
        whole.SetImmutable();
        return (whole, codec.EncodedOrigin);
    }

    private static InputException Refused(string file, string why) =>
        new($"{file} is not a whole picture ({why}): copy it again or take it out of the data set.");

    private static SKBitmap OnWhite(SKBitmap whole, int height, int width)
    {
        var result = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(result);
        using var image = SKImage.FromBitmap(whole);
        canvas.Clear(SKColors.White);
        canvas.DrawImage(image, SKRect.Create(width, height), Bilinear);
        return result;
    }

    private static bool Turned(SKEncodedOrigin origin) => origin
        is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop
        or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    // Turning after resizing to a square is exact.
    private static byte[] Upright(ReadOnlySpan<byte> rgba, int rows, int columns, SKEncodedOrigin origin)
    {
        var rgb = new byte[rows * columns * 3];
        var (height, width) = Turned(origin) ? (columns, rows) : (rows, columns);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, column) = Stored(y, x, rows - 1, columns - 1, origin);
                rgba.Slice(4 * ((row * columns) + column), 3).CopyTo(rgb.AsSpan(3 * ((y * width) + x)));
            }
        }
        return rgb;
    }

    private static (int Row, int Column) Stored(
        int y, int x, int lastRow, int lastColumn, SKEncodedOrigin origin) => origin switch
        {
            SKEncodedOrigin.TopRight => (y, lastColumn - x),
            SKEncodedOrigin.BottomRight => (lastRow - y, lastColumn - x),
            SKEncodedOrigin.BottomLeft => (lastRow - y, x),
            SKEncodedOrigin.LeftTop => (x, y),
            SKEncodedOrigin.RightTop => (lastRow - x, y),
            SKEncodedOrigin.RightBottom => (lastRow - x, lastColumn - y),
            SKEncodedOrigin.LeftBottom => (x, lastColumn - y),
            _ => (y, x),
        };
}
