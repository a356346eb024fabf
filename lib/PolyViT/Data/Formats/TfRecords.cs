using System.Buffers.Binary;
using System.Numerics;

namespace PolyViT;

/// <summary>
/// TFRecord files of tf.train.Example with an encoded picture and a label. They are read once, with every
/// checksum, to find where each picture lies; then pictures are read in place.
/// </summary>
/// <remarks>tensorflow/core/lib/io/record_writer.h: length, its masked CRC32C, the record, its masked
/// CRC32C.</remarks>
internal static class TfRecords
{
    private const int HeadBytes = 12;
    private const int MostBytes = 1 << 30;

    /// <summary>The pictures of a file with their labels, in its order.</summary>
    /// <param name="file">Not compressed; features "image", "label" and, if there is one, "filename".</param>
    public static ImmutableArray<Member> Pictures(string file) => MemberIndex.Of(file, "tfrecord", Scan);

    private static IEnumerable<Member> Scan(string file)
    {
        using var stream = File.OpenRead(file);
        for (var record = 1; stream.Position < stream.Length; record++)
        {
            var start = stream.Position + HeadBytes;
            yield return TfExample.Picture(Record(file, stream, record), start)
                ?? throw new InputException(
                    $"{file} record {record} has no picture with a label: get the files that TFDS downloads.");
        }
    }

    private static byte[] Record(string file, FileStream stream, int record)
    {
        InputException Damaged(string why) => new($"{file} record {record} {why}: copy the file again.");
        var head = Bytes(stream, HeadBytes) ?? throw Damaged("is cut short");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(head);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) != Masked(head.AsSpan(0, 8))
            || length > MostBytes)
            throw Damaged("begins with a wrong checksum");
        var body = Bytes(stream, (long)length + 4) ?? throw Damaged("is cut short");
        return BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan((int)length)) == Masked(body.AsSpan(0, (int)length))
            ? body[..(int)length]
            : throw Damaged("does not agree with its checksum");
    }

    private static byte[]? Bytes(FileStream stream, long count)
    {
        if (stream.Length - stream.Position < count)
            return null;
        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>TensorFlow's masked CRC32C: rotated by 15 bits, plus a constant.</summary>
    internal static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }
}
