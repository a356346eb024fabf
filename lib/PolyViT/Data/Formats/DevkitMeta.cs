using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PolyViT;

/// <summary>
/// meta.mat of the ImageNet development kit, which tells what the numbers of its ground truth mean: a MATLAB
/// 5 file with an array of structures whose fields ILSVRC2012_ID and WNID are read.
/// </summary>
/// <remarks>MATLAB, "MAT-File Format", level 5.</remarks>
internal static class DevkitMeta
{
    private const int HeaderBytes = 128;
    private const uint Matrix = 14;
    private const uint Compressed = 15;

    /// <summary>The WordNet ids by ILSVRC2012_ID - 1; "" where there is none.</summary>
    public static string[] Read(string file)
    {
        if (!File.Exists(file))
            throw new InputException(
                $"{file} does not exist: copy the development kit's, or val.txt in its place.");
        try
        {
            foreach (var matrix in Elements(File.ReadAllBytes(file).AsMemory(HeaderBytes)).Select(Inflated))
            {
                if (matrix.Type == Matrix && Ids(matrix.Bytes) is { Length: > 0 } ids)
                    return ids;
            }
            throw new InvalidDataException("no structures with ILSVRC2012_ID and WNID");
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException or FormatException
            or InvalidOperationException or IndexOutOfRangeException or OverflowException)
        {
            throw new InputException(
                $"{file} is not the development kit's meta.mat: copy it again. ({e.Message})", e);
        }
    }

    // Flags, sizes, name, length of field names, field names, then a matrix for every field of every
    // structure.
    private static string[] Ids(ReadOnlyMemory<byte> matrix)
    {
        var parts = Elements(matrix).ToArray();
        if (parts.Length < 5 || parts[0].Bytes.Span[0] != 2) // 2: structures
            return [];
        var width = BinaryPrimitives.ReadInt32LittleEndian(parts[3].Bytes.Span);
        string[] fields =
            [.. parts[4].Bytes.ToArray().Chunk(width).Select(c => Encoding.ASCII.GetString(c).TrimEnd('\0'))];
        var (id, wnid) = (Array.IndexOf(fields, "ILSVRC2012_ID"), Array.IndexOf(fields, "WNID"));
        if (id < 0 || wnid < 0)
            return [];
        var pairs = parts[5..].Chunk(fields.Length)
            .Select(s => (Id: (int)Values(s[id]).Single(),
                Wnid: string.Concat(Values(s[wnid]).Select(c => (char)c))))
            .ToDictionary(p => p.Id, p => p.Wnid);
        return [.. Enumerable.Range(1, pairs.Keys.Max()).Select(i => pairs.GetValueOrDefault(i, ""))];
    }

    // The numbers of a matrix, which may be stored in a narrower type than they are meant in.
    private static IEnumerable<double> Values((uint Type, ReadOnlyMemory<byte> Bytes) matrix)
    {
        var (type, bytes) = Elements(matrix.Bytes).ElementAt(3);
        var (size, number) = type switch
        {
            1u => (1, (Func<byte[], double>)(b => (sbyte)b[0])),
            2u or 16u => (1, b => b[0]),
            3u => (2, b => BinaryPrimitives.ReadInt16LittleEndian(b)),
            4u or 17u => (2, b => BinaryPrimitives.ReadUInt16LittleEndian(b)),
            5u => (4, b => BinaryPrimitives.ReadInt32LittleEndian(b)),
            6u => (4, b => BinaryPrimitives.ReadUInt32LittleEndian(b)),
            9u => (8, b => BinaryPrimitives.ReadDoubleLittleEndian(b)),
            _ => throw new InvalidDataException($"numbers of type {type}"),
        };
        return bytes.ToArray().Chunk(size).Select(number);
    }

    private static (uint Type, ReadOnlyMemory<byte> Bytes) Inflated((uint Type, ReadOnlyMemory<byte> Bytes) element)
    {
        if (element.Type != Compressed)
            return element;
        using var zlib = new ZLibStream(new MemoryStream(element.Bytes.ToArray()), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        zlib.CopyTo(memory);
        return Elements(memory.ToArray()).First();
    }

    // Type and length, 4 bytes each, or 2 each before at most 4 bytes; padded to 8, but for compressed ones.
    private static IEnumerable<(uint Type, ReadOnlyMemory<byte> Bytes)> Elements(ReadOnlyMemory<byte> bytes)
    {
        for (var at = 0; at + 8 <= bytes.Length;)
        {
            var tag = BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]);
            var small = tag > 0xFFFF;
            var (type, length) = small
                ? (tag & 0xFFFF, (int)(tag >> 16))
                : (tag, checked((int)BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[(at + 4)..])));
            yield return (type, bytes.Slice(at + (small ? 4 : 8), length));
            at += small ? 8 : 8 + (type == Compressed ? length : (length + 7) / 8 * 8);
        }
    }
}
