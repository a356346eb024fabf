namespace PolyViT;

/// <summary>
/// VGGSound (Chen et al., ICASSP 2020): vggsound.csv (YouTube id, start in seconds, class, train or test). A
/// clip is ten seconds of a video; sounds or videos are anywhere below the folder, named by the id or
/// "id_start" with six digits; those below a folder "whole" are whole videos. The classes are the labels in
/// ordinal order. Scenic had 172,427 training and 14,448 test clips of 309 classes.
/// </summary>
public static class VggSound
{
    private const double ClipSeconds = 10;

    /// <summary>Lists the clips whose sound is there.</summary>
    /// <param name="folder">The folder with the list and the sounds.</param>
    public static Listing Read(string folder)
    {
        var file = Path.Combine(folder, "vggsound.csv");
        var rows = TextFiles.Rows(file, comments: false, ["id", "start", "class", "split"]).ToArray();
        var classes = ClassIndex.Sorted(rows.Select(r => r.Text(2)));
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Clips(string split) => [.. rows.Where(r => r[3] == split)
            .Select(r => new ListedClip(r, r.Id(0), r.Seconds(1), ClipSeconds, [labels[r[2]]]))];
        if (rows.FirstOrDefault(r => r[3] is not ("train" or "test")) is { } other)
            throw other.Wrong(3, "it must be train or test.");
        var find = ListedClips.ByName(folder, Modality.Audio);
        return ListedClips.ToListing(folder, find, classes, Clips("train"), [], Clips("test"));
    }
}
