using SkiaSharp;

namespace PolyViT.Notebooks;

/// <summary>A picture for a notebook's output, alone or one of several.</summary>
/// <param name="Png">The file.</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Caption">What it shows; stands below it, and in its place where none is shown.</param>
public sealed record Drawing(ImmutableArray<byte> Png, int Width, int Height, string Caption)
{
    private const int Gap = 8, MostZoom = 8, WideEnough = 960, HighEnough = 192;

    /// <summary>A picture in its own size.</summary>
    /// <param name="png">The file.</param>
    /// <param name="caption">What it shows.</param>
    /// <exception cref="InputException">The bytes are no picture.</exception>
    public static Drawing Of(byte[] png, string caption)
    {
        var bounds = SKBitmap.DecodeBounds(png);
        return bounds.Width < 1
            ? throw new InputException($"The {png.Length} bytes of '{caption}' are no picture: give a PNG.")
            : new([.. png], bounds.Width, bounds.Height, caption);
    }

    /// <summary>The picture with other words below it.</summary>
    /// <param name="caption">The words.</param>
    public Drawing Captioned(string caption) => this with { Caption = caption };

    /// <summary>The picture larger by a whole number, if it is small, with its pixels as squares.</summary>
    public Drawing Enlarged()
    {
        var zoom = Math.Min(MostZoom, Math.Min(WideEnough / Width, HighEnough / Height));
        return zoom < 2 ? this : Painted(Width * zoom, Height * zoom, Caption, canvas =>
        {
            canvas.Scale(zoom);
            Put(canvas, 0, 0);
        });
    }

    /// <summary>Pictures beside each other, as one.</summary>
    /// <param name="drawings">From left to right.</param>
    public static Drawing Beside(params IReadOnlyList<Drawing> drawings)
    {
        if (drawings.Count == 0)
            throw new InputException("There are no pictures to put beside each other: give at least one.");
        var width = drawings.Sum(d => d.Width + Gap) - Gap;
        var caption = string.Join(" · ", drawings.Select(d => d.Caption));
        return Painted(width, drawings.Max(d => d.Height), caption, canvas =>
        {
            var left = 0;
            foreach (var drawing in drawings)
            {
                drawing.Put(canvas, left, 0);
                left += drawing.Width + Gap;
            }
        });
    }

    /// <summary>A picture that is painted on a clear ground.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="paint">Paints it.</param>
    internal static Drawing Painted(int width, int height, string caption, Action<SKCanvas> paint)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.Transparent);
        paint(canvas);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return new([.. png.AsSpan()], width, height, caption);
    }

    /// <summary>Puts the picture onto another one, pixel by pixel.</summary>
    /// <param name="canvas">The other one.</param>
    /// <param name="left">Pixels.</param>
    /// <param name="top">Pixels.</param>
    internal void Put(SKCanvas canvas, int left, int top)
    {
        using var image = SKImage.FromEncodedData(Png.AsSpan());
        canvas.DrawImage(image, left, top, new SKSamplingOptions(SKFilterMode.Nearest));
    }

    /// <summary>Equal files and words.</summary>
    /// <param name="other">Another picture.</param>
    public bool Equals(Drawing? other) =>
        other is not null && Caption == other.Caption && Png.AsSpan().SequenceEqual(other.Png.AsSpan());

    /// <summary>By size and words.</summary>
    public override int GetHashCode() => HashCode.Combine(Png.Length, Width, Height, Caption);
}
