namespace PolyViT;

/// <summary>
/// DMLab (Zhai et al. 2019, VTAB): frames of DeepMind Lab in dmlab-train.tfrecord*,
/// dmlab-validation.tfrecord* and dmlab-test.tfrecord*, 65,550, 22,628 and 22,735 of them, in six classes of
/// distance and reward. Pictures are read within these files.
/// </summary>
/// <remarks>TFDS image_classification/dmlab.py.</remarks>
public static class Dmlab
{
    // The files number the classes only.
    private const int Classes = 6;

    /// <summary>Lists the frames; the first time every file is read whole, and what was found is
    /// kept.</summary>
    /// <param name="folder">The folder with the TFRecord files, or dmlab in it.</param>
    public static Listing Read(string folder)
    {
        ImmutableArray<Item> Items(string split) => [.. Files(folder, split).SelectMany(f => InFile(folder, f))];
        ImmutableArray<string> classes = [.. Enumerable.Range(0, Classes).Select(i => $"{i}")];
        return new Listing(folder, classes, Items("train"), Items("test")) { Validation = Items("validation") }
            .Checked(folder);
    }

    /// <summary>Says in one sentence what files are missing, without reading them.</summary>
    /// <param name="folder">The folder with the TFRecord files, or dmlab in it.</param>
    public static void Check(string folder)
    {
        foreach (var split in new[] { "train", "validation", "test" })
            _ = Files(folder, split);
    }

    private static IEnumerable<Item> InFile(string folder, string file) =>
        from member in TfRecords.Pictures(file)
        let label = member.Label < Classes
            ? member.Label
            : throw new InputException(
                $"{file} gives {member.Name} the label {member.Label}, and there are {Classes} classes: copy it again.")
        select new Item(Places.Relative(folder, file), label) { Offset = member.Offset, Length = member.Length };

    private static string[] Files(string folder, string split)
    {
        var root = Places.Find(folder, "dmlab") ?? folder;
        string[] files = Directory.Exists(root)
            ? [.. Directory.GetFiles(root, $"dmlab-{split}.tfrecord*").Order(StringComparer.Ordinal)]
            : [];
        return files.Length > 0
            ? Complete(files)
            : throw new InputException($"{root} has no dmlab-{split}.tfrecord: unpack dmlab.tar.gz there.");
    }

    // Of "dmlab-train.tfrecord-00001-of-00010" all ten must be there.
    private static string[] Complete(string[] files)
    {
        var end = files[0].LastIndexOf("-of-", StringComparison.Ordinal);
        return end < 0 || !int.TryParse(files[0][(end + 4)..], CultureInfo.InvariantCulture, out var count)
            || files.Length == count
            ? files
            : throw new InputException(
                $"{files[0]} is one of {count} files, and {files.Length} are there: copy the others too.");
    }
}
