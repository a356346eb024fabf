namespace PolyViT;

/// <summary>
/// AudioSet (Gemmeke et al., ICASSP 2017): eval_segments.csv, balanced_train_segments.csv and
/// unbalanced_train_segments.csv (three # lines; then YTID, start and end in seconds, and the quoted ids of
/// the classes), class_labels_indices.csv (index, mid, display_name) and, where that lacks names,
/// ontology.json, in the folder or in "annotations". Sounds or videos are anywhere below the folder, named by
/// the YTID, "Y" and the YTID, or the YTID and times; those below a folder "whole" are whole videos. Scenic
/// had 20,361 clips of the balanced list and 18,589 of the evaluation list, which was also validated on.
/// </summary>
public static class AudioSet
{
    /// <summary>Lists the segments whose sound is there; each has one or more of 527 classes.</summary>
    /// <param name="folder">The folder with lists and sounds.</param>
    /// <param name="full">Trains on the unbalanced list and the balanced one, and not on the latter
    /// alone.</param>
    public static Listing Read(string folder, bool full = false)
    {
        var lists = new[] { Path.Combine(folder, "annotations") }.FirstOrDefault(Directory.Exists, folder);
        var (labels, names) = Classes(lists);
        ImmutableArray<ListedClip> Segments(string name) =>
            [.. TextFiles.Rows(Path.Combine(lists, $"{name}_segments.csv"), comments: true,
                ["YTID", "start_seconds", "end_seconds", "positive_labels"]).Select(r => Segment(r, labels))];
        var train = Segments("balanced_train");
        if (full)
            train = [.. Segments("unbalanced_train"), .. train];
        var find = ListedClips.ByName(folder, Modality.Audio);
        return ListedClips.ToListing(folder, find, names, train, [], Segments("eval")) with
        { Kind = TaskKind.MultiLabel };
    }

    // differs: a class that a segment names twice counts once; scenic adds its one-hot vectors to 2.
    private static ListedClip Segment(TextRow row, Dictionary<string, int> labels)
    {
        int Label(string mid) => labels.TryGetValue(mid.Trim(), out var label)
            ? label
            : throw row.Wrong(
                $"has the label \"{mid}\"", "class_labels_indices.csv has no such class, copy both again.");
        return new(row, row.Id(0), row.Seconds(1), row.Duration(1, 2),
            [.. row.Text(3).Split(',').Select(Label).Distinct().Order()]);
    }

    private static (Dictionary<string, int> Labels, ImmutableArray<string> Names) Classes(string lists)
    {
        var file = Path.Combine(lists, "class_labels_indices.csv");
        var rows = TextFiles.Table(file, ',', "index", "mid", "display_name?");
        var mids = ClassIndex.Of(rows, name: 1, number: 0);
        var names = rows.ToDictionary(r => r[1], r => r[2]);
        if (names.Values.Any(n => n.Length == 0))
            names = Ontology(Path.Combine(lists, "ontology.json"));
        return (ClassIndex.Labels(mids),
            [.. mids.Select(m => names.GetValueOrDefault(m, m))]);
    }

    private static Dictionary<string, string> Ontology(string file) => !File.Exists(file)
        ? []
        : JsonLists.Entries(file, "id", "name").DistinctBy(r => r[0]).ToDictionary(r => r[0], r => r[1]);
}
