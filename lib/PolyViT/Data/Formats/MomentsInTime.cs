namespace PolyViT;

/// <summary>
/// Moments in Time (Monfort et al. 2019): moments_categories.txt (class, label), trainingSet.csv and
/// validationSet.csv (class/file.mp4, class, workers who agree, workers who do not), clips in training and
/// validation. As in scenic, the validation clips are the test. Scenic had 791,297 and 33,900 clips of 339
/// classes.
/// </summary>
public static class MomentsInTime
{
    /// <summary>Lists the clips that are there.</summary>
    /// <param name="folder">The folder with lists and clips.</param>
    /// <param name="modality">Video, or audio for the sound of the clips, which some lack.</param>
    public static Listing Read(string folder, Modality modality = Modality.Video)
    {
        var index = Path.Combine(folder, "moments_categories.txt");
        var classes = ClassIndex.Of(
            [.. TextFiles.Rows(index, comments: false, ["class", "label"])], name: 0, number: 1);
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Clips(string list, string part) =>
            [.. TextFiles.Rows(Path.Combine(folder, list), comments: false, ["file", "class"])
                .Select(r => new ListedClip(r, $"{part}/{r.Path(0)}", [r.Label(1, labels, index)]))];
        var find = ListedClips.ByPath(folder, MediaFolder.Extensions(modality));
        return ListedClips.ToListing(folder, find, classes,
            Clips("trainingSet.csv", "training"), [], Clips("validationSet.csv", "validation"));
    }
}
