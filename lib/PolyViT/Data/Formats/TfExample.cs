using System.Text;

namespace PolyViT;

/// <summary>As much of protocol buffers as a tf.train.Example with a picture and a label needs.</summary>
/// <remarks>
/// tensorflow/core/example: Example { Features = 1 }, Features { map of string = 1 to Feature = 2 }, Feature
/// { BytesList = 1, Int64List = 3 }, each { values = 1 }.
/// </remarks>
internal static class TfExample
{
    private readonly record struct Field(int Number, int Start, int Length, ulong Value);

    /// <summary>Where the picture is, and its label; null where the record has no such features.</summary>
    /// <param name="record">A serialised Example.</param>
    /// <param name="start">Where the record begins within its file.</param>
    public static Member? Picture(byte[] record, long start)
    {
        try
        {
            var features = Features(record);
            return features.TryGetValue("image", out var image) && First(record, image, 1) is { } picture
                && features.TryGetValue("label", out var label)
                && Int64(record, label) is >= 0 and <= int.MaxValue and var n
                ? new(Name(record, features), start + picture.Start, picture.Length, (int)n)
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            return null;
        }
    }

    private static Dictionary<string, Field> Features(byte[] record) =>
        (from features in Fields(record, 0, record.Length).Where(f => f.Number == 1)
         from entry in Fields(record, features.Start, features.Length).Where(f => f.Number == 1)
         let pair = Fields(record, entry.Start, entry.Length).ToArray()
         from key in pair.Where(f => f.Number == 1)
         from value in pair.Where(f => f.Number == 2)
         select (Key: Text(record, key), Value: value))
        .DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => p.Value);

    private static string Name(byte[] record, Dictionary<string, Field> features) =>
        features.TryGetValue("filename", out var file) && First(record, file, 1) is { } name
            ? Text(record, name)
            : "";

    private static string Text(byte[] record, Field field) =>
        Encoding.UTF8.GetString(record, field.Start, field.Length);

    // The first value of the list of this kind.
    private static Field? First(byte[] record, Field feature, int kind) =>
        Fields(record, feature.Start, feature.Length).Where(f => f.Number == kind)
            .SelectMany(list => Fields(record, list.Start, list.Length)).Where(f => f.Number == 1)
            .Cast<Field?>().FirstOrDefault();

    // Numbers are packed into one field, or one field each.
    private static long? Int64(byte[] record, Field feature)
    {
        if (First(record, feature, 3) is not { } value)
            return null;
        var at = value.Start;
        return (long)(value.Length == 0 ? value.Value : Varint(record, ref at, value.Start + value.Length));
    }

    private static IEnumerable<Field> Fields(byte[] record, int start, int length)
    {
        var (at, end) = (start, start + length);
        while (at < end)
        {
            var tag = Varint(record, ref at, end);
            var value = (tag & 7) == 0 ? Varint(record, ref at, end) : 0;
            var size = checked((int)((tag & 7) switch
            {
                0 => 0UL,
                1 => 8UL,
                2 => Varint(record, ref at, end),
                5 => 4UL,
                _ => throw new InvalidDataException("an unknown kind of field"),
            }));
            if (size > end - at)
                throw new InvalidDataException("a field longer than its message");
            yield return new((int)(tag >> 3), at, size, value);
            at += size;
        }
    }

    private static ulong Varint(byte[] record, ref int at, int end)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && at < end; shift += 7)
        {
            var b = record[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
        throw new InvalidDataException("a number without an end");
    }
}
