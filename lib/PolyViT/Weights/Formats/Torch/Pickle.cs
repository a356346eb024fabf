using System.Buffers.Binary;
using System.Text;

namespace PolyViT;

/// <summary>What a pickle may refer to; everything else is refused.</summary>
/// <param name="Global">The value of "module" and "name"; throws when it is not known.</param>
/// <param name="Persistent">The value of a persistent id.</param>
/// <param name="Call">What a known function gives for its arguments.</param>
/// <param name="Wrong">Makes the error of a reason.</param>
internal sealed record PickleWorld(
    Func<string, string, object> Global,
    Func<object?, object> Persistent,
    Func<object?, object?[], object> Call,
    Func<string, InputException> Wrong);

/// <summary>
/// Reads pickled data: maps, lists, tuples, numbers, texts, and what its world knows. No name of the pickle
/// is ever looked up elsewhere, and nothing is run.
/// </summary>
/// <remarks>CPython's pickletools, protocols 2 to 5.</remarks>
internal sealed partial class Pickle(byte[] code, PickleWorld world)
{
    private const int Stop = '.';

    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];
    private int at;

    /// <summary>The value that the pickle makes.</summary>
    public object? Read()
    {
        for (var op = Bytes(1)[0]; op != Stop; op = Bytes(1)[0])
            if (!Number(op) && !Text(op) && !Collection(op) && !Memory(op) && !Reference(op))
                throw world.Wrong(
                    $"its pickle has the instruction {Name(op)}, which no state dict needs; nothing of it was run");
        return Pop();
    }

    private bool Number(byte op)
    {
        object? value = op switch
        {
            (byte)'N' => null,
            0x88 => true,
            0x89 => false,
            (byte)'K' => (long)Bytes(1)[0],
            (byte)'M' => (long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)),
            (byte)'J' => (long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)),
            (byte)'G' => BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)),
            0x8a => Long(Bytes(Bytes(1)[0])),
            _ => code,
        };
        if (ReferenceEquals(value, code))
            return false;
        stack.Add(value);
        return true;
    }

    private long Long(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 8)
            throw world.Wrong($"its pickle has an integer of {bytes.Length} bytes");
        var value = bytes.Length > 0 && (bytes[^1] & 0x80) != 0 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
            value = (value << 8) | bytes[i];
        return value;
    }

    private bool Text(byte op)
    {
        var length = op switch
        {
            (byte)'X' or (byte)'T' or (byte)'B' => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)),
            0x8c or (byte)'U' or (byte)'C' => Bytes(1)[0],
            _ => -1,
        };
        if (op is not ((byte)'X' or (byte)'T' or (byte)'B' or 0x8c or (byte)'U' or (byte)'C'))
            return false;
        stack.Add(Encoding.UTF8.GetString(Bytes(length)));
        return true;
    }

    // Saves and fetches values by number, and passes over what only frames the pickle.
    private bool Memory(byte op)
    {
        switch (op)
        {
            case 0x80 when Bytes(1)[0] <= 5:
                return true;
            case 0x95:
                _ = Bytes(8);
                return true;
            case (byte)'q':
                memo[Bytes(1)[0]] = Top();
                return true;
            case (byte)'r':
                memo[BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))] = Top();
                return true;
            case 0x94:
                memo[memo.Count] = Top();
                return true;
            case (byte)'h':
                stack.Add(Saved(Bytes(1)[0]));
                return true;
            case (byte)'j':
                stack.Add(Saved(BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4))));
                return true;
            default:
                return false;
        }
    }

    private object? Saved(long number) =>
        memo.TryGetValue(number, out var value)
            ? value
            : throw world.Wrong($"its pickle asks for a value {number} that it has not saved");

    private static string Name(byte op) => op switch
    {
        (byte)'i' => "INST",
        (byte)'o' => "OBJ",
        0x81 => "NEWOBJ",
        0x92 => "NEWOBJ_EX",
        (byte)'P' => "PERSID",
        0x82 or 0x83 or 0x84 => "EXT",
        _ => $"0x{op:x2}",
    };

    private ReadOnlySpan<byte> Bytes(int length)
    {
        if (length < 0 || length > code.Length - at)
            throw world.Wrong("its pickle is cut short");
        at += length;
        return code.AsSpan(at - length, length);
    }
}
