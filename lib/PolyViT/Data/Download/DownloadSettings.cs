namespace PolyViT;

/// <summary>How downloads behave.</summary>
public sealed record DownloadSettings
{
    /// <summary>How many files at a time.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>A server that has the files as SET/NAME; null is where their owners keep them.</summary>
    public Uri? Mirror { get; init; }

    /// <summary>Whether http may be used; certificates are checked in any case.</summary>
    public bool Insecure { get; init; }

    /// <summary>Whether archives stay after they were unpacked.</summary>
    public bool Keep { get; init; }

    /// <summary>How often a file is tried without getting further.</summary>
    public int Tries { get; init; } = 8;

    /// <summary>After how long without a byte a connection is given up.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause after the first failure; it doubles, up to a minute.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What archives may be.</summary>
    public UnpackLimits Limits { get; init; } = new();

    /// <summary>Free bytes of the disk that holds a folder.</summary>
    internal Func<string, long> FreeBytes { get; init; } = Free;

    /// <summary>A mirror's address.</summary>
    /// <param name="mirror">As the user wrote it.</param>
    public static Uri Address(string mirror) =>
        Uri.TryCreate(mirror, UriKind.Absolute, out var url) && url.Scheme is "https" or "http"
            ? url
            : throw new InputException(
                $"--mirror {mirror} is no address of a server: give https://HOST/FOLDER.");

    /// <summary>The pause after so many failures in a row.</summary>
    internal TimeSpan Pause(int failures) => TimeSpan.FromSeconds(
        Math.Min(60, FirstPause.TotalSeconds * Math.Pow(2, failures - 1)));

    /// <summary>Where a file of a set is fetched from.</summary>
    internal Uri Source(RemoteSet set, RemoteFile file) => Mirror is null ? file.Url
        : new($"{Mirror.AbsoluteUri.TrimEnd('/')}/{set.Name}/{Uri.EscapeDataString(file.Name)}");

    private static long Free(string folder)
    {
        var full = Path.GetFullPath(folder);
        while (!Directory.Exists(full))
            full = Path.GetDirectoryName(full)!;
        return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(full)! : full).AvailableFreeSpace;
    }
}
