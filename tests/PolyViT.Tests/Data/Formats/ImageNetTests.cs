using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PolyViT.Tests;

public class ImageNetTests
{
    private static readonly string[] Wnids = ["n01440764", "n01443537", "n02012849", "n03126707"];

    private static string Val(int number) => $"ILSVRC2012_val_{number:00000000}.JPEG";

    // Two pictures a class to train on, four to validate by, whose classes are 3, 0, 0 and 2.
    private static (string Wnid, string Name, byte[] Bytes)[] TrainPictures() =>
        [.. Wnids.SelectMany((w, i) => new[] { 10026, 7 }.Select((n, j) =>
            (w, $"{w}_{n}.JPEG", MadeSets.Jpeg(1 + (2 * i) + j))))];

    private static TempFolder Unpacked()
    {
        var folder = new TempFolder();
        foreach (var (wnid, name, bytes) in TrainPictures())
            folder.Write($"train/{wnid}/{name}", bytes);
        for (var i = 1; i <= 4; i++)
            folder.Write($"val/{Val(i)}", MadeSets.Jpeg(100 + i));
        folder.Write("val.txt", $"{Val(1)} 3\r\n{Val(2)} 0\r\n{Val(3)} 0\r\n{Val(4)} 2\r\n");
        return folder;
    }

    // As image-net.org gives them: a tar of a tar per class, a flat tar, and the development kit.
    private static TempFolder Archived(string at = "")
    {
        var folder = new TempFolder();
        folder.Write(at + "ILSVRC2012_img_train.tar", MadeSets.Tar(TrainPictures().GroupBy(p => p.Wnid).Reverse()
            .Select(g => ($"{g.Key}.tar", MadeSets.Tar(g.Select(p => (p.Name, p.Bytes)))))));
        folder.Write(at + "ILSVRC2012_img_val.tar", MadeSets.Tar(
            new[] { 2, 4, 1, 3 }.Select(i => ($"./{Val(i)}", MadeSets.Jpeg(100 + i)))));
        folder.Write(at + "ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", "1\n4\n4\n2\n");
        // Numbers of the kit are not in the order of the ids: 1 is n03126707, 2 n02012849 ..
        folder.Write(at + "ILSVRC2012_devkit_t12/data/meta.mat", Meta([.. Wnids.Reverse()]));
        return folder;
    }

    [Fact]
    public void A_folder_tree_and_the_original_archives_list_the_same_pictures()
    {
        using var tree = Unpacked();
        using var tars = Archived();
        var (a, b) = (ImageNet.Read(tree.Root), ImageNet.Read(tars.Root));
        Assert.Equal(Wnids, a.Classes);
        Assert.Equal(Wnids, b.Classes);
        Assert.Equal([3, 0, 0, 2], a.Test.Select(i => i.Label));
        Assert.Equal([3, 0, 0, 2], b.Test.Select(i => i.Label));
        Assert.Equal(a.Test.Select(i => Convert.ToHexString(a.Bytes(i))), b.Test.Select(i => Convert.ToHexString(b.Bytes(i))));
        var expected = TrainPictures().Select(p => (Array.IndexOf(Wnids, p.Wnid), Convert.ToHexString(p.Bytes))).Order();
        Assert.Equal(expected, a.Train.Select(i => (i.Label, Convert.ToHexString(a.Bytes(i)))).Order());
        Assert.Equal(expected, b.Train.Select(i => (i.Label, Convert.ToHexString(b.Bytes(i)))).Order());
        Assert.All(b.Train, i => Assert.Equal("ILSVRC2012_img_train.tar", i.File));
        Assert.Equal(8, b.Train.Select(i => i.Name).Distinct().Count());
        Assert.Equal((8, 6), (Pictures.Read(b.Train[5].In(b.Folder)).Width, Pictures.Read(b.Train[5].In(b.Folder)).Height));
    }

