using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>
/// Kinetics-400 and -600 (Kay et al. 2017; Carreira et al. 2018): lists with the columns label, youtube_id,
/// time_start, time_end and split, one file per split or one for all, in the folder or in "annotations"; clips
/// anywhere below the folder, named by the id or "id_start_end" with six digits each. The classes are the labels in
/// ordinal order. Scenic had 214,834 clips of Kinetics-400 to train on, 17,637 to validate and 34,579 to test; of
/// Kinetics-600 363,213, 27,676 and 55,377.
/// </summary>
public static partial class Kinetics
{
    /// <summary>Lists the clips that are there. Without labelled test clips, the validation clips are the test.</summary>
    /// <param name="folder">The folder with lists and clips.</param>
    /// <param name="modality">Video, or audio for the sound of the clips.</param>
    public static Listing Read(string folder, Modality modality = Modality.Video)
    {
        var rows = Lists(folder).SelectMany(l => Rows(l.File, l.Split)).ToLookup(r => r.Split, r => r.Row);
        var (train, validation, test) = (rows["train"], rows["validation"], rows["test"].Where(r => r[0].Length > 0));
        var classes = ClassIndex.Sorted(train.Select(r => r.Text(0)));
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Clips(IEnumerable<TextRow> some) => [.. some.Select(r => Clip(r, labels))];
        if (!train.Any() || !(validation.Any() || test.Any()))
            throw new InputException(
                $"{folder} has no lists of training and other clips with labels: " +
                "copy train.csv, validate.csv and test.csv there or into its folder annotations.");
        var find = ListedClips.ByName(folder, modality);
        if (test.Any())
            return ListedClips.ToListing(folder, find, classes, Clips(train), Clips(validation), Clips(test));
        var listing = ListedClips.ToListing(folder, find, classes, Clips(train), [], Clips(validation));
        return listing with { Remarks = listing.Remarks.Add("No test clip has a label: the validation clips are the test.") };
    }

    private static ListedClip Clip(TextRow row, Dictionary<string, int> labels) =>
        new(row, row.Id(1), row.Seconds(2), row.Duration(2, 3), [row.Label(0, labels, "the training list")]);

    private static IEnumerable<(string Split, TextRow Row)> Rows(string file, string split) =>
        from row in TextFiles.Table(file, ',', "label?", "youtube_id", "time_start", "time_end", "split?")
        select (split.Length > 0 ? split : Split(row[4]) ?? throw row.Wrong(4, "it must be train, val or test."), row);

    // One list per split where they are called so; else every table, which must tell the split.
    private static (string File, string Split)[] Lists(string folder)
    {
        var annotations = Path.Combine(folder, "annotations");
        var place = Directory.Exists(annotations) ? annotations : folder;
        if (!Directory.Exists(place))
            throw new InputException($"{place} does not exist: copy the data set again, all of it.");
        var tables = Directory.GetFiles(place).Where(f => MediaFolder.HasExtension(f, [".csv", ".txt"]))
            .Order(StringComparer.Ordinal).ToArray();
        var named = tables.Select(f => (File: f, Split: Split(ListName().Match(Path.GetFileName(f)).Groups["split"].Value)))
            .Where(l => l.Split is not null).Select(l => (l.File, l.Split!)).ToArray();
        var twice = named.GroupBy(l => l.Item2).FirstOrDefault(g => g.Count() > 1)?.ToArray();
        return twice is null
            ? named.Length > 0 ? named : [.. tables.Where(f => MediaFolder.HasExtension(f, [".csv"])).Select(f => (f, ""))]
            : throw new InputException(
                $"{twice[0].File} and {twice[1].File} are both lists of {twice[0].Item2}: take one of them away.");
    }

    private static string? Split(string name) => name.ToLowerInvariant() switch
    {
        "train" => "train",
        "val" or "validate" or "validation" => "validation",
        "test" => "test",
        _ => null,
    };

    [GeneratedRegex(@"^((kinetics|k)?[-_]?(400|600)?[-_])?(?<split>train|val|validate|validation|test)\.(csv|txt)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex ListName();
}
