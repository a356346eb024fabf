namespace PolyViT;

/// <summary>
/// The Describable Textures Dataset (Cimpoi et al., CVPR 2014): images/banded/banded_0002.jpg, and ten splits
/// labels/train1.txt, val1.txt and test1.txt .. of 1,880 pictures each, 40 of each of 47 classes.
/// </summary>
public static class Dtd
{
    /// <summary>Lists the pictures; the classes are the lists' folders in ordinal order.</summary>
    /// <param name="folder">dtd, with images and labels.</param>
    /// <param name="split">1 to 10; TFDS and VTAB use 1.</param>
    public static Listing Read(string folder, int split = 1)
    {
        if (split is < 1 or > 10)
            throw new InputException($"The split of DTD is {split}: it must be 1 to 10.");
        var lists = new[] { "train", "val", "test" }.Select(p => Rows(folder, $"{p}{split}.txt")).ToArray();
        var labelFolder = Path.Combine(folder, "labels");
        Places.Distinct(labelFolder, lists.SelectMany(l => l).Select(r => r[0]));
        var classes = ClassIndex.Sorted(lists.SelectMany(l => l).Select(ClassOf));
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<Item> Items(int list) =>
            [.. lists[list].Select(r => new Item($"images/{r.Path(0)}", labels[ClassOf(r)]))];
        return new Listing(folder, classes, Items(0), Items(2)) { Validation = Items(1) }.Checked(labelFolder);
    }

    private static ImmutableArray<TextRow> Rows(string folder, string list) =>
        TextFiles.NumberedLines(Path.Combine(folder, "labels", list));

    private static string ClassOf(TextRow row) =>
        row[0].Split('/') is [{ Length: > 0 } name, _]
            ? name
            : throw row.Wrong($"is \"{row[0]}\"", "it must be class/picture.jpg.");
}
