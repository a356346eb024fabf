using System.Runtime.Intrinsics;

namespace PolyViT;

/// <summary>Eight pixels by their channels, so that what is done to each of them is done to all at
/// once.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
internal readonly record struct Rgb8(Vector256<float> R, Vector256<float> G, Vector256<float> B)
{
    private const int Floats = 24;

    /// <summary>The largest channel of each pixel.</summary>
    public Vector256<float> High => Vector256.Max(R, Vector256.Max(G, B));

    /// <summary>The smallest channel of each pixel.</summary>
    public Vector256<float> Low => Vector256.Min(R, Vector256.Min(G, B));

    /// <summary>Changes pixels in place.</summary>
    /// <param name="pixels">Three numbers to a pixel.</param>
    /// <param name="change">Of any eight of them.</param>
    public static void Change(Span<float> pixels, Func<Rgb8, Rgb8> change)
    {
        var i = 0;
        for (; i + Floats <= pixels.Length; i += Floats)
            change(Load(pixels[i..])).Store(pixels[i..]);
        Span<float> last = stackalloc float[Floats];
        last.Clear();
        pixels[i..].CopyTo(last);
        change(Load(last)).Store(last);
        last[..(pixels.Length - i)].CopyTo(pixels[i..]);
    }

    /// <summary>factor x + shift, of every channel.</summary>
    /// <param name="factor">A number.</param>
    /// <param name="shift">A number.</param>
    public Rgb8 Scaled(float factor, float shift)
    {
        var more = Vector256.Create(shift);
        return new((R * factor) + more, (G * factor) + more, (B * factor) + more);
    }

    /// <summary>Every channel held in [0, 1].</summary>
    public Rgb8 Held()
    {
        var (zero, one) = (Vector256<float>.Zero, Vector256<float>.One);
        return new(
            Vector256.Min(Vector256.Max(R, zero), one), Vector256.Min(Vector256.Max(G, zero), one),
            Vector256.Min(Vector256.Max(B, zero), one));
    }

    // Of 24 numbers in three vectors, lane j holds channel j, j + 2 and j + 1 (modulo 3); a channel's pixel p
    // lies in lane 3 p + channel (modulo 8) of one of them.
    private static Rgb8 Load(ReadOnlySpan<float> pixels)
    {
        var (a, b) = (Vector256.Create(pixels), Vector256.Create(pixels[8..]));
        var c = Vector256.Create(pixels[16..]);
        return new(
            Vector256.Shuffle(Lanes(a, b, c), Vector256.Create(0, 3, 6, 1, 4, 7, 2, 5)),
            Vector256.Shuffle(Lanes(c, a, b), Vector256.Create(1, 4, 7, 2, 5, 0, 3, 6)),
            Vector256.Shuffle(Lanes(b, c, a), Vector256.Create(2, 5, 0, 3, 6, 1, 4, 7)));
    }

    private void Store(Span<float> pixels)
    {
        var r = Vector256.Shuffle(R, Vector256.Create(0, 3, 6, 1, 4, 7, 2, 5));
        var g = Vector256.Shuffle(G, Vector256.Create(5, 0, 3, 6, 1, 4, 7, 2));
        var b = Vector256.Shuffle(B, Vector256.Create(2, 5, 0, 3, 6, 1, 4, 7));
        Lanes(r, g, b).CopyTo(pixels);
        Lanes(b, r, g).CopyTo(pixels[8..]);
        Lanes(g, b, r).CopyTo(pixels[16..]);
    }

    // Lanes 0, 3, 6 of the first, 1, 4, 7 of the second and 2, 5 of the third.
    private static Vector256<float> Lanes(
        Vector256<float> first, Vector256<float> second, Vector256<float> third)
    {
        var ofFirst = Vector256.Create(-1, 0, 0, -1, 0, 0, -1, 0).AsSingle();
        var ofSecond = Vector256.Create(0, -1, 0, 0, -1, 0, 0, -1).AsSingle();
        return Vector256.ConditionalSelect(
            ofFirst, first, Vector256.ConditionalSelect(ofSecond, second, third));
    }
}
