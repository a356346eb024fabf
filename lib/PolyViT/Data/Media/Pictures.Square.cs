using SkiaSharp;

namespace PolyViT;

/// <content>Pictures resized to a square.</content>
public static partial class Pictures
{
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
    public static byte[] Decode(string file, int size) => Decode(new MediaFile(file), size);

    internal static byte[] Decode(MediaFile file, int size)
    {
        using var opened = Open(file);
        using var whole = Bitmap(opened.Codec, file);
        using var square = new SKBitmap(size, size, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(square);
        using var image = SKImage.FromBitmap(whole);
        canvas.Clear(SKColors.White);
        canvas.DrawImage(image, SKRect.Create(size, size), Bilinear);
        // Turning after resizing to a square is exact.
        return Packed(square.GetPixelSpan(), square.Info, opened.Codec.EncodedOrigin, n => new byte[n]).Pixels;
    }

    /// <summary>A picture as shown, in its own size.</summary>
    /// <param name="file">The picture.</param>
    /// <returns>[Height, Width, 3] bytes, rows first.</returns>
    public static (byte[] Pixels, int Height, int Width) Whole(string file)
    {
        var (pixels, height, width) = Read(new(file));
        return (pixels, height, width);
    }

    private static SKBitmap Bitmap(SKCodec codec, MediaFile file)
    {
        var info = new SKImageInfo(
            codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        var whole = new SKBitmap(info);
        var decoded = codec.GetPixels(info, whole.GetPixels());
        if (decoded != SKCodecResult.Success)
        {
            whole.Dispose();
            throw Refused(file, $"{decoded}");
        }
        whole.SetImmutable();
        return whole;
    }
}