    [Fact]
    public void The_task_streams_from_the_original_archives()
    {
        using var scope = NewDisposeScope();
        using var folder = Archived("image/imagenet/");
        folder.Write("image/imagenet/real.json", "[[3], [], [0, 1], [2]]");
        var task = Catalogue.Task("imagenet");
        var batch = task.Stream(folder.Root, InputShapes.Laptop).Test.Fetch([0, 1, 2, 3], default);
        Assert.Equal([3, 0, 0, 2], batch.Target.argmax(1).data<long>().ToArray());
        for (var i = 0; i < 4; i++)
        {
            // Every picture is of one colour, which differs from those of the others.
            var red = (37 * (101 + i) % 256 / 127.5) - 1;
            Assert.Equal(red, batch.Input[i, 9, 9, 0].item<float>(), 0.1);
        }
        var real = task.Stream(folder.Root, InputShapes.Laptop, new() { Test = "real" });
        Assert.Equal([1, 1, 0, 0], real.Test.Fetch([1], default).Target.data<float>().ToArray());
    }

    [Fact]
    public void Validation_pictures_may_have_class_folders_or_other_lists()
    {
        using var folder = Unpacked();
        File.Delete(folder["val.txt"]);
        Refusal.Names(() => ImageNet.Read(folder.Root), "list of their labels", "val.txt");
        folder.Write("LOC_val_solution.csv", "ImageId,PredictionString\n" + string.Concat(new[] { 3, 0, 0, 2 }
            .Select((c, i) => $"ILSVRC2012_val_{i + 1:00000000},{Wnids[c]} 240 170 260 240 {Wnids[c]} 1 2 3 4\n")));
        Assert.Equal([3, 0, 0, 2], ImageNet.Read(folder.Root).Test.Select(i => i.Label));
        File.Delete(folder["LOC_val_solution.csv"]);
        folder.Write("imagenet2012_validation_labels.txt", string.Join('\n', new[] { 3, 0, 0, 2 }.Select(c => Wnids[c])));
        Assert.Equal([3, 0, 0, 2], ImageNet.Read(folder.Root).Test.Select(i => i.Label));
        File.Delete(folder["imagenet2012_validation_labels.txt"]);
        foreach (var (wnid, i) in new[] { 3, 0, 0, 2 }.Select((c, i) => (Wnids[c], i + 1)))
        {
            Directory.CreateDirectory(folder[$"val/{wnid}"]);
            File.Move(folder[$"val/{Val(i)}"], folder[$"val/{wnid}/{Val(i)}"]);
        }
        Assert.Equal([0, 0, 2, 3], ImageNet.Read(folder.Root).Test.Select(i => i.Label));
        folder.Write("val/n09999999/x.JPEG", MadeSets.Jpeg(1));
        Refusal.Names(() => ImageNet.Read(folder.Root), "n09999999", "training");
    }

