using System.Buffers.Binary;
using System.IO.Compression;

namespace PolyViT.Tests;

public class RecordFormatTests
{
    private static byte[] CifarRecord(byte label, byte red, byte green, byte blue)
    {
        var record = new byte[3073];
        record[0] = label;
        record.AsSpan(1, 1024).Fill(red);
        record.AsSpan(1025, 1024).Fill(green);
        record.AsSpan(2049, 1024).Fill(blue);
        record[1 + 5] = 200; // row 0, column 5 of the red plane
        record[1 + (7 * 32)] = 100; // row 7, column 0
        return record;
    }

    private static TempFolder CifarFolder()
    {
        var folder = new TempFolder();
        folder.Write("batches.meta.txt", "plane\ncar\n\n");
        folder.Write("data_batch_1.bin", [.. CifarRecord(1, 10, 20, 30), .. CifarRecord(0, 1, 2, 3)]);
        folder.Write("data_batch_3.bin", CifarRecord(1, 4, 5, 6));
        folder.Write("test_batch.bin", CifarRecord(0, 7, 8, 9));
        return folder;
    }

    [Fact]
    public void Cifar_batches_are_those_that_exist_and_planes_become_channels()
    {
        using var folder = CifarFolder();
        var (classes, train, test) = Cifar.Read(folder.Root);
        Assert.Equal(["plane", "car"], classes);
        Assert.Equal([1, 0, 1], train.Labels);
        Assert.Equal([0], test.Labels);
        Assert.Equal([3, 32, 32, 3], train.Pixels!.shape);
        Assert.Equal([10, 20, 30], train.Pixels![0, 1, 1].data<byte>().ToArray());
        Assert.Equal([200, 20, 30], train.Pixels![0, 0, 5].data<byte>().ToArray());
        Assert.Equal([100, 5, 6], train.Pixels![2, 7, 0].data<byte>().ToArray());
    }

    [Fact]
    public void A_cifar_file_of_the_wrong_length_is_refused()
    {
        using var folder = CifarFolder();
        folder.Write("data_batch_3.bin", new byte[4000]);
        Refusal.Names(() => Cifar.Read(folder.Root), "data_batch_3.bin", "4000", "3073");
        folder.Write("data_batch_3.bin", []);
        Refusal.Names(() => Cifar.Check(folder.Root), "data_batch_3.bin", "0 bytes");
        File.Delete(folder["data_batch_3.bin"]);
        File.Delete(folder["data_batch_1.bin"]);
        Refusal.Names(() => Cifar.Check(folder.Root), "data_batch_1.bin");
    }

    [Fact]
    public void A_cifar_label_out_of_range_is_refused()
    {
        using var folder = CifarFolder();
        folder.Write("test_batch.bin", [.. CifarRecord(0, 7, 8, 9), .. CifarRecord(2, 7, 8, 9)]);
        Refusal.Names(() => Cifar.Read(folder.Root), "test_batch.bin", "picture 1", "label 2", "2 classes");
    }

    [Fact]
    public void Cifar_100_has_its_fine_labels()
    {
        using var folder = new TempFolder();
        folder.Write("fine_label_names.txt", "apple\naquarium_fish\nbaby\n");
        folder.Write("train.bin", [9, .. CifarRecord(2, 10, 20, 30), 8, .. CifarRecord(0, 1, 2, 3)]);
        folder.Write("test.bin", [7, .. CifarRecord(1, 7, 8, 9)]);
        var (classes, train, test) = Cifar.ReadFine(folder.Root);
        Assert.Equal(["apple", "aquarium_fish", "baby"], classes);
        Assert.Equal([2, 0], train.Labels);
        Assert.Equal([1], test.Labels);
        Assert.Equal([200, 2, 3], train.Pixels![1, 0, 5].data<byte>().ToArray());
        var (pixels, height, width) = train.Read(1);
        Assert.Equal((32, 32), (height, width));
        Assert.Equal([200, 2, 3], pixels[15..18]);
        folder.Write("test.bin", CifarRecord(1, 7, 8, 9));
        Refusal.Names(() => Cifar.CheckFine(folder.Root), "test.bin", "3073", "3074");
        folder.Write("test.bin", [7, .. CifarRecord(3, 7, 8, 9)]);
        Refusal.Names(() => Cifar.ReadFine(folder.Root), "test.bin", "picture 0", "label 3");
        File.Delete(folder["fine_label_names.txt"]);
        Refusal.Names(() => Cifar.CheckFine(folder.Root), "fine_label_names.txt");
    }

