namespace PolyViT;

/// <summary>What tells one state of a file from another.</summary>
/// <param name="Length">Bytes; -1 where there is no file.</param>
/// <param name="Written">When it was last written, in ticks of UTC.</param>
internal readonly record struct FileStamp(long Length, long Written)
{
    /// <summary>The state that a file is in now.</summary>
    public static FileStamp Of(string path) => new FileInfo(path) is { Exists: true } file
        ? new(file.Length, file.LastWriteTimeUtc.Ticks)
        : new(-1, 0);

    /// <summary>The state that the files of a folder are in, all together.</summary>
    public static FileStamp OfFolder(string folder)
    {
        var files = new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        var last = files.Select(f => f.LastWriteTimeUtc.Ticks).DefaultIfEmpty().Max();
        return new(files.Sum(f => f.Length), last);
    }
}

/// <summary>What was found of an item.</summary>
/// <param name="Stamp">The file that it was found of.</param>
/// <param name="Reason">Why it cannot be decoded; empty where it can.</param>
internal sealed record Verdict(FileStamp Stamp, string Reason);

/// <summary>Verdicts, one on each line, in the order that they were reached; a line that was cut does not
/// count.</summary>
internal static class CheckJournal
{
    private const int Fields = 4;

    /// <summary>The last verdict on each item.</summary>
    /// <param name="path">The journal; need not be there.</param>
    public static Dictionary<string, Verdict> Read(string path)
    {
        var verdicts = new Dictionary<string, Verdict>();
        foreach (var line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            if (line.Split('\t', Fields + 1) is [var length, var written, var name, var reason, "."]
                && long.TryParse(length, CultureInfo.InvariantCulture, out var l)
                && long.TryParse(written, CultureInfo.InvariantCulture, out var w))
            {
                verdicts[Quarantine.Unescaped(name)] = new(new(l, w), reason);
            }
        }
        return verdicts;
    }

    /// <summary>Opens it to go on.</summary>
    /// <param name="path">The journal; made where it is missing.</param>
    public static StreamWriter Append(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var lines = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read));
        if (lines.BaseStream.Position > 0)
            lines.Write('\n'); // the last line may be without its end
        return lines;
    }

    /// <summary>Writes a verdict, at once.</summary>
    public static void Write(StreamWriter lines, string name, Verdict verdict)
    {
        // The dot tells a whole line.
        var (length, written) = verdict.Stamp;
        lines.Write(string.Create(CultureInfo.InvariantCulture,
            $"{length}\t{written}\t{Quarantine.Line(name, verdict.Reason)}\t.\n"));
        lines.Flush();
    }
}
