namespace PolyViT;

/// <summary>Where the files of a set lie: archives unpack to one place or another.</summary>
internal static class Places
{
    /// <summary>The first of these files or folders that is there; null where none is.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="names">Paths relative to it.</param>
    public static string? Find(string folder, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Path.Combine(folder, name) is var path && Path.Exists(path))
                return path;
        }
        return null;
    }

    /// <summary>The first of these files or folders that is there.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="names">Paths relative to it; the error names the first.</param>
    public static string Require(string folder, params ReadOnlySpan<string> names) => Find(folder, names)
        ?? throw new InputException(
            $"{Path.Combine(folder, names[0])} does not exist: copy the data set again, all of it.");

    /// <summary>A path as items give it: relative to the set's folder, with slashes.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="path">A file in it.</param>
    public static string Relative(string folder, string path) =>
        Path.GetRelativePath(folder, path).Replace('\\', '/');

    /// <summary>Refuses a list in which a name stands twice.</summary>
    /// <param name="file">The list.</param>
    /// <param name="names">What it names.</param>
    public static void Distinct(string file, IEnumerable<string> names)
    {
        var seen = new HashSet<string>();
        if (names.FirstOrDefault(n => !seen.Add(n)) is { } twice)
            throw new InputException($"{file} names {twice} twice: take one of the two out.");
    }
}
