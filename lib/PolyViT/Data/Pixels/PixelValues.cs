using System.Runtime.Intrinsics;

namespace PolyViT;

/// <summary>From bytes to float32 in [-1, 1], each way as scenic computes it: they differ in the last
/// bit.</summary>
internal static class PixelValues
{
    /// <summary>x / 255 * 2 - 1, scenic's value_range of pictures.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    /// <param name="to">As many floats.</param>
    public static void OfPicture(ReadOnlySpan<byte> bytes, Span<float> to) => Scaled(bytes, 255, 2, to);

    /// <summary>x * (2 / 255) - 1, DMVR's normalize_image of frames.</summary>
    /// <param name="bytes">Any number of bytes.</param>
    /// <param name="to">As many floats.</param>
    public static void OfFrames(ReadOnlySpan<byte> bytes, Span<float> to) =>
        Scaled(bytes, 1, (float)(2 / 255.0), to);

    private static void Scaled(ReadOnlySpan<byte> bytes, float divisor, float factor, Span<float> to)
    {
        var i = 0;
        for (; i + 16 <= bytes.Length; i += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.Create(bytes.Slice(i, 16)));
            var ((a, b), (c, d)) = (Vector128.Widen(low), Vector128.Widen(high));
            Value(a, divisor, factor).CopyTo(to[i..]);
            Value(b, divisor, factor).CopyTo(to[(i + 4)..]);
            Value(c, divisor, factor).CopyTo(to[(i + 8)..]);
            Value(d, divisor, factor).CopyTo(to[(i + 12)..]);
        }
        for (; i < bytes.Length; i++)
            to[i] = (bytes[i] / divisor * factor) - 1;
    }

    private static Vector128<float> Value(Vector128<uint> x, float divisor, float factor) =>
        (Vector128.ConvertToSingle(x.AsInt32()) / divisor * factor) - Vector128<float>.One;
}
