namespace PolyViT;

/// <summary>
/// CIFAR-10, binary version (Krizhevsky 2009): records of 3,073 bytes, a label and then 1,024 red, green and
/// blue bytes. How many records a batch has is taken from its length, how many batches there are from what
/// exists.
/// </summary>
public static class Cifar
{
    private const int Side = 32;
    private const int RecordBytes = 1 + (3 * Side * Side);

    /// <summary>Says in one sentence what is wrong with the folder, without reading the pictures.</summary>
    /// <param name="folder">cifar-10-batches-bin.</param>
    public static void Check(string folder)
    {
        _ = TextFiles.Lines(Path.Combine(folder, "batches.meta.txt"));
        foreach (var file in TrainFiles(folder).Append(TestFile(folder)))
            CheckLength(file);
    }

    /// <summary>Reads every batch.</summary>
    /// <param name="folder">cifar-10-batches-bin.</param>
    public static PictureRecords Read(string folder)
    {
        Check(folder);
        var classes = TextFiles.Lines(Path.Combine(folder, "batches.meta.txt"));
        PictureSplit Part(params string[] files) => Split(files, classes.Length);
        return new(classes, Part(TrainFiles(folder)), Part(TestFile(folder)));
    }

    private static string TestFile(string folder) => Path.Combine(folder, "test_batch.bin");

    private static string[] TrainFiles(string folder)
    {
        var files = Directory.GetFiles(folder, "data_batch_*.bin").Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0
            ? files
            : throw new InputException(
                $"{folder} has no data_batch_1.bin: " +
                "copy the binary version of CIFAR-10 there.");
    }

    private static void CheckLength(string file)
    {
        var length = File.Exists(file) ? new FileInfo(file).Length : 0;
        if (length == 0 || length % RecordBytes != 0)
            throw new InputException(
                $"{file} has {length} bytes, which is not a whole number of {RecordBytes}-byte records: " +
                "copy it again.");
    }

    private static PictureSplit Split(string[] files, int classes)
    {
        using var scope = NewDisposeScope();
        var parts = files.Select(f => (File: f, Bytes: File.ReadAllBytes(f))).ToArray();
        var labels = parts.SelectMany(p => Labels(p.File, p.Bytes, classes)).ToImmutableArray();
        var planes = parts.Select(p => tensor(p.Bytes).view(-1, RecordBytes).narrow(1, 1, RecordBytes - 1));
        var pixels = cat([.. planes]).reshape(-1, 3, Side, Side).permute(0, 2, 3, 1).contiguous();
        return new(pixels.DetachFromDisposeScope(), labels);
    }

    private static IEnumerable<int> Labels(string file, byte[] bytes, int classes)
    {
        for (var i = 0; i < bytes.Length / RecordBytes; i++)
        {
            var label = bytes[(long)i * RecordBytes];
            yield return label < classes
                ? label
                : throw new InputException(
                    $"{file} gives picture {i} the label {label}, and there are {classes} classes: " +
                    "copy it again.");
        }
    }
}
