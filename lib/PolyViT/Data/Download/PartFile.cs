namespace PolyViT;

/// <summary>A file that is on its way: its first bytes, and whose they are.</summary>
/// <param name="Path">Where the bytes are; what is known about them lies beside it.</param>
/// <param name="Length">How many are there.</param>
/// <param name="Validator">The server's ETag or date of the file; empty where it has none.</param>
/// <param name="Total">The whole file's length; null where it was not told.</param>
internal sealed record PartFile(string Path, long Length, string Validator, long? Total)
{
    private string Beside => Path + ".from";

    /// <summary>What an earlier attempt left and can be gone on with.</summary>
    /// <param name="path">Where its bytes are.</param>
    /// <param name="url">Where the rest would come from.</param>
    /// <param name="hasSums">Whether the whole is checked in the end: then bytes of another server, or of one
    /// that does not tell versions apart, are good enough.</param>
    public static PartFile Find(string path, Uri url, bool hasSums)
    {
        var (bytes, beside) = (new FileInfo(path), path + ".from");
        var known = bytes.Exists && File.Exists(beside) ? File.ReadAllLines(beside) : [];
        if (known.Length != 3 || (!hasSums && (known[0] != url.AbsoluteUri || known[1].Length == 0)))
            return new(path, 0, "", null);
        var total = long.TryParse(known[2], CultureInfo.InvariantCulture, out var n) ? n : (long?)null;
        return new(path, bytes.Length, known[0] == url.AbsoluteUri ? known[1] : "", total);
    }

    /// <summary>Says whose the bytes are, before the first of them is written.</summary>
    public void Begin(Uri url) => WholeFile.Replace(Beside, stream =>
    {
        using var text = new StreamWriter(stream, leaveOpen: true);
        text.Write(string.Create(CultureInfo.InvariantCulture, $"{url.AbsoluteUri}\n{Validator}\n{Total}\n"));
    });

    /// <summary>Nothing of it is kept.</summary>
    public void Delete()
    {
        File.Delete(Path);
        File.Delete(Beside);
    }

    /// <summary>The bytes are the file.</summary>
    /// <param name="target">Its path.</param>
    public void Finish(string target)
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(Beside);
    }
}
