using System.IO.Compression;
using PureHDF;

namespace PolyViT.Tests;

public class PatchCamelyonTests
{
    private const int Side = 96;

    // Picture i is of bytes i, 2 i and 3 i; chunked or not, as HDF5 may be.
    private static void Write(string folder, string split, int count, byte[] labels, uint[]? chunks = null)
    {
        var pixels = new byte[count, Side, Side, 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i / (Side * Side * 3), i / (Side * 3) % Side, i / 3 % Side, i % 3] =
                (byte)(i / (Side * Side * 3) * ((i % 3) + 1));
        var y = new byte[labels.Length, 1, 1, 1];
        for (var i = 0; i < labels.Length; i++)
            y[i, 0, 0, 0] = labels[i];
        new H5File { ["x"] = new H5Dataset(pixels, chunks: chunks) }
            .Write(Path.Combine(folder, $"camelyonpatch_level_2_split_{split}_x.h5"));
        new H5File { ["y"] = new H5Dataset(y) }.Write(Path.Combine(folder, $"camelyonpatch_level_2_split_{split}_y.h5"));
    }

    private static TempFolder Folder(string at = "")
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(folder[at]);
        Write(folder[at], "train", 5, [0, 1, 1, 0, 1], chunks: [2, Side, Side, 3]);
        Write(folder[at], "valid", 2, [1, 0]);
        Write(folder[at], "test", 3, [0, 0, 1]);
        return folder;
    }

    private static void Pack(string file)
    {
        using (var packed = File.Create(file + ".gz"))
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(File.ReadAllBytes(file));
        File.Delete(file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Patches_are_read_one_by_one_packed_or_not(bool packed)
    {
        using var folder = Folder();
        if (packed)
        {
            foreach (var file in Directory.GetFiles(folder.Root))
                Pack(file);
        }
        PatchCamelyon.Check(folder.Root);
        var records = PatchCamelyon.Read(folder.Root);
        Assert.Equal([0, 1, 1, 0, 1], records.Train.Labels);
        Assert.Equal([1, 0], records.Validation!.Labels);
        Assert.Equal(3, records.Test.Count);
        Assert.Null(records.Train.Pixels);
        var read = Enumerable.Range(0, 200).AsParallel().Select(i => (i % 5, records.Train.Read(i % 5))).ToArray();
        foreach (var (i, (pixels, height, width)) in read)
        {
            Assert.Equal((Side, Side, Side * Side * 3), (height, width, pixels.Length));
            Assert.Equal([(byte)i, (byte)(2 * i), (byte)(3 * i)], pixels[..3]);
            Assert.Equal([(byte)i, (byte)(2 * i), (byte)(3 * i)], pixels[^3..]);
        }
    }

    [Fact]
    public void The_task_streams_and_says_what_is_not_confirmed()
    {
        using var scope = NewDisposeScope();
        using var folder = Folder("image/patch-camelyon");
        var data = Catalogue.Task("patch-camelyon").Stream(folder.Root, InputShapes.Laptop);
        Assert.Equal((5, 3, 2), (data.Train.Count, data.Test.Count, data.Spec.Classes));
        Assert.Contains("not confirmed", data.Remarks[0], StringComparison.Ordinal);
        var batch = data.Test.Fetch([2], default);
        Assert.Equal([0, 1], batch.Target.data<float>().ToArray());
        foreach (var (value, channel) in new[] { 2, 4, 6 }.Select((v, c) => (v, c)))
            Assert.Equal((value / 127.5) - 1, batch.Input[0, 5, 5, channel].item<float>(), 1e-4);
    }

    [Fact]
    public void Wrong_and_cut_files_are_refused_by_name()
    {
        using var folder = Folder();
        var file = folder["camelyonpatch_level_2_split_test_x.h5"];
        var whole = File.ReadAllBytes(file);
        foreach (var bytes in new[] { whole[..^1], whole[..4000], whole[..20], [] })
        {
            File.WriteAllBytes(file, bytes);
            Refusal.Names(() => PatchCamelyon.Check(folder.Root), "split_test_x.h5", "copy it again");
        }
        File.WriteAllBytes(file, [.. whole[..48], .. new byte[whole.Length - 48]]);
        Refusal.Names(() => PatchCamelyon.Read(folder.Root), "split_test_x.h5", "copy it again");
        Write(folder.Root, "test", 3, [0, 1]);
        Refusal.Names(() => PatchCamelyon.Read(folder.Root), "split_test_x.h5", "split_test_y.h5", "2 labels");
        Write(folder.Root, "test", 3, [0, 1, 2]);
        Refusal.Names(() => PatchCamelyon.Read(folder.Root), "split_test_y.h5", "picture 2", "label 2");
        Pack(file);
        File.WriteAllBytes(file + ".gz", File.ReadAllBytes(file + ".gz")[..^9]);
        Refusal.Names(() => PatchCamelyon.Read(folder.Root), "split_test_x.h5.gz", "cut short");
        File.Delete(file + ".gz");
        Refusal.Names(() => PatchCamelyon.Check(folder.Root), "split_test_x.h5");
    }
}
