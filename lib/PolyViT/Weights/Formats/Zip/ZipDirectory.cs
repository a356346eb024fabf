using System.Buffers.Binary;
using System.Text;

namespace PolyViT;

/// <summary>
/// The table of a zip archive (APPNOTE 6.3), with 64-bit sizes. The framework's reader keeps to itself where
/// a
/// part lies, and so cannot tell overlapping parts, nor read from their middle.
/// </summary>
internal static class ZipDirectory
{
    private const int EndBytes = 22;
    private const int LocatorBytes = 20;
    private const int LongestComment = ushort.MaxValue;
    private const int LongestTable = 1 << 26;
    private const int EntryBytes = 46;
    private const int LocalBytes = 30;
    private const ushort Zip64 = 1;

    // Deflate packs 1032 bytes into one at the best.
    private const long BestRatio = 1032;

    // Weights do not shrink much; whole archives that grow more than this are made to fill memories.
    private const long LargestGrowth = 200;
    private const long AlwaysAllowed = 1 << 28;

    /// <summary>Reads the table of an archive, and checks that it describes the file and nothing
    /// else.</summary>
    /// <exception cref="InputException">It does not.</exception>
    public static ZipFile Read(OpenedFile file, CheckpointFormat format)
    {
        InputException Wrong(string why) => file.Refused(format, why);
        var (start, length, count) = FindTable(file, Wrong);
        if (start < 0 || length < 0 || length > LongestTable || start > file.Length - length
            || count > TensorTable.MostEntries)
            throw Wrong("its table does not fit in it");
        var parts = new OrderedDictionary<string, ZipPart>();
        var table = file.Bytes(start, (int)length).AsSpan();
        for (; count > 0; count--)
        {
            var (part, taken) = Entry(file, table, start, Wrong);
            table = table[taken..];
            if (!parts.TryAdd(part.Name, part))
                throw Wrong($"'{part.Name}' stands in it twice");
        }
        CheckPlaces(parts.Values, Wrong);
        if (parts.Values.Sum(p => (decimal)p.Length) > AlwaysAllowed + ((decimal)file.Length * LargestGrowth))
            throw Wrong($"it would grow to more than {LargestGrowth} times its size");
        return new(file, format, parts);
    }

    // The end record is the last thing in the file, but for a comment that it announces.
    private static (long Start, long Length, long Count) FindTable(
        OpenedFile file, Func<string, InputException> wrong)
    {
        var tail = (int)Math.Min(file.Length, EndBytes + LongestComment);
        var bytes = file.Bytes(file.Length - tail, tail);
        for (var at = tail - EndBytes; at >= 0; at--)
        {
            var end = bytes.AsSpan(at);
            if (U32(end, 0) != 0x06054b50 || U16(end, 20) != end.Length - EndBytes)
                continue;
            var (count, length, start) = (U16(end, 10), U32(end, 12), U32(end, 16));
            return count == ushort.MaxValue || length == uint.MaxValue || start == uint.MaxValue
                ? FindLargeTable(file, file.Length - tail + at, wrong)
                : (start, length, count);
        }
        throw wrong("it is a zip archive without an end, as one cut short");
    }

    private static (long Start, long Length, long Count) FindLargeTable(
        OpenedFile file, long end, Func<string, InputException> wrong)
    {
        const int largeEndBytes = 56;
        if (end < LocatorBytes + largeEndBytes)
            throw wrong("its table does not fit in it");
        var locator = file.Bytes(end - LocatorBytes, LocatorBytes);
        var at = I64(locator, 8);
        if (U32(locator, 0) != 0x07064b50 || at < 0 || at > end - LocatorBytes - largeEndBytes)
            throw wrong("its table does not fit in it");
        var record = file.Bytes(at, largeEndBytes);
        return U32(record, 0) == 0x06064b50 && I64(record, 32) >= 0
            ? (I64(record, 48), I64(record, 40), I64(record, 32))
            : throw wrong("its table does not fit in it");
    }

    private static (ZipPart Part, int Taken) Entry(
        OpenedFile file, ReadOnlySpan<byte> table, long tableStart, Func<string, InputException> wrong)
    {
        if (table.Length < EntryBytes || U32(table, 0) != 0x02014b50)
            throw wrong("its table is damaged");
        var (nameBytes, extraBytes) = (U16(table, 28), U16(table, 30));
        var taken = EntryBytes + nameBytes + extraBytes + U16(table, 32);
        if (taken > table.Length)
            throw wrong("its table is damaged");
        var nameInBytes = table.Slice(EntryBytes, nameBytes);
        var name = Name(nameInBytes, wrong);
        var (length, packed, local) = Sizes(table, table.Slice(EntryBytes + nameBytes, extraBytes));
        var method = U16(table, 10);
        if ((U16(table, 8) & 1) != 0 || method is not (0 or 8))
            throw wrong(
                $"'{name}' is encrypted or packed by method {method}, and only stored and deflated are read");
        if (length < 0 || packed < 0 || local < 0 || (method == 0 && packed != length)
            || length / BestRatio > packed)
            throw wrong($"'{name}' announces {length} bytes in {packed}");
        var start = DataStart(file, local, nameInBytes);
        if (start is null || start > tableStart - packed)
            throw wrong($"'{name}' does not lie where its table says");
        return (new(name, start.Value, packed, length, U32(table, 16), method == 8), taken);
    }

    // Sizes that do not fit in 32 bits stand in an extra field, in this order, those that do not fit only.
    private static (long Length, long Packed, long Local) Sizes(
        ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        Span<long> sizes = [U32(entry, 24), U32(entry, 20), U32(entry, 42)];
        var large = ReadOnlySpan<byte>.Empty;
        while (extra.Length >= 4 && U16(extra, 2) <= extra.Length - 4)
        {
            if (U16(extra, 0) == Zip64)
                large = extra.Slice(4, U16(extra, 2));
            extra = extra[(4 + U16(extra, 2))..];
        }
        foreach (ref var size in sizes)
        {
            if (size != uint.MaxValue)
                continue;
            size = large.Length >= 8 ? I64(large, 0) : -1;
            large = large.Length >= 8 ? large[8..] : [];
        }
        return (sizes[0], sizes[1], sizes[2]);
    }

    private static long? DataStart(OpenedFile file, long local, ReadOnlySpan<byte> name)
    {
        if (local > file.Length - LocalBytes - name.Length)
            return null;
        var header = file.Bytes(local, LocalBytes + name.Length);
        return U32(header, 0) == 0x04034b50 && U16(header, 26) == name.Length
            && header.AsSpan(LocalBytes).SequenceEqual(name)
            ? local + LocalBytes + name.Length + U16(header, 28)
            : null;
    }

    // Nothing is ever unpacked to a folder; such names are refused because no writer of weights makes them.
    private static string Name(ReadOnlySpan<byte> bytes, Func<string, InputException> wrong)
    {
        var name = Encoding.UTF8.GetString(bytes);
        return name.Length == 0 || name[0] == '/' || name.Contains('\\') || name.Contains('\0') || name.Contains(':')
            || name.Split('/').Contains("..")
            ? throw wrong($"the name '{name}' in it leads out of the archive")
            : name;
    }

    private static void CheckPlaces(IEnumerable<ZipPart> parts, Func<string, InputException> wrong)
    {
        var end = 0L;
        foreach (var part in parts.OrderBy(p => p.Start).ThenBy(p => p.Packed))
        {
            if (part.Start < end)
                throw wrong($"'{part.Name}' overlaps another part of it");
            end = part.Start + part.Packed;
        }
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long I64(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
}
