using System.Buffers.Binary;
using System.Text;

namespace PolyViT.Tests;

public class DmlabTests
{
    private static byte[] Varint(ulong value) =>
        value < 0x80 ? [(byte)value] : [(byte)(value | 0x80), .. Varint(value >> 7)];

    private static byte[] Field(int number, byte[] bytes) =>
        [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)bytes.Length), .. bytes];

    private static byte[] Feature(string name, byte[] value) =>
        Field(1, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(2, value)]);

    private static byte[] Example(byte[] picture, int label, bool packed = true) => Field(1,
    [
        .. Feature("label", Field(3, packed ? Field(1, Varint((ulong)label)) : [8, .. Varint((ulong)label)])),
        .. Feature("image", Field(1, Field(1, picture))),
        .. Feature("filename", Field(1, Field(1, "frame.jpg"u8.ToArray()))),
        .. Feature("other", Field(2, Field(1, [0, 0, 128, 63]))),
    ]);

    private static byte[] Record(byte[] data)
    {
        var head = new byte[12];
        BinaryPrimitives.WriteUInt64LittleEndian(head, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), TfRecords.Masked(head.AsSpan(0, 8)));
        var sum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, TfRecords.Masked(data));
        return [.. head, .. data, .. sum];
    }

    private static TempFolder Folder()
    {
        var folder = new TempFolder();
        folder.Write("dmlab-train.tfrecord-00000-of-00002",
            [.. Record(Example(MadeSets.Jpeg(1), 5)), .. Record(Example(MadeSets.Jpeg(2), 0, packed: false))]);
        folder.Write("dmlab-train.tfrecord-00001-of-00002", Record(Example(MadeSets.Jpeg(3), 2)));
        folder.Write("dmlab-validation.tfrecord", Record(Example(MadeSets.Jpeg(4), 3)));
        folder.Write("dmlab-test.tfrecord", Record(Example(MadeSets.Jpeg(5), 1)));
        return folder;
    }

    [Fact]
    public void The_checksum_is_tensorflows()
    {
        // CRC32C of "123456789" is E3069283 (RFC 3720, B.4, has more): rotated by 15, plus A282EAD8.
        Assert.Equal(unchecked(((0xE3069283u >> 15) | (0xE3069283u << 17)) + 0xA282EAD8u), TfRecords.Masked("123456789"u8));
        Assert.Equal(unchecked(((0x8A9136AAu >> 15) | (0x8A9136AAu << 17)) + 0xA282EAD8u), TfRecords.Masked(new byte[32]));
    }

    [Fact]
    public void Pictures_are_read_within_their_records()
    {
        using var folder = Folder();
        var listing = Dmlab.Read(folder.Root);
        Assert.Equal([5, 0, 2], listing.Train.Select(i => i.Label));
        Assert.Equal((3, 1), (listing.Validation.Single().Label, listing.Test.Single().Label));
        Assert.Equal([1, 2, 3], listing.Train.Select(i => (int)listing.Bytes(i)[^1]));
        Assert.Equal(MadeSets.Jpeg(2), listing.Bytes(listing.Train[1]));
        Assert.Equal(8, Pictures.Read(listing.Train[1].In(listing.Folder)).Width);
        Assert.Equal(listing.Train, Dmlab.Read(folder.Root).Train); // from the kept index
    }

    [Fact]
    public void Damaged_and_missing_records_are_named()
    {
        using var folder = Folder();
        var whole = File.ReadAllBytes(folder["dmlab-test.tfrecord"]);
        foreach (var length in new[] { 5, 12, whole.Length - 1 })
        {
            folder.Write("dmlab-test.tfrecord", whole[..length]);
            Refusal.Names(() => Dmlab.Read(folder.Root), "dmlab-test.tfrecord", "record 1", "cut short");
        }
        for (var at = 0; at < whole.Length; at += 61)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x10;
            folder.Write("dmlab-test.tfrecord", changed);
            Refusal.Names(() => Dmlab.Read(folder.Root), "dmlab-test.tfrecord", "record 1", "checksum");
        }
        folder.Write("dmlab-test.tfrecord", Record(Example(MadeSets.Jpeg(1), 6)));
        Refusal.Names(() => Dmlab.Read(folder.Root), "dmlab-test.tfrecord", "frame.jpg", "label 6");
        folder.Write("dmlab-test.tfrecord", Record(Field(1, Feature("image", Field(1, Field(1, [1]))))));
        Refusal.Names(() => Dmlab.Read(folder.Root), "dmlab-test.tfrecord", "record 1", "no picture");
        folder.Write("dmlab-test.tfrecord", Record([0xFF, 0xFF]));
        Refusal.Names(() => Dmlab.Read(folder.Root), "dmlab-test.tfrecord", "record 1", "no picture");
        File.Delete(folder["dmlab-train.tfrecord-00001-of-00002"]);
        Refusal.Names(() => Dmlab.Check(folder.Root), "00000-of-00002", "2 files", "1 are there");
        File.Delete(folder["dmlab-validation.tfrecord"]);
        Refusal.Names(() => Dmlab.Check(folder.Root), "dmlab");
    }
}
