using System.Collections;

namespace PolyViT.Notebooks;

/// <summary>The beginning of sequences that may be long, endless or spoilt.</summary>
internal static class Sequence
{
    /// <summary>The first items, and what is said of the rest.</summary>
    /// <param name="items">Any; no more is read of it than needed.</param>
    /// <param name="most">The most items.</param>
    /// <returns>"… 80 more" where the length is known, "… more" where it is not, or nothing.</returns>
    public static (IReadOnlyList<object?> Shown, string More) Head(IEnumerable items, int most)
    {
        var shown = new List<object?>();
        try
        {
            foreach (var item in items)
            {
                if (shown.Count == most)
                    return (shown, More(items, most));
                shown.Add(item);
            }
        }
        catch (InvalidOperationException)
        {
            // an ImmutableArray that was never set, or a collection that changes meanwhile
            return (shown, "…");
        }
        return (shown, "");
    }

    private static string More(IEnumerable items, int shown)
    {
        var count = items is ICollection c ? c.Count
            : items.GetType().GetProperty("Count")?.GetValue(items) as int?;
        return count is { } n ? FormattableString.Invariant($"… {n - shown} more") : "… more";
    }
}
