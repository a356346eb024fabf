using System.Formats.Tar;

namespace PolyViT;

/// <summary>
/// Tar archives read in place: only headers are looked at, once, so that a member is later read by its
/// offset. A tar within a tar counts as a folder.
/// </summary>
internal static class TarIndex
{
    private const int Block = 512;

    /// <summary>The files of an archive; one in n01440764.tar is called n01440764.tar/name.</summary>
    /// <param name="file">An archive that is not compressed.</param>
    public static ImmutableArray<Member> Of(string file) => MemberIndex.Of(file, "tar", Scan);

    private static List<Member> Scan(string file)
    {
        var members = new List<Member>();
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, Block);
            Scan(file, stream, 0, "", members);
            return members;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException
            or ArgumentException or OverflowException)
        {
            var why = e is ArgumentException ? "a tar within it is cut short" : e.Message;
            throw new InputException(
                $"{file} is not a whole tar archive, after {members.Count} files ({why}): copy it again.", e);
        }
    }

    private static void Scan(string file, Stream stream, long start, string prefix, List<Member> members)
    {
        using var tar = new TarReader(stream, leaveOpen: true);
        var end = 0L;
        while (tar.GetNextEntry() is { } entry)
        {
            end = Math.Max(entry.DataOffset, end) + RoundedUp(entry.Length);
            if (end > stream.Length)
                throw new EndOfStreamException($"{prefix}{entry.Name} is cut short");
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                continue;
            var (name, at) = (prefix + entry.Name.TrimStart('.', '/'), start + entry.DataOffset);
            if (name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) && entry.DataStream is { } inner)
                Scan(file, inner, at, $"{name}/", members);
            else
                members.Add(new(name, at, entry.Length));
        }
        if (end + Block > stream.Length)
            throw new EndOfStreamException($"{(prefix.Length == 0 ? "it" : prefix.TrimEnd('/'))} has no end mark");
    }

    private static long RoundedUp(long length) => (length + Block - 1) / Block * Block;
}
