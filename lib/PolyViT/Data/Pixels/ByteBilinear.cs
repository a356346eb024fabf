using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PolyViT;

/// <summary>
/// Bilinear resizing of bytes without antialias, cut back to bytes, as
/// <c>tf.cast(tf.image.resize(x, size), tf.uint8)</c> of TensorFlow 2: the arithmetic is that of
/// resize_bilinear_op.cc with half_pixel_centers, in float32 and in its order.
/// </summary>
internal static class ByteBilinear
{
    /// <summary>An output's two neighbours along an axis, and how far it lies from the first to the
    /// second.</summary>
    private readonly record struct Tap(int First, int Second, float Share);

    /// <summary>Resizes a part of a picture.</summary>
    /// <param name="from">[h, w, 3] rows first: the pixels that are held.</param>
    /// <param name="held">Where they lie in the picture; its height and width are h and w.</param>
    /// <param name="box">Which part of the picture is resized.</param>
    /// <param name="size">To what size, and what is wanted of it; what this reaches is held.</param>
    /// <param name="to">Takes [H, W, 3] of what is wanted.</param>
    /// <param name="mirrored">Whether left and right are exchanged afterwards.</param>
    public static void Resize(
        ReadOnlySpan<byte> from, Window held, Window box, Resampled size, Span<byte> to,
        bool mirrored = false)
    {
        var rows = Rows(box, size, held.Top);
        var columns = Columns(box, size, held.Left);
        if (mirrored)
            Array.Reverse(columns);
        var (bytes, rowBytes) = (3 * columns.Length, 3 * held.Width);
        var first = ArrayPool<float>.Shared.Rent(bytes + 1);
        var second = ArrayPool<float>.Shared.Rent(bytes + 1);
        var (inFirst, inSecond) = (-1, -1);
        for (var y = 0; y < rows.Length; y++)
        {
            var (upper, lower, share) = rows[y];
            if (inSecond == upper)
                (first, second, inFirst, inSecond) = (second, first, inSecond, inFirst);
            if (inFirst != upper)
                Across(from[((inFirst = upper) * rowBytes)..], columns, first);
            if (inSecond != lower && lower != upper)
                Across(from[((inSecond = lower) * rowBytes)..], columns, second);
            Between(first, lower == upper ? first : second, share, to.Slice(y * bytes, bytes));
        }
        ArrayPool<float>.Shared.Return(first);
        ArrayPool<float>.Shared.Return(second);
    }

    /// <summary>The part of a picture that counts for what is wanted.</summary>
    /// <param name="box">Which part of the picture is resized.</param>
    /// <param name="size">To what size, and what is wanted of it.</param>
    public static Window Reach(Window box, Resampled size)
    {
        var (rows, columns) = (Rows(box, size, 0), Columns(box, size, 0));
        var (top, left) = (rows[0].First, columns[0].First);
        return new(top, left, rows[^1].Second + 1 - top, columns[^1].Second + 1 - left);
    }

    private static Tap[] Rows(Window box, Resampled size, int top) =>
        Taps(box.Height, size.Height, size.Cut.Top, size.Cut.Height, box.Top - top);

    private static Tap[] Columns(Window box, Resampled size, int left) =>
        Taps(box.Width, size.Width, size.Cut.Left, size.Cut.Width, box.Left - left);

    private static Tap[] Taps(int from, int to, int start, int count, int origin)
    {
        var scale = from / (float)to;
        var taps = new Tap[count];
        for (var i = 0; i < count; i++)
        {
            var at = ((start + i + 0.5f) * scale) - 0.5f;
            var below = MathF.Floor(at);
            var (first, second) = (Math.Max(0, (int)below), Math.Min(from - 1, (int)MathF.Ceiling(at)));
            taps[i] = new(origin + first, origin + second, at - below);
        }
        return taps;
    }

    // A pixel is four lanes of which the last one is not used: the next pixel overwrites it.
    private static void Across(ReadOnlySpan<byte> row, Tap[] columns, Span<float> to)
    {
        for (var x = 0; x < columns.Length; x++)
        {
            var (left, right, share) = columns[x];
            var a = Pixel(row, 3 * left);
            (a + ((Pixel(row, 3 * right) - a) * share)).CopyTo(to[(3 * x)..]);
        }
    }

    private static Vector128<float> Pixel(ReadOnlySpan<byte> row, int at)
    {
        var bytes = at + 4 <= row.Length
            ? MemoryMarshal.Read<uint>(row[at..])
            : row[at] | ((uint)row[at + 1] << 8) | ((uint)row[at + 2] << 16);
        var wide = Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte()));
        return Vector128.ConvertToSingle(wide.AsInt32());
    }

    private static void Between(
        ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float share, Span<byte> to)
    {
        var i = 0;
        for (; i + 16 <= to.Length; i += 16)
        {
            var a = upper.Slice(i, 16);
            var b = lower.Slice(i, 16);
            var low = Vector128.Narrow(Mixed(a, b, share), Mixed(a[4..], b[4..], share));
            var high = Vector128.Narrow(Mixed(a[8..], b[8..], share), Mixed(a[12..], b[12..], share));
            Vector128.Narrow(low.AsUInt16(), high.AsUInt16()).CopyTo(to[i..]);
        }
        for (; i < to.Length; i++)
            to[i] = (byte)(upper[i] + ((lower[i] - upper[i]) * share));
    }

    private static Vector128<int> Mixed(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float share)
    {
        var top = Vector128.Create(upper);
        return Vector128.ConvertToInt32(top + ((Vector128.Create(lower) - top) * share));
    }
}
