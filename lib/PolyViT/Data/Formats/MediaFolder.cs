using System.IO.Enumeration;

namespace PolyViT;

/// <summary>
/// Finds the media of a data set by one walk through its folder, however many its lists name. Names are
/// compared as they are, but an extension may be in upper case and accents may be composed or not.
/// </summary>
internal static class MediaFolder
{
    private const int Deepest = 8; // folders below each other, so that links in a circle end

    private static readonly ImmutableArray<string> Pictures =
        [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    private static readonly ImmutableArray<string> Videos =
    [
        ".mp4", ".mkv", ".webm", ".avi", ".mov", ".m4v", ".mpg", ".mpeg", ".flv", ".wmv", ".3gp", ".ts",
        ".ogv",
    ];

    private static readonly ImmutableArray<string> Sounds =
        [".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".m4a", ".aac", ".wma", ".aif", ".aiff", ".au"];

    /// <summary>
    /// The extensions of files that a modality is read from, the preferred first: sound also from videos.
    /// </summary>
    public static ImmutableArray<string> Extensions(Modality modality) => modality switch
    {
        Modality.Image => Pictures,
        Modality.Video => Videos,
        _ => [.. Sounds, .. Videos],
    };

    /// <summary>The extensions of all modalities.</summary>
    public static ImmutableArray<string> All => [.. Pictures, .. Sounds, .. Videos];

    /// <summary>Whether a file has one of these extensions, in whatever case.</summary>
    public static bool HasExtension(string file, ImmutableArray<string> extensions) =>
        extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <summary>Every file by its path within the folder, as <see cref="Key"/> makes it.</summary>
    public static Dictionary<string, string> ByPath(string folder, ImmutableArray<string> extensions) =>
        Best(Walk(folder, extensions), Key, _ => default);

    /// <summary>
    /// The files by their names without folder and extension. Where several have a name, one below
    /// "replacement" (Kinetics-400 has such for its broken clips) goes before others, and those below "whole"
    /// come last; then the preferred extension.
    /// </summary>
    public static Dictionary<string, string> ByName(string folder, ImmutableArray<string> extensions)
    {
        (int, int) Preference(string file) => (
            file.StartsWith("replacement/", StringComparison.Ordinal) ? 0 : IsWhole(file) ? 2 : 1,
            extensions.IndexOf(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase));
        return Best(Walk(folder, extensions), Stem, Preference);
    }

    /// <summary>
    /// Whether a file is a whole video, of which a list names parts, and not the part itself.
    /// </summary>
    public static bool IsWhole(string file) =>
        $"/{file}".Contains("/whole/", StringComparison.Ordinal);

    /// <summary>A path with its extension in lower case and its accents composed.</summary>
    public static string Key(string path) => Path.ChangeExtension(path, null).Normalize()
        + Path.GetExtension(path).ToLowerInvariant();

    private static string Stem(string path) => Path.GetFileNameWithoutExtension(path).Normalize();

    private static Dictionary<string, string> Best(
        IEnumerable<string> files, Func<string, string> key, Func<string, (int, int)> preference)
    {
        var best = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var name = key(file);
            if (!best.TryGetValue(name, out var other)
                || (preference(file), file).CompareTo((preference(other), other)) < 0)
                best[name] = file;
        }
        return best;
    }

    private static IEnumerable<string> Walk(string folder, ImmutableArray<string> extensions)
    {
        if (!Directory.Exists(folder))
            throw new InputException($"{folder} does not exist: copy the data set again, all of it.");
        var wanted = extensions.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            MaxRecursionDepth = Deepest,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden,
        };
        return new FileSystemEnumerable<string>(folder, (ref e) => Relative(ref e), options)
        {
            ShouldIncludePredicate = (ref e) =>
                !e.IsDirectory && wanted.Contains(Path.GetExtension(e.FileName).ToString()),
        };
    }

    private static string Relative(ref FileSystemEntry entry) =>
        Path.GetRelativePath(entry.RootDirectory.ToString(), entry.ToFullPath()).Replace('\\', '/');
}
