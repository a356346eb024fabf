using Deedle;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    private const string Unknown = "–";

    /// <summary>What data sets are, side by side.</summary>
    /// <param name="sets">The sets.</param>
    /// <returns>Rows are facts, columns are sets; a dash is what is not known.</returns>
    public static Frame<string, string> Datasets(params IReadOnlyList<DatasetSummary> sets)
    {
        var parts = sets.SelectMany(s => s.Parts).Select(p => p.Name).Distinct().ToArray();
        (string Name, Func<DatasetSummary, string> Of)[] facts =
        [
            ("modality", s => Lower(s.Modality)),
            ("classes", s => Count(s.Classes.Length)),
            .. parts.Select(name => (name, (Func<DatasetSummary, string>)(s => Part(s, name)))),
            ("items of a class, train", s => Range([.. s.Parts[0].PerClass.Select(n => (double)n)], "0")),
            ("labels of an item", s => s.Kind == TaskKind.Label ? "one" : $"{s.Kind}"),
            ("looked at", s => s.Looked is { } l ? Count(l.Items) : Unknown),
            ("unreadable of these", s => s.Looked is { } l ? Count(l.Unreadable.Length) : Unknown),
            ("height × width, pixels", s => Sizes(s.Looked)),
            ("seconds", s => Range(s.Looked?.Seconds, "0.0#")),
            ("kilobytes", s => Range([.. (s.Looked?.Bytes ?? []).Select(b => b / 1e3)], "0.#")),
            ("licence", s => s.Licence.Length > 0 ? s.Licence : Unknown),
            ("source", s => s.Source.Length > 0 ? s.Source : Unknown),
            ("remarks", s => s.Remarks.IsEmpty ? Unknown : string.Join(" ", s.Remarks)),
        ];
        var told = facts.Where(f => sets.Any(s => f.Of(s) != Unknown)).ToArray();
        string[] rows = [.. told.Select(f => f.Name)];
        return Frame.FromColumns(sets.Select(s => Column(s.Name, rows, told.Select(f => f.Of(s)))));
    }

    private static string Part(DatasetSummary set, string name) =>
        set.Parts.FirstOrDefault(p => p.Name == name) is { } part ? Count(part.Items) : Unknown;

    private static string Sizes(LookedAt? looked)
    {
        if (looked is null || looked.Sizes.IsEmpty)
            return Unknown;
        var heights = Range([.. looked.Sizes.Select(s => (double)s.Height)], "0");
        return $"{heights} × {Range([.. looked.Sizes.Select(s => (double)s.Width)], "0")}";
    }

    // The least, the middle and the greatest; one number where these are one.
    private static string Range(ImmutableArray<double>? numbers, string format)
    {
        if (numbers is not { IsEmpty: false } some)
            return Unknown;
        double[] sorted = [.. some.Order()];
        string[] shown =
        [
            .. new[] { sorted[0], sorted[sorted.Length / 2], sorted[^1] }
                .Select(n => n.ToString(format, CultureInfo.InvariantCulture)),
        ];
        return shown[0] == shown[2] ? shown[0] : $"{shown[0]} · {shown[1]} · {shown[2]}";
    }

    private static string Count(int n) => n.ToString("N0", CultureInfo.InvariantCulture);
}
