namespace PolyViT;

/// <summary>What a data set is: how much of what, and in which state.</summary>
/// <param name="Name">The set's or task's name.</param>
/// <param name="Modality">What its items are.</param>
/// <param name="Classes">The names of the K classes.</param>
/// <param name="Parts">Its splits, train first; those without items are left out.</param>
public sealed partial record DatasetSummary(
    string Name, Modality Modality, ImmutableArray<string> Classes, ImmutableArray<PartSummary> Parts)
{
    /// <summary>How labels are meant.</summary>
    public TaskKind Kind { get; init; } = TaskKind.Label;

    /// <summary>Where it is to be had; empty for what is made up.</summary>
    public string Source { get; init; } = "";

    /// <summary>What its owners allow; empty where it is not known.</summary>
    public string Licence { get; init; } = "";

    /// <summary>What decoding some of its items told; null where none was decoded.</summary>
    public LookedAt? Looked { get; init; }

    /// <summary>What a user should know.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>Items of all splits; one that is in two counts twice.</summary>
    public int Items => Parts.Sum(p => p.Items);
}

/// <summary>One split of a set.</summary>
/// <param name="Name">"train", "validation", "test", ..</param>
/// <param name="Items">How many.</param>
/// <param name="PerClass">How many of each class; more than items in all where an item has several.</param>
public sealed record PartSummary(string Name, int Items, ImmutableArray<int> PerClass);

/// <summary>What some items of a set, drawn at random, are like.</summary>
/// <param name="Items">How many were decoded.</param>
/// <param name="Unreadable">Those that could not be.</param>
/// <param name="Bytes">Lengths of the others.</param>
/// <param name="Seconds">Durations of the others; empty for pictures.</param>
/// <param name="Sizes">Heights and widths of the others, pixels; empty for sounds.</param>
public sealed record LookedAt(
    int Items, ImmutableArray<Unreadable> Unreadable, ImmutableArray<long> Bytes,
    ImmutableArray<double> Seconds, ImmutableArray<(int Height, int Width)> Sizes);
