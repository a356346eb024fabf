namespace PolyViT;

/// <summary>Class names in the order of their labels, from a list that numbers them.</summary>
internal static class ClassIndex
{
    /// <summary>The names by label, once every label 0 .. K-1 and every name is there once.</summary>
    /// <param name="rows">The row of each class, its name and its label, which is below <paramref name="count"/>.</param>
    /// <param name="count">K.</param>
    public static ImmutableArray<string> Of(IEnumerable<(TextRow Row, string Name, int Label)> rows, int count)
    {
        var names = new string?[count];
        TextRow? last = null;
        foreach (var (row, name, label) in rows)
        {
            if (names[label] is { } other)
                throw row.Wrong($"gives \"{name}\" the number {label}, which \"{other}\" has", "copy the file again.");
            if (names.Contains(name))
                throw row.Wrong($"has the class \"{name}\" again", "copy the file again.");
            (names[label], last) = (name, row);
        }
        var gap = Array.IndexOf(names, null);
        return gap < 0 && count > 0
            ? [.. names.Select(n => n!)]
            : throw new InputException(
                $"{last?.File ?? "A list of classes"} has no class with the number {Math.Max(gap, 0)}: copy it again.");
    }

    /// <summary>The label of each name.</summary>
    public static Dictionary<string, int> Labels(ImmutableArray<string> classes) =>
        classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);

    /// <summary>These names once each, in ordinal order; numbers in that of their values.</summary>
    public static ImmutableArray<string> Sorted(IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        return distinct.All(n => n.Length < 10 && n.All(char.IsAsciiDigit))
            ? [.. distinct.OrderBy(n => int.Parse(n, CultureInfo.InvariantCulture))]
            : distinct;
    }
}
