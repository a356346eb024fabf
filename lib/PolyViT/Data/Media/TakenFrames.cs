namespace PolyViT;

/// <summary>What came of the frames that were asked for.</summary>
/// <param name="Asked">Their numbers, ascending, each once.</param>
/// <param name="Came">The first of them, as far as the video goes; null is none.</param>
internal sealed record TakenFrames(int[] Asked, Clip? Came)
{
    private ReadOnlySpan<int> Numbers => Asked.AsSpan(0, Came?.Frames ?? 0);

    /// <summary>How many did not come.</summary>
    public int Missing => Asked.Length - Numbers.Length;

    /// <summary>How many frames the video has, where the last one that came and the first one that did not
    /// tell; else null.</summary>
    public int? Total => Missing > 0 && Numbers is [.., var last] && Asked[Numbers.Length] == last + 1
        ? last + 1 : null;

    /// <summary>Whether all of these came.</summary>
    /// <param name="wanted">Numbers of frames.</param>
    public bool Holds(int[] wanted) => Array.TrueForAll(wanted, n => Numbers.BinarySearch(n) >= 0);

    /// <summary>Frames in an order of their own.</summary>
    /// <param name="wanted">Numbers of frames that came.</param>
    public Clip Ordered(int[] wanted)
    {
        var all = Came!;
        if (wanted.AsSpan().SequenceEqual(Numbers))
            return all;
        var (pixels, bytes) = (Pixmaps.Room(wanted.Length, all.Height, all.Width), all.Height * all.Width * 3);
        foreach (var (i, number) in wanted.Index())
            all.Pixels.AsSpan(Numbers.BinarySearch(number) * bytes, bytes).CopyTo(pixels.AsSpan(i * bytes));
        return new(pixels, wanted.Length, all.Height, all.Width);
    }
}
