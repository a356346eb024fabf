using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>
/// Kinetics-400 and -600 (Kay et al. 2017; Carreira et al. 2018): lists with the columns label, youtube_id,
/// time_start, time_end and split, one file per split or one for all, in the folder or in "annotations";
/// clips anywhere below the folder, named by the id or "id_start_end" with six digits each. The classes are
/// the labels in ordinal order. Scenic had 214,834 clips of Kinetics-400 to train on, 17,637 to validate and
/// 34,579 to test; of Kinetics-600 363,213, 27,676 and 55,377.
/// </summary>
public static partial class Kinetics
{
    /// <summary>
    /// Lists the clips that are there. Without labelled test clips, the validation clips are the test.
    /// </summary>
    /// <param name="folder">The folder with lists and clips.</param>
    /// <param name="modality">Video, or audio for the sound of the clips.</param>
    public static Listing Read(string folder, Modality modality = Modality.Video)
    {
        var rows = Lists(folder).SelectMany(l => Rows(l.File, l.Split)).ToLookup(r => r.Split, r => r.Row);
        TextRow[] test = [.. rows["test"].Where(r => r[0].Length > 0)];
        var labelled = test.Length > 0;
        if (!rows["train"].Any() || !(labelled || rows["validation"].Any()))
            throw new InputException(
                $"{folder} has no lists of training and of other clips with labels: " +
                "copy train.csv, validate.csv and test.csv there or into its folder annotations.");
        var classes = ClassIndex.Sorted(rows["train"].Select(r => r.Text(0)));
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Clips(IEnumerable<TextRow> some) => [.. some.Select(r => Clip(r, labels))];
        var listing = ListedClips.ToListing(folder, ListedClips.ByName(folder, modality), classes,
            Clips(rows["train"]), labelled ? Clips(rows["validation"]) : [],
            Clips(labelled ? test : rows["validation"]));
        return labelled ? listing : listing with { Remarks = [Unlabelled, .. listing.Remarks] };
    }

    private const string Unlabelled = "No test clip has a label: the validation clips are the test.";

    private static ListedClip Clip(TextRow row, Dictionary<string, int> labels) =>
        new(row, row.Id(1), row.Seconds(2), row.Duration(2, 3), [row.Label(0, labels, "the training list")]);

    private static IEnumerable<(string Split, TextRow Row)> Rows(string file, string? split) =>
        from row in TextFiles.Table(file, ',', "label?", "youtube_id", "time_start", "time_end", "split?")
        select (split ?? Split(row[4]) ?? throw row.Wrong(4, "it must be train, val or test."), row);

    // One list per split where they are called so; else every table, which must tell the split.
    private static IEnumerable<(string File, string? Split)> Lists(string folder)
    {
        var place = new[] { Path.Combine(folder, "annotations") }.FirstOrDefault(Directory.Exists, folder);
        if (!Directory.Exists(place))
            throw new InputException($"{place} does not exist: copy the data set again, all of it.");
        var files = Directory.GetFiles(place).Order(StringComparer.Ordinal)
            .Select(f => (File: f, Split: Split(ListName().Match(Path.GetFileName(f)).Groups["split"].Value)))
            .ToArray();
        var named = files.Where(f => f.Split is not null).ToArray();
        var twice = named.GroupBy(f => f.Split).FirstOrDefault(g => g.Count() > 1)?.ToArray();
        if (twice is [var one, var two, ..])
            throw new InputException(
                $"{one.File} and {two.File} are both lists of the split {one.Split}: take one of them away.");
        return named.Length > 0 ? named : files.Where(f => MediaFolder.HasExtension(f.File, [".csv"]));
    }

    private static string? Split(string name) => name.ToLowerInvariant() switch
    {
        "train" => "train",
        "val" or "validate" or "validation" => "validation",
        "test" => "test",
        _ => null,
    };

    [GeneratedRegex(
        @"^((kinetics|k)?[-_]?(400|600)?[-_])?(?<split>train|val|validate|validation|test)\.(csv|txt)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ListName();
}