    [Fact]
    public void Names_come_from_the_list_of_synsets_and_tell_the_two_cranes_apart()
    {
        using var folder = Unpacked();
        folder.Write("LOC_synset_mapping.txt",
            "n01440764 tench, Tinca tinca\nn01443537 goldfish\nn01484850 great white shark\nn02012849 crane\nn03126707 crane\n");
        var listing = ImageNet.Read(folder.Root);
        Assert.Equal(
            ["tench, Tinca tinca", "goldfish", "great white shark", "crane (n02012849)", "crane (n03126707)"],
            listing.Classes);
        Assert.Equal([0, 1, 3, 4], listing.Train.Select(i => i.Label).Distinct());
        folder.Write("LOC_synset_mapping.txt", "n01440764 tench, Tinca tinca\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "n01443537", "LOC_synset_mapping.txt");
    }

    [Fact]
    public void Version_2_and_ReaL_are_further_tests()
    {
        using var folder = Archived();
        folder.WritePictures("imagenetv2-matched-frequency-format-val/3/a.jpeg", "imagenetv2-matched-frequency-format-val/0/b.jpeg");
        folder.Write("real.json", "[[3], [], [0, 1], [2]]");
        var listing = ImageNet.Read(folder.Root);
        Assert.Equal(["real", "v2"], listing.MoreTests.Keys);
        Assert.Equal([0, 3], listing.MoreTests["v2"].Select(i => i.Label));
        var real = listing.MoreTests["real"];
        Assert.Equal(["3", "0 1", "2"], real.Select(i => string.Join(' ', i.Labels)));
        Assert.Equal(MadeSets.Jpeg(103), listing.Bytes(real[1]));
        folder.Write("real.json", "[[3], [], [0, 1]]");
        Refusal.Names(() => ImageNet.Read(folder.Root), "ILSVRC2012_val_00000004.JPEG", "3 entries", "real.json");
        folder.Write("real.json", "[[3], [], [0, 4], [2]]");
        Refusal.Names(() => ImageNet.Read(folder.Root), "real.json", "entry 3", "0, 4");
        folder.Write("real.json", "{}");
        Refusal.Names(() => ImageNet.Read(folder.Root), "real.json");
        File.Delete(folder["real.json"]);
        folder.WritePictures("imagenetv2-matched-frequency-format-val/7/a.jpeg");
        Refusal.Names(() => ImageNet.Read(folder.Root), "7", "0 to 3");
    }

    [Fact]
    public void Wrong_lists_are_refused_with_their_line()
    {
        using var folder = Unpacked();
        folder.Write("val.txt", $"{Val(1)} 3\n{Val(2)} 4\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "val.txt", "line 2", "4");
        folder.Write("val.txt", $"{Val(1)} 3\n{Val(1)} 0\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "val.txt", Val(1), "twice");
        folder.Write("val.txt", $"{Val(1)}\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "val.txt", "line 1");
        folder.Write("val.txt", $"{Val(1)} 3\n{Val(2)} 0\n{Val(3)} 0\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "val.txt", Val(4));
        folder.Write("val.txt", $"{Val(1)} 3\n{Val(2)} 0\n{Val(3)} 0\n{Val(4)} 1\n{Val(5)} 1\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "val.txt", Val(5));
        Directory.Delete(folder["train"], recursive: true);
        Refusal.Names(() => ImageNet.Read(folder.Root), "ILSVRC2012_img_train.tar");
    }

    [Fact]
    public void A_wrong_development_kit_is_refused()
    {
        using var folder = Archived();
        folder.Write("ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt", "1\n4\n5\n2\n");
        Refusal.Names(() => ImageNet.Read(folder.Root), "ground_truth.txt", "line 3", "5");
        var whole = Meta(Wnids);
        foreach (var bytes in new[] { whole[..60], whole[..150], [.. whole[..128], .. new byte[400]] })
        {
            folder.Write("ILSVRC2012_devkit_t12/data/meta.mat", bytes);
            Refusal.Names(() => ImageNet.Read(folder.Root), "meta.mat");
        }
        File.Delete(folder["ILSVRC2012_devkit_t12/data/meta.mat"]);
        Refusal.Names(() => ImageNet.Read(folder.Root), "meta.mat", "val.txt");
    }

    // A MATLAB 5 file, by the format's description: [N x 1] structures with three fields, compressed.
    private static byte[] Meta(string[] wnids)
    {
        static byte[] Element(int type, byte[] bytes) =>
            [.. Int(type), .. Int(bytes.Length), .. bytes, .. new byte[(8 - (bytes.Length % 8)) % 8]];
        static byte[] Small(int type, byte[] bytes) =>
            [.. Int(type | (bytes.Length << 16)), .. bytes, .. new byte[4 - bytes.Length]];
        static byte[] Matrix(int kind, int rows, int columns, params byte[][] parts) => Element(14,
        [
            .. Element(6, [.. Int(kind), .. Int(0)]), .. Element(5, [.. Int(rows), .. Int(columns)]), .. Element(1, []),
            .. parts.SelectMany(p => p),
        ]);
        static byte[] Text(string text) => Matrix(4, 1, text.Length, Element(16, Encoding.ASCII.GetBytes(text)));
        var names = new[] { "ILSVRC2012_ID", "WNID", "words" }
            .SelectMany(n => Encoding.ASCII.GetBytes(n.PadRight(16, '\0'))).ToArray();
        var structures = wnids.Select((w, i) => (byte[])
            [.. Matrix(6, 1, 1, Small(2, [(byte)(i + 1)])), .. Text(w), .. Text("some, words")]);
        var all = Matrix(2, wnids.Length, 1, [Small(5, Int(16)), Element(1, names), .. structures]);
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.Optimal))
            zlib.Write(all);
        var head = Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)).Concat(new byte[] { 0, 1, 0x49, 0x4D });
        return [.. head, .. Int(15), .. Int(memory.ToArray().Length), .. memory.ToArray()];
    }

    private static byte[] Int(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }
}
