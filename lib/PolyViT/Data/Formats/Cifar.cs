namespace PolyViT;

/// <summary>
/// CIFAR-10 and CIFAR-100, binary versions (Krizhevsky 2009): records of a label (in CIFAR-100 a coarse one,
/// passed over, and a fine one) and then 1,024 red, green and blue bytes. How many records a file has is
/// taken from its length, how many batches CIFAR-10 has from what exists.
/// </summary>
public static class Cifar
{
    private const int Side = 32;
    private const int PictureBytes = 3 * Side * Side;

    /// <summary>Says in one sentence what is wrong with CIFAR-10, without reading the pictures.</summary>
    /// <param name="folder">cifar-10-batches-bin.</param>
    public static void Check(string folder) => Check(Ten(folder));

    /// <summary>Reads every batch of CIFAR-10.</summary>
    /// <param name="folder">cifar-10-batches-bin.</param>
    public static PictureRecords Read(string folder) => Read(Ten(folder));

    /// <summary>Says in one sentence what is wrong with CIFAR-100, without reading the pictures.</summary>
    /// <param name="folder">cifar-100-binary.</param>
    public static void CheckFine(string folder) => Check(Hundred(folder));

    /// <summary>Reads CIFAR-100 with its 100 fine classes.</summary>
    /// <param name="folder">cifar-100-binary.</param>
    public static PictureRecords ReadFine(string folder) => Read(Hundred(folder));

    private sealed record Layout(string Names, string[] Train, string Test, int LabelBytes)
    {
        public int RecordBytes => LabelBytes + PictureBytes;
    }

    private static Layout Ten(string folder)
    {
        var batches = Directory.Exists(folder) ? Directory.GetFiles(folder, "data_batch_*.bin") : [];
        return batches.Length > 0
            ? new(Path.Combine(folder, "batches.meta.txt"), [.. batches.Order(StringComparer.Ordinal)],
                Path.Combine(folder, "test_batch.bin"), LabelBytes: 1)
            : throw new InputException(
                $"{folder} has no data_batch_1.bin: " +
                "copy the binary version of CIFAR-10 there.");
    }

    private static Layout Hundred(string folder) => new(
        Path.Combine(folder, "fine_label_names.txt"), [Path.Combine(folder, "train.bin")],
        Path.Combine(folder, "test.bin"), LabelBytes: 2);

    private static void Check(Layout layout)
    {
        _ = TextFiles.Lines(layout.Names);
        foreach (var file in layout.Train.Append(layout.Test))
            CheckLength(file, layout.RecordBytes);
    }

    private static PictureRecords Read(Layout layout)
    {
        Check(layout);
        var classes = TextFiles.Lines(layout.Names);
        PictureSplit Part(params string[] files) => Split(files, layout, classes.Length);
        return new(classes, Part(layout.Train), Part(layout.Test));
    }

    private static void CheckLength(string file, int recordBytes)
    {
        var length = File.Exists(file) ? new FileInfo(file).Length : 0;
        if (length == 0 || length % recordBytes != 0)
            throw new InputException(
                $"{file} has {length} bytes, which is not a whole number of {recordBytes}-byte records: " +
                "copy it again.");
    }

    private static PictureSplit Split(string[] files, Layout layout, int classes)
    {
        using var scope = NewDisposeScope();
        var parts = files.Select(f => (File: f, Bytes: File.ReadAllBytes(f))).ToArray();
        var labels = parts.SelectMany(p => Labels(p.File, p.Bytes, layout, classes)).ToImmutableArray();
        var planes = parts.Select(p =>
            tensor(p.Bytes).view(-1, layout.RecordBytes).narrow(1, layout.LabelBytes, PictureBytes));
        var pixels = cat([.. planes]).reshape(-1, 3, Side, Side).permute(0, 2, 3, 1).contiguous();
        return new(pixels.DetachFromDisposeScope(), labels);
    }

    private static IEnumerable<int> Labels(string file, byte[] bytes, Layout layout, int classes)
    {
        for (var i = 0; i < bytes.Length / layout.RecordBytes; i++)
        {
            var label = bytes[(i * layout.RecordBytes) + layout.LabelBytes - 1];
            yield return label < classes
                ? label
                : throw new InputException(
                    $"{file} gives picture {i} the label {label}, and there are {classes} classes: " +
                    "copy it again.");
        }
    }
}
