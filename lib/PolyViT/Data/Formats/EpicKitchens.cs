namespace PolyViT;

/// <summary>
/// Epic-Kitchens-100 (Damen et al. 2022): EPIC_100_train.csv and EPIC_100_validation.csv (narration_id,
/// video_id, start_timestamp, stop_timestamp, verb_class, noun_class, ..) and, for names,
/// EPIC_100_noun_classes.csv and EPIC_100_verb_classes.csv (id, key), in the folder, in "annotations" or in
/// "epic-kitchens-100-annotations"; whole videos below the folder, e.g. P01/videos/P01_01.MP4. The classes
/// are 300 nouns and then 97 verbs (scenic: nouns first); a clip has one of each. Scenic had 67,217 training
/// and 9,668 validation clips, which are the test.
/// </summary>
public static class EpicKitchens
{
    private const int Nouns = 300;
    private const int Verbs = 97;

    /// <summary>Lists the actions whose video is there.</summary>
    /// <param name="folder">The folder with lists and videos.</param>
    public static Listing Read(string folder)
    {
        var lists = new[] { "annotations", "epic-kitchens-100-annotations" }
            .Select(n => Path.Combine(folder, n)).FirstOrDefault(Directory.Exists, folder);
        ImmutableArray<ListedClip> Actions(string name) =>
            [.. TextFiles.Table(Path.Combine(lists, name), ',', "narration_id", "video_id", "start_timestamp",
                "stop_timestamp", "noun_class", "verb_class").Select(Action)];
        ImmutableArray<string> classes =
            [.. Names(lists, "noun", Nouns), .. Names(lists, "verb", Verbs)];
        var listing = ListedClips.ToListing(folder, ListedClips.ByVideo(folder, Modality.Video), classes,
            Actions("EPIC_100_train.csv"), [], Actions("EPIC_100_validation.csv"));
        return listing with { Kind = TaskKind.MultiHeadLabel, ClassSplits = [Nouns, Verbs] };
    }

    private static ListedClip Action(TextRow row) =>
        new(row, row.Text(0), row.Id(1), row.Seconds(2), row.Duration(2, 3),
            [row.Whole(4, 0, Nouns - 1), Nouns + row.Whole(5, 0, Verbs - 1)]);

    private static IEnumerable<string> Names(string lists, string kind, int count)
    {
        var file = Path.Combine(lists, $"EPIC_100_{kind}_classes.csv");
        if (!File.Exists(file))
            return Enumerable.Range(0, count).Select(i => $"{kind} {i}");
        var rows = TextFiles.Table(file, ',', "id", "key");
        return rows.Length == count
            ? ClassIndex.Of(rows, name: 1, number: 0)
            : throw new InputException($"{file} has {rows.Length} classes, not {count}: copy it again.");
    }
}
