using System.Buffers;

namespace PolyViT;

/// <summary>
/// Resizing of bytes by averaging the area that each output covers, cut back to bytes, as
/// <c>tf.cast(tf.image.resize(x, size, 'area', antialias), tf.uint8)</c>: TensorFlow ignores antialias here.
/// The arithmetic is that of resize_area_op.cc, in float32 and in its order.
/// </summary>
internal static class ByteArea
{
    /// <summary>The inputs that an output covers along an axis, and the shares of the first and the last;
    /// those between count whole.</summary>
    private readonly record struct Cover(int Start, int End, float StartShare, float EndShare);

    /// <summary>Resizes a picture.</summary>
    /// <param name="from">[h, w, 3] rows first.</param>
    /// <param name="height">h.</param>
    /// <param name="width">w.</param>
    /// <param name="size">To what size, and what is wanted of it.</param>
    /// <param name="to">Takes [H, W, 3] of what is wanted.</param>
    public static void Resize(ReadOnlySpan<byte> from, int height, int width, Resampled size, Span<byte> to)
    {
        var rows = Covers(height, size.Height, size.Cut.Top, size.Cut.Height);
        var columns = Covers(width, size.Width, size.Cut.Left, size.Cut.Width);
        var scale = 1 / (height / (float)size.Height * (width / (float)size.Width));
        var bytes = 3 * columns.Length;
        var row = ArrayPool<float>.Shared.Rent(bytes);
        var sum = ArrayPool<float>.Shared.Rent(bytes);
        var inRow = -1;
        for (var y = 0; y < rows.Length; y++)
        {
            sum.AsSpan(0, bytes).Clear();
            for (var i = rows[y].Start; i < rows[y].End; i++)
            {
                var source = Math.Clamp(i, 0, height - 1);
                if (inRow != source)
                    Across(from.Slice((inRow = source) * 3 * width, 3 * width), columns, row);
                var share = i == rows[y].Start ? rows[y].StartShare
                    : i == rows[y].End - 1 ? rows[y].EndShare : 1;
                for (var x = 0; x < bytes; x++)
                    sum[x] += row[x] * share;
            }
            for (var x = 0; x < bytes; x++)
                to[(y * bytes) + x] = (byte)(sum[x] * scale);
        }
        ArrayPool<float>.Shared.Return(row);
        ArrayPool<float>.Shared.Return(sum);
    }

    private static Cover[] Covers(int from, int to, int start, int count)
    {
        var scale = from / (float)to;
        return [.. Enumerable.Range(start, count).Select(i =>
        {
            var (near, far) = (i * scale, (i + 1) * scale);
            var (first, end) = ((int)MathF.Floor(near), (int)MathF.Ceiling(far));
            float Share(int v) => v < near
                ? (v + 1 > far ? scale : v + 1 - near)
                : (v + 1 > far ? far - v : 1);
            return new Cover(first, end, Share(first), Share(end - 1));
        })];
    }

    private static void Across(ReadOnlySpan<byte> row, Cover[] columns, Span<float> to)
    {
        var last = row.Length - 3;
        for (var x = 0; x < columns.Length; x++)
        {
            var (start, end, startShare, endShare) = columns[x];
            for (var c = 0; c < 3; c++)
            {
                var sum = row[Math.Min(last, 3 * start) + c] * startShare;
                for (var i = start + 1; i < end - 1; i++)
                    sum += row[Math.Min(last, 3 * i) + c];
                if (start + 1 != end)
                    sum += row[Math.Min(last, 3 * (end - 1)) + c] * endShare;
                to[(3 * x) + c] = sum;
            }
        }
    }
}
