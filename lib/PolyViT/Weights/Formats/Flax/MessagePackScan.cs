using System.Buffers.Binary;
using System.Text;

namespace PolyViT;

/// <summary>What an item of MessagePack is.</summary>
internal enum PackedKind
{
    Nil,
    Truth,
    Integer,
    Real,
    Text,
    Binary,
    List,
    Map,
    Extension,
}

/// <summary>The head of an item.</summary>
/// <param name="Kind">What follows.</param>
/// <param name="Number">
/// An integer, a truth as 0 or 1, or how many bytes (of a text, binary or extension), items or pairs follow.
/// </param>
/// <param name="Real">A real number.</param>
/// <param name="Type">The type of an extension.</param>
internal readonly record struct PackedItem(PackedKind Kind, long Number = 0, double Real = 0, sbyte Type = 0);

/// <summary>
/// Goes through a MessagePack file and passes over its arrays without reading them; the packages for the
/// format want the whole file in memory.
/// </summary>
internal sealed class MessagePackScan(OpenedFile file)
{
    private const int LongestText = 1 << 20;

    private readonly byte[] buffer = new byte[1 << 14];
    private long bufferStart;
    private int buffered;

    /// <summary>Where the next byte lies.</summary>
    public long At { get; private set; }

    /// <summary>Reads the head of the next item.</summary>
    public PackedItem Next()
    {
        var code = Take(1)[0];
        return code switch
        {
            <= 0x7f => new(PackedKind.Integer, code),
            <= 0x8f => new(PackedKind.Map, code & 0xf),
            <= 0x9f => new(PackedKind.List, code & 0xf),
            <= 0xbf => new(PackedKind.Text, code & 0x1f),
            0xc0 => new(PackedKind.Nil),
            0xc2 or 0xc3 => new(PackedKind.Truth, code & 1),
            >= 0xc4 and <= 0xc6 => new(PackedKind.Binary, Unsigned(1 << (code - 0xc4))),
            >= 0xc7 and <= 0xc9 => Extension(Unsigned(1 << (code - 0xc7))),
            0xca => new(PackedKind.Real, Real: BinaryPrimitives.ReadSingleBigEndian(Take(4))),
            0xcb => new(PackedKind.Real, Real: BinaryPrimitives.ReadDoubleBigEndian(Take(8))),
            >= 0xcc and <= 0xcf => new(PackedKind.Integer, Unsigned(1 << (code - 0xcc))),
            >= 0xd0 and <= 0xd3 => new(PackedKind.Integer, Signed(1 << (code - 0xd0))),
            >= 0xd4 and <= 0xd8 => Extension(1 << (code - 0xd4)),
            >= 0xd9 and <= 0xdb => new(PackedKind.Text, Unsigned(1 << (code - 0xd9))),
            0xdc or 0xdd => new(PackedKind.List, Unsigned(2 << (code - 0xdc))),
            0xde or 0xdf => new(PackedKind.Map, Unsigned(2 << (code - 0xde))),
            >= 0xe0 => new(PackedKind.Integer, (sbyte)code),
            _ => throw Wrong($"byte {At - 1} is 0x{code:x2}, which the format does not have"),
        };
    }

    /// <summary>Reads a text whose head has been read.</summary>
    public string Text(long length)
    {
        if (length > Math.Min(LongestText, buffer.Length) && length <= LongestText)
            return Encoding.UTF8.GetString(LongText((int)length));
        return length <= LongestText
            ? Encoding.UTF8.GetString(Take((int)length))
            : throw Wrong(
                $"a text at byte {At} has {length} bytes, more than the {LongestText} that are read");
    }

    /// <summary>Passes over bytes without reading them.</summary>
    public void Skip(long length) =>
        At = length <= file.Length - At
            ? At + length
            : throw Wrong($"it ends within the {length} bytes at byte {At}");

    /// <summary>That the file is damaged.</summary>
    public InputException Wrong(string why) => file.Refused(CheckpointFormat.MessagePack, why);

    private PackedItem Extension(long length) => new(PackedKind.Extension, length, Type: (sbyte)Take(1)[0]);

    private byte[] LongText(int length)
    {
        var start = At;
        Skip(length);
        return file.Bytes(start, length);
    }

    private long Unsigned(int bytes) => Take(bytes) switch
    {
        { Length: 1 } b => b[0],
        { Length: 2 } b => BinaryPrimitives.ReadUInt16BigEndian(b),
        { Length: 4 } b => BinaryPrimitives.ReadUInt32BigEndian(b),
        var b when BinaryPrimitives.ReadInt64BigEndian(b) is >= 0 and var n => n,
        _ => throw Wrong($"the integer before byte {At} is larger than 2^63"),
    };

    private long Signed(int bytes) => Take(bytes) switch
    {
        { Length: 1 } b => (sbyte)b[0],
        { Length: 2 } b => BinaryPrimitives.ReadInt16BigEndian(b),
        { Length: 4 } b => BinaryPrimitives.ReadInt32BigEndian(b),
        var b => BinaryPrimitives.ReadInt64BigEndian(b),
    };

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > file.Length - At)
            throw Wrong("it is cut short");
        if (At < bufferStart || At + length > bufferStart + buffered)
        {
            bufferStart = At;
            buffered = (int)Math.Min(buffer.Length, file.Length - At);
            file.Read(At, buffer.AsSpan(0, buffered));
        }
        var span = buffer.AsSpan((int)(At - bufferStart), length);
        At += length;
        return span;
    }
}