    [Fact]
    public void Pictures_that_stay_in_their_files_are_read_by_number()
    {
        var split = new PictureSplit([0, 1, 1], i => new([(byte)i, 0, 0, 0, 0, (byte)i], 1, 2));
        Assert.Null(split.Pixels);
        Assert.Equal([2, 0], split.At([2, 0]).Read(0).Pixels.Take(2));
        Assert.Equal([1, 0], split.At([2, 0]).Labels);
        using var whole = split.Whole();
        Assert.Equal([3, 1, 2, 3], whole.shape);
        Assert.Equal([2, 0, 0, 0, 0, 2], whole[2].contiguous().data<byte>().ToArray());
        var grey = new PictureSplit(tensor(new byte[] { 1, 2, 3, 4 }, [2, 2, 1, 1]), [0, 0]);
        Assert.Equal([3, 3, 3, 4, 4, 4], grey.Read(1).Pixels);
    }

    private static byte[] IdxFile(int magic, byte[] body, params int[] size)
    {
        var bytes = new byte[4 * (1 + size.Length)];
        foreach (var (n, i) in size.Prepend(magic).Select((n, i) => (n, i)))
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * i), n);
        return [.. bytes, .. body];
    }

    private static byte[] Gzipped(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress))
            gzip.Write(bytes);
        return memory.ToArray();
    }

    private static TempFolder IdxFolder()
    {
        var folder = new TempFolder();
        var pixels = Enumerable.Range(0, 12).Select(i => (byte)i).ToArray();
        folder.Write("train-images-idx3-ubyte.gz", Gzipped(IdxFile(2051, pixels, 2, 2, 3)));
        folder.Write("train-labels-idx1-ubyte.gz", Gzipped(IdxFile(2049, [9, 3], 2)));
        folder.Write("t10k-images-idx3-ubyte", IdxFile(2051, [1, 2, 3, 4, 5, 6], 1, 2, 3));
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2049, [7], 1));
        return folder;
    }

    [Fact]
    public void Idx_files_are_read_gzipped_or_not()
    {
        using var folder = IdxFolder();
        var (classes, train, test) = Idx.Read(folder.Root);
        Assert.Equal(10, classes.Length);
        Assert.Equal([9, 3], train.Labels);
        Assert.Equal([7], test.Labels);
        Assert.Equal([2, 2, 3, 1], train.Pixels!.shape);
        Assert.Equal([6, 7, 8, 9, 10, 11], train.Pixels![1].contiguous().data<byte>().ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], test.Pixels!.data<byte>().ToArray());
    }

    [Fact]
    public void Wrong_idx_files_are_refused()
    {
        using var folder = IdxFolder();
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2051, [7], 1));
        Refusal.Names(() => Idx.Check(folder.Root), "t10k-labels-idx1-ubyte", "2051", "2049");
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2049, [11], 1));
        Refusal.Names(() => Idx.Read(folder.Root), "t10k", "label 11");
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2049, [1, 2], 2));
        Refusal.Names(() => Idx.Read(folder.Root), "1 t10k pictures", "2 t10k labels");
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2049, [1], 2));
        Refusal.Names(() => Idx.Read(folder.Root), "t10k-labels-idx1-ubyte", "2 bytes");
        folder.Write("t10k-labels-idx1-ubyte", [0, 0]);
        Refusal.Names(() => Idx.Check(folder.Root), "t10k-labels-idx1-ubyte", "cut short");
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2049, [], -1));
        Refusal.Names(() => Idx.Check(folder.Root), "t10k-labels-idx1-ubyte", "-1");
        folder.Write("t10k-images-idx3-ubyte", IdxFile(2051, [], 2_000_000_000, 2, 3));
        folder.Write("t10k-labels-idx1-ubyte", IdxFile(2049, [1], 1));
        Refusal.Names(() => Idx.Read(folder.Root), "t10k-images-idx3-ubyte");
        folder.Write("train-images-idx3-ubyte.gz", "not gzip at all");
        Refusal.Names(() => Idx.Check(folder.Root), "train-images-idx3-ubyte.gz", "damaged");
        File.Delete(folder["train-images-idx3-ubyte.gz"]);
        Refusal.Names(() => Idx.Check(folder.Root), "train-images-idx3-ubyte.gz", "neither");
    }
}
