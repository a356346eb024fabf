using System.Security.Cryptography;
using System.Text;

namespace PolyViT;

/// <summary>
/// Decoded data sets on disk, one file each: magic, version, length and SHA-256 of what follows. A file is
/// written beside its place and renamed; one that is not exactly what it says is passed over, and made again.
/// </summary>
internal static class Cache
{
    private const int Version = 1;
    private const int HeaderBytes = 4 + 4 + 8 + 32;
    private const int BlockBytes = 1 << 24;

    /// <summary>POLYVIT_CACHE, or polyvit in XDG_CACHE_HOME, or .cache/polyvit in the user's home.</summary>
    public static string Folder()
    {
        static string? Set(string name) =>
            Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var caches = Set("XDG_CACHE_HOME") ?? Path.Combine(home, ".cache");
        return Set("POLYVIT_CACHE") ?? Path.Combine(caches, "polyvit");
    }

    /// <summary>
    /// Where these files, decoded with these settings, are kept: the name changes with any of them.
    /// </summary>
    /// <param name="folder">The cache folder.</param>
    /// <param name="name">What a person may call it.</param>
    /// <param name="settings">Everything that the decoded values depend on besides the files.</param>
    /// <param name="root">The folder that the files' names start from.</param>
    /// <param name="files">The files; name, length and time of change count.</param>
    public static string PathOf(
        string folder, string name, string settings, string root, IEnumerable<string> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Version}\n{settings}\n"));
        foreach (var file in files)
        {
            var info = new FileInfo(Path.Combine(root, file));
            hash.AppendData(Encoding.UTF8.GetBytes($"{file}\n{info.Length} {info.LastWriteTimeUtc.Ticks}\n"));
        }
        return Path.Combine(folder, $"{name}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}.bin");
    }

    /// <summary>Fills a contiguous tensor from a file; false when there is none, or it is damaged.</summary>
    public static bool TryRead(string path, Tensor into)
    {
        if (!File.Exists(path))
            return false;
        try
        {
            using var file = File.OpenRead(path);
            var length = into.NumberOfElements * into.ElementSize;
            if (file.Length != HeaderBytes + length)
                return false;
            var header = new byte[HeaderBytes];
            file.ReadExactly(header);
            Each(into, block => file.ReadExactly(block));
            return header.AsSpan().SequenceEqual(Header(into, length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes a contiguous tensor.</summary>
    public static void Write(string path, Tensor data)
    {
        try
        {
            WholeFile.Replace(path, file =>
            {
                file.Write(Header(data, data.NumberOfElements * data.ElementSize));
                Each(data, block => file.Write(block));
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"The decoded data cannot be kept in {path} ({e.Message}): " +
                "make room, or set POLYVIT_CACHE to a folder that can be written.", e);
        }
    }

    private static byte[] Header(Tensor data, long length)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Each(data, block => hash.AppendData(block));
        return
        [
            .. "PVTC"u8, .. BitConverter.GetBytes(Version), .. BitConverter.GetBytes(length),
            .. hash.GetHashAndReset(),
        ];
    }

    private delegate void Block(Span<byte> bytes);

    // A span holds at most 2 GB, and a set may be larger.
    private static void Each(Tensor data, Block block)
    {
        using var scope = NewDisposeScope();
        var flat = data.view(-1);
        var most = BlockBytes / data.ElementSize;
        for (var start = 0L; start < data.NumberOfElements; start += most)
            block(flat.narrow(0, start, Math.Min(most, data.NumberOfElements - start)).bytes);
    }
}
