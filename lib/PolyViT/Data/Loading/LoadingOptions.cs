namespace PolyViT;

/// <summary>How a data set is read from its files while a model trains on it.</summary>
public sealed record LoadingOptions
{
    /// <summary>How many examples of a batch are decoded at once, each in memory of its own; results do not
    /// depend on it. Up to two batches are read at a time.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>The share of a split's items that may be unreadable; above it reading stops.</summary>
    public double MostUnreadable { get; init; } = 0.01;

    /// <summary>Chooses the items that stand in for unreadable ones; the same seed, the same ones.</summary>
    public ulong Seed { get; init; }

    /// <summary>A list that <see cref="Quarantine.Write"/> or check-media wrote: its items are not tried;
    /// null is none.</summary>
    public string? Quarantine { get; init; }

    /// <summary>The split to be judged on: "test", "validation", or a name in
    /// <see cref="Listing.MoreTests"/>.</summary>
    public string Test { get; init; } = "test";

    /// <summary>From pictures to inputs; null is <see cref="InputViews.PaperPictures"/>.</summary>
    public InputViews<PictureView>? Pictures { get; init; }

    /// <summary>From videos to inputs; null is <see cref="InputViews.PaperClips"/>.</summary>
    public InputViews<ClipView>? Clips { get; init; }

    /// <summary>From sounds to inputs; null is <see cref="InputViews.PaperSounds"/> of the paper's
    /// spectrograms.</summary>
    public InputViews<SoundView>? Sounds { get; init; }

    /// <summary>These options, once they can work.</summary>
    internal LoadingOptions Checked()
    {
        if (Workers < 1)
            throw new InputException($"There are {Workers} workers to decode with: give at least 1.");
        if (MostUnreadable is not (>= 0 and <= 1))
            throw new InputException(
                $"The share of items that may be unreadable is {MostUnreadable}: give a number from 0 to 1.");
        return this;
    }
}
