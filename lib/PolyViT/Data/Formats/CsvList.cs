namespace PolyViT;

/// <summary>
/// A set of one's own: a table with the columns path and label, or labels with ";" between them for a
/// multi-label set, and where wanted split (train, validation or test), start and end (seconds, or
/// hh:mm:ss.s) of the part of a video or sound that is meant. The classes are the labels in ordinal order, or
/// in that of their values where all are numbers.
/// </summary>
public static class CsvList
{
    /// <summary>Lists the files of a table, all of which must be there.</summary>
    /// <param name="file">The table; paths in it start from its folder.</param>
    /// <param name="testFile">The table of the test split, where the first has no column split; in the same
    /// folder.</param>
    public static Listing Read(string file, string? testFile = null)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var rows = testFile is null
            ? Rows(file, null).ToArray()
            : [.. Rows(file, "train"), .. Rows(Path.Combine(folder, testFile), "test")];
        var many = rows.Length > 0
            && string.Equals(rows[0].Row.Columns[1], "labels", StringComparison.OrdinalIgnoreCase);
        string[] Names(TextRow row) => many
            ? row[1].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [row.Text(1)];
        var classes = ClassIndex.Sorted(rows.SelectMany(r => Names(r.Row)));
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Part(string split) => [.. rows.Where(r => r.Split == split)
            .Select(r => Clip(r.Row, [.. Names(r.Row).Select(n => labels[n]).Distinct().Order()]))];
        var find = Everything(folder);
        var listing =
            ListedClips.ToListing(folder, find, classes, Part("train"), Part("validation"), Part("test"));
        return listing with { Kind = many ? TaskKind.MultiLabel : TaskKind.Label };
    }

    private static IEnumerable<(string Split, TextRow Row)> Rows(string file, string? split) =>
        from row in TextFiles.Table(file, ',', "path", "label|labels", "split?", "start?", "end?")
        select (split ?? Split(row), row);

    private static string Split(TextRow row) => row[2].ToLowerInvariant() switch
    {
        "train" or "training" => "train",
        "val" or "valid" or "validate" or "validation" => "validation",
        "test" => "test",
        "" => throw row.Wrong("does not tell its split",
            "add a column split with train, validation or test, or give a second table for the test."),
        _ => throw row.Wrong(2, "it must be train, validation or test."),
    };

    private static ListedClip Clip(TextRow row, ImmutableArray<int> labels)
    {
        var (path, start) = (row.Path(0), row[3].Length == 0 ? 0 : row.Seconds(3));
        var seconds = row[4].Length == 0 ? double.PositiveInfinity : row.Seconds(4) - start;
        if (seconds <= 0)
            throw row.Wrong(4, $"it must be later than the start, {row[3]}.");
        return start > 0 || double.IsFinite(seconds)
            ? new(row, path, start, seconds, labels)
            : new(row, path, labels);
    }

    private static Func<ListedClip, Item?> Everything(string folder)
    {
        var find = ListedClips.ByPath(folder, MediaFolder.All);
        return clip => find(clip) ?? throw clip.Row.Wrong(
            $"names {clip.Id}, which is not in {folder} as a picture, video or sound",
            "copy it there or take the line out.");
    }
}
