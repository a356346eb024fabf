using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PolyViT;

/// <summary>Pixels of four bytes, red, green, blue and alpha, made into pixels of three.</summary>
internal static class Rgba
{
    private static readonly Vector128<byte> Kept =
        Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);

    /// <summary>Leaves the alpha bytes out.</summary>
    /// <param name="rgba">Pixels of four bytes.</param>
    /// <param name="rgb">Takes as many of three.</param>
    public static void Pack(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        var pixel = 0;
        // Four pixels at a time; each store writes four bytes that the next one overwrites.
        for (var last = (rgba.Length / 4) - 6; pixel <= last; pixel += 4)
        {
            Vector128.Shuffle(Vector128.LoadUnsafe(in rgba[4 * pixel]), Kept).StoreUnsafe(ref rgb[3 * pixel]);
        }
        for (; pixel < rgba.Length / 4; pixel++)
            rgba.Slice(4 * pixel, 3).CopyTo(rgb[(3 * pixel)..]);
    }

    /// <summary>Lays premultiplied pixels over white.</summary>
    /// <param name="rgba">Pixels of four bytes; alpha stays.</param>
    public static void OverWhite(Span<byte> rgba)
    {
        foreach (ref var pixel in MemoryMarshal.Cast<byte, uint>(rgba))
        {
            var white = 255 - (pixel >> 24);
            pixel += white | (white << 8) | (white << 16);
        }
    }
}
