namespace PolyViT;

/// <summary>Class names in the order of their labels, from a list that numbers them.</summary>
internal static class ClassIndex
{
    /// <summary>The names by label, once every label 0 .. K-1 and every name is there once.</summary>
    /// <param name="rows">One row a class.</param>
    /// <param name="name">The column of the names.</param>
    /// <param name="number">The column of the labels.</param>
    public static ImmutableArray<string> Of(ImmutableArray<TextRow> rows, int name, int number)
    {
        var (names, known) = (new string?[rows.Length], new HashSet<string>(StringComparer.Ordinal));
        foreach (var row in rows)
        {
            var label = row.Whole(number, 0, rows.Length - 1);
            if (names[label] is { } other)
                throw row.Wrong(number, $"\"{other}\" has that number too, copy the file again.");
            if (!known.Add(row.Text(name)))
                throw row.Wrong(name, "another class is called so too, copy the file again.");
            names[label] = row[name];
        }
        return [.. names.Select(n => n!)];
    }

    /// <summary>The label of each name.</summary>
    public static Dictionary<string, int> Labels(ImmutableArray<string> classes) =>
        classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);

    /// <summary>These names once each, in ordinal order; numbers in that of their values.</summary>
    public static ImmutableArray<string> Sorted(IEnumerable<string> names)
    {
        string[] distinct = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return distinct.All(n => n.Length < 10 && n.All(char.IsAsciiDigit))
            ? [.. distinct.OrderBy(n => int.Parse(n, CultureInfo.InvariantCulture))]
            : [.. distinct];
    }
}
