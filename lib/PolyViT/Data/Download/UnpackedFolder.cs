using System.IO.Hashing;

namespace PolyViT;

/// <summary>What an archive has given so far, and what it is still allowed.</summary>
/// <param name="archive">What errors call it.</param>
/// <param name="folder">Where everything goes.</param>
/// <param name="limits">What it may be at most.</param>
/// <param name="length">Bytes of the archive.</param>
/// <param name="at">Called now and then.</param>
/// <param name="stop">Ends the work.</param>
internal sealed class UnpackedFolder(
    string archive, string folder, UnpackLimits limits, long length, Action at, CancellationToken stop)
{
    private readonly string root = Directory.CreateDirectory(Path.GetFullPath(folder)).FullName;
    private readonly byte[] buffer = new byte[1 << 17];
    private long entries, files, bytes;

    /// <summary>Why the archive is not unpacked.</summary>
    public InputException Refused(string why) => new(
        $"{archive} is not unpacked ({why}): delete it, and get it from its owners.");

    /// <summary>Makes a folder.</summary>
    public void Folder(string name) => Directory.CreateDirectory(Within(name));

    /// <summary>Writes a file, once.</summary>
    /// <param name="name">Its name in the archive.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="crc">What the archive says they sum to; null where it does not.</param>
    public void File(string name, Stream content, uint? crc = null)
    {
        var path = Within(name);
        if (path == root)
            throw Refused($"\"{name}\" names no file");
        if (Path.Exists(path))
            throw Refused($"{name} is in it twice");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        var sum = new Crc32();
        for (int n; (n = Next(content)) > 0;)
        {
            file.Write(buffer, 0, n);
            if (crc is not null)
                sum.Append(buffer.AsSpan(0, n));
        }
        if (crc is { } right && sum.GetCurrentHashAsUInt32() != right)
            throw new InvalidDataException($"the bytes of {name} do not sum to what it says");
        files++;
    }

    /// <summary>Reads bytes that nobody wants.</summary>
    public void Pass(Stream content)
    {
        while (Next(content) > 0)
        {
        }
    }

    /// <summary>Copies what a link leads to; no link is made, so none can lead anywhere later.</summary>
    /// <param name="name">The link's name.</param>
    /// <param name="target">Where it leads, from the top of the archive.</param>
    /// <param name="written">How the archive writes that.</param>
    public void Link(string name, string target, string written)
    {
        if (Rooted(written) || Resolved(target) is not { } inside)
            throw Refused($"{name} is a link to {written}, which is outside of it");
        var path = Path.Combine(root, inside);
        if (!System.IO.File.Exists(path))
            throw Refused($"{name} is a link to {written}, which is no file that came before it");
        using var content = System.IO.File.OpenRead(path);
        File(name, content);
    }

    /// <summary>That there was something in it.</summary>
    public void End()
    {
        if (files == 0)
            throw Refused("there is no file in it");
    }

    private int Next(Stream content)
    {
        stop.ThrowIfCancellationRequested();
        var n = content.Read(buffer);
        bytes += n;
        if (bytes > limits.Of(length))
            throw Refused($"its {length} bytes unpack to more than {limits.Of(length)}: that is a bomb");
        at();
        return n;
    }

    private string Within(string name)
    {
        stop.ThrowIfCancellationRequested();
        if (++entries > limits.Entries)
            throw Refused($"it has more than {limits.Entries} entries");
        var parts = name.Split('/');
        if (Rooted(name) || parts.Contains("..") || name.AsSpan().ContainsAny('\\', ':', '\0'))
            throw Refused($"\"{name}\" would not stay in its folder");
        if (parts.Length > limits.Depth)
            throw Refused($"{name} lies deeper than {limits.Depth} folders");
        return Path.Combine([root, .. parts.Where(p => p is not ("" or "."))]);
    }

    private static bool Rooted(string name) => name.StartsWith('/') || Path.IsPathRooted(name);

    // The path without "..", or null where it leads out.
    private static string? Resolved(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }
        return parts.Any(p => p.AsSpan().ContainsAny('\\', ':', '\0')) ? null : Path.Combine([.. parts]);
    }
}
