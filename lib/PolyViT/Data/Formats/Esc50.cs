namespace PolyViT;

/// <summary>
/// ESC-50 (Piczak, ACM MM 2015): meta/esc50.csv and audio. Clips of one recording share one of five folds, so
/// a fold is the test split. Targets of a subset have gaps and are mapped to 0 .. K-1 in their order.
/// </summary>
public static class Esc50
{
    /// <summary>Lists the clips.</summary>
    /// <param name="folder">ESC-50, with meta and audio.</param>
    /// <param name="onlyEsc10">Takes the ten classes of ESC-10 alone.</param>
    /// <param name="testFold">The fold to be judged on, 1 to 5; the others are trained on.</param>
    public static Listing Read(string folder, bool onlyEsc10, int testFold = 5)
    {
        var file = Path.Combine(folder, "meta", "esc50.csv");
        if (testFold is < 1 or > 5)
            throw new InputException(
                $"The test fold is {testFold}, and ESC-50 has the folds 1 to 5: " +
                "choose one of them.");
        var rows = TextFiles.Table(file, ',', "filename", "fold", "target", "category", "esc10")
            .Where(r => !onlyEsc10 || string.Equals(r[4], "true", StringComparison.OrdinalIgnoreCase))
            .Select(r => (Row: r, Fold: r.Whole(1, 1, 5), Target: r.Whole(2, 0, 49)))
            .ToArray();
        var targets = rows.Select(r => r.Target).Distinct().Order().ToImmutableArray();
        var classes = targets.Select(t => rows.First(r => r.Target == t).Row.Text(3)).ToImmutableArray();
        var clips = rows.ToLookup(r => r.Fold == testFold,
            r => new ListedClip(r.Row, $"audio/{r.Row.Id(0)}", [targets.IndexOf(r.Target)]));
        return clips.Count == 2
            ? ListedClips.ToListing(folder, classes, [.. clips[false]], [.. clips[true]])
            : throw new InputException(
                $"{file} has {clips[true].Count()} test clips, those of fold {testFold}, and " +
                $"{clips[false].Count()} others, both are needed: choose another fold.");
    }
}
