namespace PolyViT;

/// <summary>
/// Something-Something v2 (Goyal et al. 2017): something-something-v2-labels.json (class to number),
/// something-something-v2-train.json and -validation.json (id, template), or labels.json, train.json and
/// validation.json, in the folder, in "labels" or "annotations" there, or in "something-something-v2" beside
/// it; clips below the folder, named id.webm. A template is a class with brackets round its blanks. Scenic
/// had 168,913 training and 24,777 validation clips of 174 classes; the validation clips are the test, as the
/// owners keep the labels of theirs.
/// </summary>
public static class SomethingSomething
{
    /// <summary>Lists the clips that are there.</summary>
    /// <param name="folder">The folder with lists and clips.</param>
    public static Listing Read(string folder)
    {
        var index = List(folder, "labels");
        var classes = ClassIndex.Of(JsonLists.Pairs(index), name: 0, number: 1);
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Clips(string name) =>
            [.. JsonLists.Entries(List(folder, name), "id", "template").Select(r => Clip(r, labels, index))];
        return ListedClips.ToListing(folder, ListedClips.ByVideo(folder, Modality.Video), classes,
            Clips("train"), [], Clips("validation"));
    }

    private static ListedClip Clip(TextRow row, Dictionary<string, int> labels, string index)
    {
        var name = string.Concat(row.Text(1).Where(c => c is not ('[' or ']')));
        return labels.TryGetValue(name, out var label)
            ? new(row, row.Id(0), [label])
            : throw row.Wrong(1, $"{index} has no such class, so correct one of them.");
    }

    private static string List(string folder, string name)
    {
        var places = from place in new[] { "", "labels", "annotations", "../something-something-v2" }
                     from file in new[] { $"something-something-v2-{name}.json", $"{name}.json" }
                     select Path.Combine(folder, place, file);
        return places.FirstOrDefault(File.Exists, places.First());
    }
}
