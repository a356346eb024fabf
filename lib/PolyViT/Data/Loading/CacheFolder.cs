using System.Security.Cryptography;
using System.Text;

namespace PolyViT;

/// <summary>Where decoded data sets are kept, and what they are called there.</summary>
internal static class CacheFolder
{
    /// <summary>
    /// Raised whenever decoders or front ends come to give other values for the same file and settings: what
    /// was decoded before is passed over then.
    /// </summary>
    public const int DecoderVersion = 1;

    /// <summary>POLYVIT_CACHE, or polyvit in XDG_CACHE_HOME, or .cache/polyvit in the user's home.</summary>
    /// <exception cref="InputException">There is no home, and nothing else is set.</exception>
    public static string Path()
    {
        static string? Set(string name) =>
            Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (Set("POLYVIT_CACHE") is { } own)
            return own;
        var caches = Set("XDG_CACHE_HOME") ?? (home.Length > 0 ? System.IO.Path.Combine(home, ".cache") : null);
        return caches is not null
            ? System.IO.Path.Combine(caches, "polyvit")
            : throw new InputException(
                "There is no home folder for decoded data: set POLYVIT_CACHE to a folder that can be written.");
    }

    /// <summary>
    /// Tells these items, decoded with these settings by this code, from all others: it changes with any of
    /// them, and with the length or time of change of any file.
    /// </summary>
    /// <param name="settings">Everything that the decoded values depend on besides the files.</param>
    /// <param name="folder">The folder that the items' paths start from.</param>
    /// <param name="items">The items, in the order of the rows.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Key(string settings, string folder, IEnumerable<Item> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string line) => hash.AppendData(Encoding.UTF8.GetBytes(line + "\n"));
        var files = new Dictionary<string, string>();
        Add(string.Create(CultureInfo.InvariantCulture, $"{Shard.Version} {DecoderVersion} {settings}"));
        foreach (var item in items)
        {
            if (!files.TryGetValue(item.File, out var file))
                files[item.File] = file = Facts(folder, item.File);
            Add($"{item.Name} {item.Offset} {item.Length} {file}");
        }
        return hash.GetHashAndReset();
    }

    /// <summary>That so many bytes can be written below a folder, before any work is lost.</summary>
    /// <param name="folder">The folder; made where it is missing.</param>
    /// <param name="bytes">How many.</param>
    public static void Require(string folder, long bytes)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = System.IO.Path.Combine(folder, $"{Guid.NewGuid():N}.new");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(folder, e);
        }
        var free = new DriveInfo(System.IO.Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < bytes)
            throw new InputException(
                $"The decoded data take {bytes >> 20} MB, and {folder} has room for {free >> 20} MB: " +
                "make room, or set POLYVIT_CACHE to another folder.");
    }

    /// <summary>What is said when the cache cannot be written.</summary>
    public static InputException Refused(string path, Exception e) => new(
        $"The decoded data cannot be kept in {path} ({e.Message.TrimEnd('.')}): " +
        "make room, or set POLYVIT_CACHE to a folder that can be written.", e);

    private static string Facts(string folder, string file)
    {
        var info = new FileInfo(System.IO.Path.Combine(folder, file));
        return info.Exists
            ? $"{info.Length} {info.LastWriteTimeUtc.Ticks}"
            : throw new InputException($"{info.FullName} is not there: copy the data set again, all of it.");
    }
}
