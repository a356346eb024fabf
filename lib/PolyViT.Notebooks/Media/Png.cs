using SkiaSharp;
using static TorchSharp.torch;

namespace PolyViT.Notebooks;

/// <summary>Inputs of a model as PNG, a pixel for each place.</summary>
public static class Png
{
    private const int FrameGap = 2;
    private const int Shades = 256;

    /// <summary>An input of any modality: a picture, a strip of frames or a spectrogram.</summary>
    /// <param name="modality">What it is.</param>
    /// <param name="x">[H, W, C], [T, H, W, C] or [T, F, 1].</param>
    public static byte[] Of(Modality modality, Tensor x) => modality switch
    {
        Modality.Image => Picture(x),
        Modality.Video => Strip(x),
        _ => Spectrogram(x),
    };

    /// <summary>A picture.</summary>
    /// <param name="x">[H, W, C], C 3 or 1, in [-1, 1]; what lies outside is cut.</param>
    public static byte[] Picture(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Encode(Opaque(x));
    }

    /// <summary>A clip: its frames side by side, the first one left.</summary>
    /// <param name="x">[T, H, W, C], C 3 or 1, in [-1, 1]; what lies outside is cut.</param>
    public static byte[] Strip(Tensor x)
    {
        using var scope = NewDisposeScope();
        var (frames, width) = (x.size(0), x.size(2) + FrameGap);
        var apart = nn.functional.pad(Opaque(x), [0, 0, 0, FrameGap]); // [T, H, W + gap, 4]
        return Encode(apart.permute(1, 0, 2, 3).reshape(x.size(1), frames * width, 4)
            .narrow(1, 0, (frames * width) - FrameGap));
    }

    /// <summary>A spectrogram: time goes to the right, frequency up, the brighter the louder.</summary>
    /// <param name="x">[T, F] or [T, F, 1]; its least value is the darkest, its greatest the
    /// brightest.</param>
    public static byte[] Spectrogram(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Encode(Coloured(x));
    }

    /// <summary>An input cut into what becomes a token each: patches, tubelets, patches of a
    /// spectrogram.</summary>
    /// <param name="modality">What it is.</param>
    /// <param name="x">[H, W, C], [T, H, W, C] or [T, F, 1].</param>
    /// <param name="patch">The tokenizer's patch: <see cref="ModelConfig.Patch"/>.</param>
    /// <remarks>The frames of a tubelet lie close together, and tubelets further apart.</remarks>
    public static byte[] Patches(Modality modality, Tensor x, IReadOnlyList<int> patch)
    {
        using var scope = NewDisposeScope();
        if (modality != Modality.Video)
        {
            var (down, right) = modality == Modality.Image ? (patch[0], patch[1]) : (patch[1], patch[0]);
            return Encode(Cut(modality == Modality.Image ? Opaque(x) : Coloured(x), down, right));
        }
        var frames = Opaque(x).unbind(0).Select((f, t) => nn.functional.pad(
            Cut(f, patch[1], patch[2]), [0, 0, 0, (t + 1) % patch[0] == 0 ? 4 * FrameGap : FrameGap]));
        return Encode(cat([.. frames], 1).narrow(1, 0, StripWidth(x, patch)));
    }

    // Without what follows the last frame.
    private static long StripWidth(Tensor x, IReadOnlyList<int> patch)
    {
        var (frames, width) = (x.size(0), x.size(2) + (x.size(2) / patch[2]) - 1);
        var apart = (frames - 1) / patch[0];
        return (frames * width) + (4 * FrameGap * apart) + (FrameGap * (frames - 1 - apart));
    }

    // [H, W, 4] with a clear line after every so many rows and columns.
    private static Tensor Cut(Tensor rgba, int down, int right)
    {
        var (rows, columns) = (rgba.size(0) / down, rgba.size(1) / right);
        var whole = rgba.narrow(0, 0, rows * down).narrow(1, 0, columns * right);
        var apart = nn.functional.pad(
            whole.reshape(rows, down, columns, right, 4), [0, 0, 0, 1, 0, 0, 0, 1]);
        return apart.reshape(rows * (down + 1), columns * (right + 1), 4)
            .narrow(0, 0, (rows * (down + 1)) - 1).narrow(1, 0, (columns * (right + 1)) - 1);
    }

    // [F, T, 4], high frequencies above.
    private static Tensor Coloured(Tensor x)
    {
        var plane = x.reshape(x.size(0), x.size(1)).to(float32).cpu().t().flip(0); // [F, T], high above
        var (low, high) = (plane.min().item<float>(), plane.max().item<float>());
        var share = plane.Plus(-low).Times((Shades - 1) / Math.Max(high - low, 1e-12));
        var shade = share.Plus(0.5).AtLeast(0).AtMost(Shades - 1).to(int64);
        return Palette().index_select(0, shade.flatten()).reshape(plane.size(0), plane.size(1), 4);
    }

    // [256, 4]: from black over violet and orange to pale yellow.
    private static Tensor Palette()
    {
        byte[] colours =
        [
            .. Enumerable.Range(0, Shades).Select(i => Theme.Intensity((double)i / (Shades - 1)))
                .SelectMany(c => new byte[] { c.R, c.G, c.B, 255 }),
        ];
        return tensor(colours, [Shades, 4]);
    }

    // [.., C] in [-1, 1] to [.., 4] bytes.
    private static Tensor Opaque(Tensor x)
    {
        var bytes = x.detach().cpu().to(float32).Plus(1).Times(127.5).Plus(0.5).AtLeast(0).AtMost(255).to(uint8);
        long[] places = x.shape[..^1];
        var colours = bytes.expand([.. places, 3]);
        return cat([colours, tensor([byte.MaxValue]).expand([.. places, 1])], -1);
    }

    private static byte[] Encode(Tensor rgba)
    {
        var info = new SKImageInfo(
            (int)rgba.size(1), (int)rgba.size(0), SKColorType.Rgba8888, SKAlphaType.Unpremul);
        using var image = SKImage.FromPixelCopy(info, rgba.contiguous().data<byte>().ToArray(), info.RowBytes);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
