using System.Buffers;
using System.IO.Compression;

namespace PolyViT;

/// <summary>Reads the parts of a zip archive, each against its length and its checksum.</summary>
internal static class ZipReading
{
    /// <summary>The bytes of a part that is known to be small.</summary>
    public static byte[] Bytes(this ZipFile zip, ZipPart part, int most)
    {
        if (part.Length > most)
            throw zip.Refused(part, $"has {part.Length} bytes, more than the {most} that are read");
        var bytes = new byte[part.Length];
        zip.Whole(part, take => take(bytes));
        return bytes;
    }

    /// <summary>The first bytes of a part, fewer when it is shorter; no checksum covers them yet.</summary>
    public static byte[] Head(this ZipFile zip, ZipPart part, int length)
    {
        var head = new byte[Math.Min(length, part.Length)];
        zip.Guarded(part, stream => stream.ReadExactly(head));
        return head;
    }

    /// <summary>Fills a tensor with what follows a part's head, which has been read.</summary>
    public static void Fill(this ZipFile zip, ZipPart part, int head, Tensor into) =>
        zip.Whole(part, take =>
        {
            take(new byte[head]);
            into.Each(take);
        });

    /// <summary>Reads a part to its end and compares its checksum, unless that was done before.</summary>
    public static void Check(this ZipFile zip, ZipPart part)
    {
        if (zip.Sound.ContainsKey(part.Name))
            return;
        zip.Whole(part, take =>
        {
            var block = ArrayPool<byte>.Shared.Rent(1 << 18);
            for (var left = part.Length; left > 0; left -= Math.Min(left, block.Length))
                take(block.AsSpan(0, (int)Math.Min(left, block.Length)));
            ArrayPool<byte>.Shared.Return(block);
        });
    }

    private static void Whole(this ZipFile zip, ZipPart part, Action<OnBlock> read) =>
        zip.Guarded(part, stream =>
        {
            var (sum, sound) = (new Checksum(), zip.Sound.ContainsKey(part.Name));
            read(block =>
            {
                stream.ReadExactly(block);
                if (!sound)
                    sum.Append(block);
            });
            if (stream.ReadByte() >= 0)
                throw zip.Refused(part, $"has more than the {part.Length} bytes that it announces");
            // PyTorch can be told to leave the checksum out, and then writes 0.
            if (!sound && sum.Value != part.Crc && (part.Crc != 0 || zip.Format != CheckpointFormat.Torch))
                throw zip.Refused(part, "has another checksum than its bytes");
            zip.Sound[part.Name] = true;
        });

    private static void Guarded(this ZipFile zip, ZipPart part, Action<Stream> read)
    {
        try
        {
            using var packed = new FilePart(zip.File, part.Start, part.Packed);
            using Stream stream = part.Deflated
                ? new DeflateStream(packed, CompressionMode.Decompress)
                : packed;
            read(stream);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw zip.Refused(part, "is damaged or cut short", e);
        }
    }
}
