using System.IO.Hashing;

namespace PolyViT;

/// <summary>An example within an archive.</summary>
/// <param name="Name">What the archive calls it.</param>
/// <param name="Offset">Where its bytes begin within the archive's file.</param>
/// <param name="Length">How many they are.</param>
/// <param name="Label">Its class, where the archive says so; else -1.</param>
internal sealed record Member(string Name, long Offset, long Length, int Label = -1);

/// <summary>
/// What an archive holds, kept in the cache folder: looking through one of 138 GB takes minutes. The kept
/// index is used while the archive's name, length and time of change stay the same.
/// </summary>
internal static class MemberIndex
{
    private const int HashBytes = 8;

    /// <summary>The members of an archive, in its order.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="kind">What it is, and how it is looked through: part of the key.</param>
    /// <param name="scan">Looks through it.</param>
    public static ImmutableArray<Member> Of(string file, string kind, Func<string, IEnumerable<Member>> scan)
    {
        var path = Place(file, $"{kind}-index");
        if (TryRead(path) is { } known)
            return [.. known];
        ImmutableArray<Member> members = [.. scan(file)];
        WholeFile.Write(path, stream => stream.Write(Packed(members)));
        return members;
    }

    /// <summary>Where something that is made of a file is kept.</summary>
    /// <param name="file">The file; its name, length and time of change count.</param>
    /// <param name="what">What is made of it.</param>
    public static string Place(string file, string what)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var key = CacheFolder.Key(what, folder, [new(Path.GetFileName(file), [])]);
        return Path.Combine(CacheFolder.Path(), $"{what}-{Convert.ToHexStringLower(key)[..16]}");
    }

    private static byte[] Packed(ImmutableArray<Member> members)
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write(members.Length);
        foreach (var (name, offset, length, label) in members)
        {
            writer.Write(name);
            writer.Write(offset);
            writer.Write(length);
            writer.Write(label);
        }
        writer.Flush();
        return [.. XxHash3.Hash(memory.ToArray()), .. memory.ToArray()];
    }

    // Null where there is none, or one that is not exactly what was written.
    private static Member[]? TryRead(string path)
    {
        try
        {
            var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
            if (bytes.Length < HashBytes
                || !XxHash3.Hash(bytes.AsSpan(HashBytes)).AsSpan().SequenceEqual(bytes.AsSpan(0, HashBytes)))
                return null;
            using var reader = new BinaryReader(new MemoryStream(bytes, HashBytes, bytes.Length - HashBytes));
            var members = new Member[reader.ReadInt32()];
            foreach (ref var member in members.AsSpan())
                member = new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32());
            return members;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
