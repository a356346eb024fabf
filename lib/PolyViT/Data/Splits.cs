namespace PolyViT;

/// <summary>
/// Parts of a set by percent, as scenic asks TFDS for: "train[:99%]" to learn from and "train[99%:]" to
/// choose settings by (section 5.1). A division is a pure function of the items and their order.
/// </summary>
/// <remarks>
/// differs: TFDS cuts the order in which it stored a set, which follows from hashes of its own; here a fixed
/// permutation of the order of the set's lists is cut, so counts agree and members do not.
/// </remarks>
public static class Splits
{
    /// <summary>Where a part ends, e.g. 1,268,355 for 99 percent of ImageNet.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="count">How many items there are.</param>
    /// <remarks>TFDS rounds to the closest whole number, halves to the even one.</remarks>
    public static int Boundary(int percent, int count) =>
        (int)Math.Round((double)percent * count / 100, MidpointRounding.ToEven);

    /// <summary>Divides items; those of a part keep their order.</summary>
    /// <param name="items">All of them, in the order of the set's lists.</param>
    /// <param name="percents">The size of every part, 100 together, e.g. 60, 20, 20.</param>
    public static ImmutableArray<ImmutableArray<T>> Parts<T>(
        IReadOnlyList<T> items, params ReadOnlySpan<int> percents)
    {
        int[] ends = [0, .. Ends(percents.ToArray())];
        var key = Rng.At(0, "splits", 0);
        int[] order = [.. Enumerable.Range(0, items.Count).Select(i => Shuffle.At(key, i, items.Count))];
        return
        [
            .. from part in Enumerable.Range(0, ends.Length - 1)
               let start = Boundary(ends[part], items.Count)
               let end = Boundary(ends[part + 1], items.Count)
               select order[start..end].Order().Select(i => items[i]).ToImmutableArray(),
        ];
    }

    /// <summary>Keeps a part of the training split to choose settings by.</summary>
    /// <param name="listing">A set without a validation split, or one whose own is not wanted.</param>
    /// <param name="percent">What is trained on, e.g. 99: the rest becomes the validation split.</param>
    public static Listing TrainOn(this Listing listing, int percent)
    {
        var parts = Parts(listing.Train, percent, 100 - percent);
        return listing with { Train = parts[0], Validation = parts[1] };
    }

    /// <summary>Keeps a part of the training split to choose settings by.</summary>
    /// <param name="records">A set without a validation split, or one whose own is not wanted.</param>
    /// <param name="percent">What is trained on, e.g. 98: the rest becomes the validation split.</param>
    public static PictureRecords TrainOn(this PictureRecords records, int percent)
    {
        var parts = Parts([.. Enumerable.Range(0, records.Train.Count)], percent, 100 - percent);
        return records with { Train = records.Train.At(parts[0]), Validation = records.Train.At(parts[1]) };
    }

    private static IEnumerable<int> Ends(int[] percents)
    {
        if (percents.Any(p => p < 0) || percents.Sum() != 100)
            throw new InputException(
                $"The parts of a set are {string.Join(", ", percents)} percent: " +
                "give numbers from 0 to 100 that add up to 100.");
        return percents.Select((_, i) => percents[..(i + 1)].Sum());
    }
}
