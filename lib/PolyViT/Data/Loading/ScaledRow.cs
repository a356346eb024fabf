using System.Numerics;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>Makes of stored numbers what models see: (x - mean) / std.</summary>
/// <param name="row">Bytes, or float32 as bytes.</param>
/// <param name="into">As many numbers.</param>
internal delegate void ScaleRow(ReadOnlySpan<byte> row, Span<float> into);

/// <summary>Rows on the scale of models; float32 all the way, so that each number is the one that torch would
/// make.</summary>
internal static class ScaledRow
{
    /// <summary>The scaling of a set's rows.</summary>
    /// <param name="set">Type, mean and deviation.</param>
    public static ScaleRow By(DecodedSet set)
    {
        var (shift, factor) = ((float)-set.Mean, (float)(1 / set.Std));
        return set.Rows.Type == ScalarType.Byte
            ? (row, into) => Bytes(row, into, shift, factor)
            : (row, into) => Floats(MemoryMarshal.Cast<byte, float>(row), into, shift, factor);
    }

    private static void Bytes(ReadOnlySpan<byte> row, Span<float> into, float shift, float factor)
    {
        var (wide, shifts) = (Vector<float>.Count, new Vector<float>(shift));
        var i = 0;
        for (; i <= row.Length - (4 * wide); i += 4 * wide)
        {
            Vector.Widen(new Vector<byte>(row[i..]), out var low, out var high);
            Vector.Widen(low, out var a, out var b);
            Vector.Widen(high, out var c, out var d);
            var to = into.Slice(i, 4 * wide);
            ((Number(a) + shifts) * factor).CopyTo(to);
            ((Number(b) + shifts) * factor).CopyTo(to[wide..]);
            ((Number(c) + shifts) * factor).CopyTo(to[(2 * wide)..]);
            ((Number(d) + shifts) * factor).CopyTo(to[(3 * wide)..]);
        }
        for (; i < row.Length; i++)
            into[i] = (row[i] + shift) * factor;
    }

    // Exact: no byte is large.
    private static Vector<float> Number(Vector<uint> x) => Vector.ConvertToSingle(Vector.AsVectorInt32(x));

    private static void Floats(ReadOnlySpan<float> row, Span<float> into, float shift, float factor)
    {
        var (wide, shifts) = (Vector<float>.Count, new Vector<float>(shift));
        var i = 0;
        for (; i <= row.Length - wide; i += wide)
            ((new Vector<float>(row[i..]) + shifts) * factor).CopyTo(into[i..]);
        for (; i < row.Length; i++)
            into[i] = (row[i] + shift) * factor;
    }
}
