namespace PolyViT;

/// <summary>What a batch's examples are, as numbers.</summary>
internal static class Targets
{
    /// <summary>
    /// One-hot for a single class, multi-hot for several; a class given twice counts twice, as scenic adds
    /// one-hots up (section 5.6).
    /// </summary>
    /// <param name="labels">The classes of each example, 0 .. K-1; default for a row that is not to
    /// count.</param>
    /// <param name="classes">K.</param>
    /// <returns>[B, K], and [B]: 1 for rows with a class.</returns>
    public static (Tensor Target, Tensor Mask) Of(IReadOnlyList<ImmutableArray<int>> labels, int classes)
    {
        var (target, mask) = (new float[labels.Count * classes], new float[labels.Count]);
        for (var b = 0; b < labels.Count; b++)
        {
            if (labels[b].IsDefaultOrEmpty)
                continue;
            mask[b] = 1;
            foreach (var label in labels[b])
                target[(b * classes) + label] += 1;
        }
        return (tensor(target, [labels.Count, classes]), tensor(mask));
    }
}
