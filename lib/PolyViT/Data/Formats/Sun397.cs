namespace PolyViT;

/// <summary>
/// SUN397 (Xiao et al., CVPR 2010): pictures at SUN397/a/abbey/sun_*.jpg, ClassName.txt with the classes, and
/// ten partitions Training_01.txt, Testing_01.txt .. with 50 pictures of a class each. TFDS has lists of its
/// own over all 108,754 pictures (sun397_tfds_tr.txt, _va, _te: 76,128, 10,875 and 21,750), which VTAB uses
/// and which are taken where they are there.
/// </summary>
public static class Sun397
{
    /// <summary>Lists the pictures; a class is called "/a/abbey", as in ClassName.txt and TFDS.</summary>
    /// <param name="folder">The folder with SUN397 and Partitions, or SUN397 itself with the lists in
    /// it.</param>
    /// <param name="partition">1 to 10; TFDS's lists have no partitions.</param>
    public static Listing Read(string folder, int partition = 1)
    {
        if (partition is < 1 or > 10)
            throw new InputException($"The partition of SUN397 is {partition}: it must be 1 to 10.");
        var root = Places.Find(folder, "SUN397/a", "SUN397/ClassName.txt") is null ? "" : "SUN397/";
        var classes = TextFiles.Lines(List(folder, "ClassName.txt"));
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<Item> Items(string name) => Rows(List(folder, name), root, labels);
        var tfds = Places.Find(folder, "sun397_tfds_tr.txt", "Partitions/sun397_tfds_tr.txt") is not null;
        var listing = tfds
            ? new Listing(folder, classes, Items("sun397_tfds_tr.txt"), Items("sun397_tfds_te.txt"))
            { Validation = Items("sun397_tfds_va.txt"), Remarks = ["Split by TFDS's lists, as in VTAB."] }
            : new Listing(
                folder, classes, Items($"Training_{partition:00}.txt"), Items($"Testing_{partition:00}.txt"))
            {
                Remarks = [$"Split by partition {partition}; VTAB's split needs TFDS's sun397_tfds_tr.txt, " +
                    "sun397_tfds_va.txt and sun397_tfds_te.txt in the folder."],
            };
        return listing.Checked(List(folder, "ClassName.txt"));
    }

    private static string List(string folder, string name) =>
        Places.Require(folder, name, $"Partitions/{name}", $"SUN397/{name}");

    // "/a/abbey/sun_aaalbzqrimafwbiv.jpg"
    private static ImmutableArray<Item> Rows(string file, string root, Dictionary<string, int> labels)
    {
        var rows = TextFiles.NumberedLines(file);
        Places.Distinct(file, rows.Select(r => r[0]));
        return [.. rows.Select(r => Item(r, root, labels))];
    }

    private static Item Item(TextRow row, string root, Dictionary<string, int> labels) =>
        labels.TryGetValue(row[0][..Math.Max(0, row[0].LastIndexOf('/'))], out var label)
            ? new(root + (row with { Columns = ["picture"], Fields = [row[0][1..]] }).Path(0), label)
            : throw row.Wrong($"is \"{row[0]}\", whose folder is not in ClassName.txt", "copy both again.");
}
