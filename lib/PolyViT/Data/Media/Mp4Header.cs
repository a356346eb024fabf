using System.Buffers.Binary;
using System.Text;

namespace PolyViT;

/// <summary>The number of frames in an MP4 or MOV (ISO 14496-12).</summary>
internal static class Mp4Header
{
    private const int MostBoxes = 1000, MostHeader = 1 << 26;

    /// <summary>What the first picture track says; null where the file is no whole MP4, or is in
    /// fragments.</summary>
    /// <param name="file">The bytes of a file.</param>
    public static FrameCount? TryRead(MediaBytes file)
    {
        var place = 0L;
        for (var boxes = 0; boxes < MostBoxes && place + 8 <= file.Length; boxes++)
        {
            var (type, header, size) = Box(file.At(place, 16), file.Length - place);
            if (size < header || place + size > file.Length || (boxes == 0 && type != "ftyp"))
                return null;
            if (type == "moov")
                return size <= MostHeader ? Movie(file.At(place, (int)size).AsMemory(header)) : null;
            place += size;
        }
        return null;
    }

    private static (string Type, int Header, long Size) Box(ReadOnlySpan<byte> bytes, long rest)
    {
        var size = (long)BinaryPrimitives.ReadUInt32BigEndian(bytes);
        var type = Encoding.Latin1.GetString(bytes.Slice(4, 4));
        return size switch
        {
            0 => (type, 8, rest), // to the end of the file
            1 => (type, 16, BinaryPrimitives.ReadInt64BigEndian(bytes[8..])),
            _ => (type, 8, size),
        };
    }

    private static FrameCount? Movie(ReadOnlyMemory<byte> movie)
    {
        var tracks = Children(movie).Where(b => b.Type == "trak").Select(b => b.Body);
        var track = tracks.FirstOrDefault(t => Handler(t) == "vide");
        if (track.IsEmpty || !Find(movie, "mvex").IsEmpty)
            return null;
        var sizes = Find(track, "mdia", "minf", "stbl", "stsz");
        var each = Number(sizes, 4); // 0: a table of sizes follows
        var frames = Number(sizes, 8);
        var (scale, length) = Time(Find(track, "mdia", "mdhd"));
        if ((each == 0 && sizes.Length < 12 + (4L * frames)) || (each > 0 && frames > MostHeader) || length == 0)
            return null;
        var perSecond = frames * (double)scale / length;
        var shown = Shown(Find(track, "edts", "elst"), Time(Find(movie, "mvhd")).Scale);
        return new((int)Math.Min(frames, Math.Max(1, Math.Round(shown * perSecond))), perSecond);
    }

    // Seconds of the one stretch that is shown; infinite where nothing is cut off, not a number for more.
    private static double Shown(ReadOnlyMemory<byte> edits, uint scale)
    {
        if (edits.IsEmpty)
            return double.PositiveInfinity;
        var (wide, count) = (Version(edits) == 1, Number(edits, 4));
        var shown = new List<double>();
        for (var i = 0; i < Math.Min(count, 4); i++)
        {
            var entry = edits[(8 + (i * (wide ? 20 : 12)))..];
            var (length, start) = wide
                ? (Wide(entry, 0), Wide(entry, 8)) : (Number(entry, 0), (int)Number(entry, 4));
            if (start >= 0) // else nothing is shown
                shown.Add(length == 0 ? double.PositiveInfinity : (double)length / scale);
        }
        return count <= 4 && shown is [var one] ? one : double.NaN;
    }

    private static string Handler(ReadOnlyMemory<byte> track) =>
        Find(track, "mdia", "hdlr") is { Length: >= 12 } handler
            ? Encoding.Latin1.GetString(handler.Span.Slice(8, 4)) : "";

    // Units per second, and the length in them, of mvhd and mdhd.
    private static (uint Scale, long Length) Time(ReadOnlyMemory<byte> header) => Version(header) == 1
        ? (Number(header, 20), Wide(header, 24)) : (Number(header, 12), Number(header, 16));

    private static uint Version(ReadOnlyMemory<byte> box) => Number(box, 0) >> 24;

    private static uint Number(ReadOnlyMemory<byte> bytes, int place) =>
        BinaryPrimitives.ReadUInt32BigEndian(bytes.Span[place..]);

    private static long Wide(ReadOnlyMemory<byte> bytes, int place) =>
        BinaryPrimitives.ReadInt64BigEndian(bytes.Span[place..]);

    // Empty where there is none.
    private static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> box, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            box = Children(box).FirstOrDefault(b => b.Type == name).Body;
        return box;
    }

    private static IEnumerable<(string Type, ReadOnlyMemory<byte> Body)> Children(ReadOnlyMemory<byte> box)
    {
        while (box.Length >= 8)
        {
            var (type, header, size) = Box(box.Span, box.Length);
            if (size < header || size > box.Length)
                yield break;
            yield return (type, box[header..(int)size]);
            box = box[(int)size..];
        }
    }
}
