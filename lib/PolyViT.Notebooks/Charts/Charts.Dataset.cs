using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    private const int FewClasses = 30, Bins = 24;

    /// <summary>How many items each class has: a column per class, or, where classes are many, a curve per
    /// split over the classes from the largest to the smallest.</summary>
    /// <param name="set">The set.</param>
    public static GenericChart Balance(DatasetSummary set) => set.Classes.Length <= FewClasses
        ? Bars($"{set.Name}: items of each class", "items", set.Classes,
            [.. set.Parts.Select(p => (p.Name, (IReadOnlyList<Estimate?>)[.. p.PerClass.Select(Counted)]))])
        : Lines($"{set.Name}: items of each class", "class, from the largest to the smallest", "items",
            [.. set.Parts.Select((p, i) => Sorted(p) with { Colour = Theme.Schedule(i) })]);

    /// <summary>How long the items looked at are, or, of pictures, how long their shorter sides
    /// are.</summary>
    /// <param name="set">The set; some of its items must have been looked at.</param>
    /// <exception cref="InputException">None were.</exception>
    public static GenericChart Spread(DatasetSummary set)
    {
        var (what, values) = set.Looked switch
        {
            { Seconds.IsEmpty: false } looked => ("seconds", looked.Seconds.ToArray()),
            { Sizes.IsEmpty: false } looked =>
                ("shorter side, pixels", [.. looked.Sizes.Select(s => (double)Math.Min(s.Height, s.Width))]),
            _ => throw new InputException(
                $"No item of {set.Name} was decoded: summarise it with look above 0."),
        };
        var columns = Histogram(values);
        return Bars($"{set.Name}: {what} of {values.Length} items", "items", [.. columns.Select(c => c.Name)],
            ("items", [.. columns.Select(c => Counted(c.Count))]));
    }

    /// <summary>Counts between round limits; a single value is one column.</summary>
    internal static ImmutableArray<(string Name, int Count)> Histogram(IReadOnlyList<double> values)
    {
        var (low, high) = (values.Min(), values.Max());
        if (!(high > low))
            return [(Short(low), values.Count)];
        var step = (high - low) / Math.Min(Bins, values.Count);
        var bins = values.CountBy(v => Math.Min((int)((v - low) / step), Math.Min(Bins, values.Count) - 1))
            .ToDictionary(b => b.Key, b => b.Value);
        return
        [
            .. Enumerable.Range(0, Math.Min(Bins, values.Count)).Select(i => (
                $"{Short(low + (i * step))} – {Short(low + ((i + 1) * step))}", bins.GetValueOrDefault(i))),
        ];
    }

    private static Curve Sorted(PartSummary part)
    {
        double[] counts = [.. part.PerClass.OrderDescending().Select(n => (double)n)];
        return Curve.Of(part.Name, counts.Select((_, i) => i + 1.0), counts);
    }

    private static Estimate? Counted(int n) => new(n, null, 1);

    private static string Short(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
