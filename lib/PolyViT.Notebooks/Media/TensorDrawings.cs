using TorchSharp;
using static TorchSharp.torch;

namespace PolyViT.Notebooks;

/// <summary>
/// Tensors as pictures and sounds, for a notebook's output. Pictures are channels last, and their values lie
/// in [-1, 1] unless the call says otherwise; bytes are shown as they are.
/// </summary>
public static class TensorDrawings
{
    private const int MostPixels = 1024, MostFrames = 16, MostInGrid = 64, GridGap = 1;

    /// <summary>A picture.</summary>
    /// <param name="x">[H, W, 3], [H, W, 1] or [H, W].</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    /// <exception cref="InputException">Another shape.</exception>
    public static Drawing AsPicture(this Tensor x, double low = -1, double high = 1)
    {
        using var scope = NewDisposeScope();
        var plane = Solid(x).dim() == 2 ? x.unsqueeze(-1) : x;
        return plane.dim() == 3 && plane.size(2) is 1 or 3
            ? Drawn(Png.Picture(Scaled(Thinned(plane, MostPixels), low, high)), x)
            : throw Wrong(x, "A picture", "[H, W, 3], [H, W, 1] or [H, W]");
    }

    /// <summary>Frames beside each other; of many, some at even distances.</summary>
    /// <param name="x">[T, H, W, 3] or [T, H, W, 1].</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    /// <exception cref="InputException">Another shape.</exception>
    public static Drawing AsStrip(this Tensor x, double low = -1, double high = 1)
    {
        using var scope = NewDisposeScope();
        var step = (Count(x, "A strip", "[T, H, W, 3] or [T, H, W, 1]") + MostFrames - 1) / MostFrames;
        var shown = x.slice(0, 0, x.size(0), step);
        var small = Thinned(shown, 2 * MostPixels / shown.size(0), first: 1);
        return Drawn(Png.Strip(Scaled(small, low, high)), x, step == 1 ? "" : $", every {step}th frame");
    }

    /// <summary>A batch of pictures in rows; of many, the first ones.</summary>
    /// <param name="x">[B, H, W, 3] or [B, H, W, 1].</param>
    /// <param name="columns">How many lie beside each other.</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    /// <exception cref="InputException">Another shape, or no columns.</exception>
    public static Drawing AsGrid(this Tensor x, int columns = 8, double low = -1, double high = 1)
    {
        if (columns < 1)
            throw new InputException($"A grid of pictures has {columns} columns: give it at least 1.");
        using var scope = NewDisposeScope();
        var shown = Math.Min(Count(x, "A grid", "[B, H, W, 3] or [B, H, W, 1]"), MostInGrid);
        var most = MostPixels / Math.Min(columns, shown);
        var small = Scaled(Thinned(x.slice(0, 0, shown, 1), most, first: 1), low, high);
        Drawing[] tiles =
            [.. Enumerable.Range(0, (int)shown).Select(i => Drawing.Of(Png.Picture(small[i]), ""))];
        return Tiled(tiles, columns).Captioned(
            TensorSummary.Kind(x) + (shown < x.size(0) ? $", the first {shown}" : "")).Enlarged();
    }

    /// <summary>A spectrogram: time to the right, high frequencies above, the brighter the louder.</summary>
    /// <param name="x">[T, F] or [T, F, 1]; the least value is darkest, the greatest brightest.</param>
    /// <exception cref="InputException">Another shape.</exception>
    public static Drawing AsSpectrogram(this Tensor x)
    {
        using var scope = NewDisposeScope();
        var plane = Solid(x).dim() == 3 && x.size(2) == 1 ? x.squeeze(2) : x;
        if (plane.dim() != 2)
            throw Wrong(x, "A spectrogram", "[T, F] or [T, F, 1]");
        var known = Known(Thinned(plane, MostPixels));
        var (low, high) = (known.min().item<float>(), known.max().item<float>());
        return Drawn(Png.Spectrogram(known), x, $", {Brief.Rounded(low)} to {Brief.Rounded(high)}");
    }

    /// <summary>A sound.</summary>
    /// <param name="x">[L] in [-1, 1].</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <exception cref="InputException">Another shape, or a rate that is none.</exception>
    public static Sound AsSound(this Tensor x, int sampleRate)
    {
        using var scope = NewDisposeScope();
        if (Solid(x).dim() != 1)
            throw Wrong(x, "A sound", "[L]");
        if (sampleRate < 1)
            throw new InputException($"A sound has {sampleRate} samples per second: give it at least 1.");
        var seconds = Brief.Rounded((double)x.size(0) / sampleRate);
        return new([.. Known(x).data<float>()], sampleRate, $"{seconds} s at {sampleRate} Hz");
    }

    private static Drawing Drawn(byte[] png, Tensor x, string more = "") =>
        Drawing.Of(png, TensorSummary.Kind(x) + more).Enlarged();

    private static Drawing Tiled(Drawing[] tiles, int columns)
    {
        var (width, height) = (tiles[0].Width + GridGap, tiles[0].Height + GridGap);
        var rows = (tiles.Length + columns - 1) / columns;
        return Drawing.Painted(
            (Math.Min(columns, tiles.Length) * width) - GridGap, (rows * height) - GridGap, "", canvas =>
            {
                foreach (var (i, tile) in tiles.Index())
                    tile.Put(canvas, i % columns * width, i / columns * height);
            });
    }

    private static Tensor Solid(Tensor x) =>
        x.IsInvalid ? throw new InputException("The tensor is disposed: show it before its scope ends.")
        : x.device_type == DeviceType.META || x.is_complex() || x.is_sparse || x.numel() == 0
            ? throw new InputException(
                $"{TensorSummary.Kind(x)} has nothing to draw: give a dense, real tensor.")
        : x;

    private static long Count(Tensor x, string what, string shapes) =>
        Solid(x).dim() == 4 && x.size(3) is 1 or 3 ? x.size(0) : throw Wrong(x, what, shapes);

    private static InputException Wrong(Tensor x, string what, string shapes) =>
        new($"{what} needs the shape {shapes}; this tensor is {TensorSummary.Kind(x)}.");

    // Every k-th row and column of what is too large to look at; its height is the dimension 'first'.
    private static Tensor Thinned(Tensor x, long most, int first = 0)
    {
        var step = (Math.Max(x.size(first), x.size(first + 1)) + most - 1) / most;
        return step <= 1 ? x
            : x.slice(first, 0, x.size(first), step).slice(first + 1, 0, x.size(first + 1), step);
    }

    // float32 on the CPU; what is no number becomes 0, what is infinite the greatest number.
    private static Tensor Known(Tensor x) =>
        x.detach().cpu().to(ScalarType.Float32).nan_to_num().contiguous();

    private static Tensor Scaled(Tensor x, double low, double high)
    {
        var (black, white) = x.dtype == ScalarType.Byte ? (0, 255) : (low, high);
        return (black, white) == (-1, 1) ? Known(x)
            : Known(x).Plus(-black).Times(2 / (white - black)).Plus(-1);
    }
}
