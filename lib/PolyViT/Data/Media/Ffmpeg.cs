namespace PolyViT;

/// <summary>
/// ffmpeg and ffprobe, found on the PATH: they decode one file into raw samples or pixels on a pipe.
/// Arguments are handed over one by one, without a shell.
/// </summary>
public static class Ffmpeg
{
    // A "video" may be a playlist in disguise: it gets to open files, and nothing on a network. Frames larger
    // than 8192 x 4320 pixels are refused before memory is taken for them.
    private static readonly string[] Limits =
        ["-protocol_whitelist", "file,pipe,subfile", "-max_pixels", $"{Pixmaps.MostPixels}"];

    /// <summary>
    /// The path of ffmpeg; says how to get it where there is none. Call it before anything trains.
    /// </summary>
    public static string Require() => Require(FfmpegSetup.Usual.SearchPath);

    /// <summary>Whether ffmpeg is on the PATH.</summary>
    public static bool IsThere => Find(FfmpegSetup.Usual.SearchPath) is not null;

    internal static string Require(string path, string tool = "ffmpeg") => Find(path, tool) ?? throw new InputException(
        $"{tool} is not on the PATH, and sound and video are decoded by it: install it with " +
        "\"apt install ffmpeg\", \"brew install ffmpeg\" or \"winget install ffmpeg\".");

    internal static string? Find(string path, string tool = "ffmpeg") =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? $"{tool}.exe" : tool))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// Decodes a file. What ffmpeg makes of damage counts as decoded, however much the damage is; only an
    /// exit code other than 0 is an error, so that it does not depend on how much of the file is wanted.
    /// </summary>
    /// <param name="file">What to decode; its <see cref="MediaFile.Start"/> is sought, exactly.</param>
    /// <param name="output">Arguments of the output, without where it goes.</param>
    /// <param name="read">Reads the decoded bytes, and may stop before their end.</param>
    /// <param name="setup">Where ffmpeg is, and how long it may take.</param>
    /// <param name="stop">Ends the process.</param>
    internal static PipedRun<T> Decode<T>(
        MediaFile file, string[] output, Func<Stream, T> read, FfmpegSetup setup, CancellationToken stop) => Whole(
        file,
        Piped.Run(
            Require(setup.SearchPath),
            [
                "-v", "error", "-nostdin", "-max_error_rate", "1", .. Limits, "-threads", "1", .. Part(file),
                "-i", Url(file), .. output, "-threads", "1", "pipe:1",
            ],
            read, $"{file}", setup.Patience, stop));

    /// <summary>What ffprobe tells of a file.</summary>
    /// <param name="file">What to look at.</param>
    /// <param name="arguments">What to tell, and how.</param>
    /// <param name="read">Reads what it says.</param>
    /// <param name="setup">Where ffprobe is, and how long it may take.</param>
    /// <param name="stop">Ends the process.</param>
    internal static PipedRun<T> Probe<T>(
        MediaFile file, string[] arguments, Func<Stream, T> read, FfmpegSetup setup, CancellationToken stop) => Whole(
        file,
        Piped.Run(
            Require(setup.SearchPath, "ffprobe"), ["-v", "error", .. Limits, .. arguments, "-i", Url(file)],
            read, $"{file}", setup.Patience, stop));

    private static PipedRun<T> Whole<T>(MediaFile file, PipedRun<T> run) => run.Code is null or 0
        ? run
        : throw Refused(file, $"the decoder ended with {run.Code}, {run.Complaint}");

    internal static InputException Refused(object file, string why) =>
        new($"{file} cannot be decoded ({why}): copy it again or take it out of the data set.");

    private static string[] Part(MediaFile file) =>
    [
        .. file.Start > 0 ? ["-ss", Number(file.Start)] : Array.Empty<string>(),
        .. double.IsFinite(file.Seconds) ? ["-t", Number(file.Seconds)] : Array.Empty<string>(),
    ];

    private static string Number(double seconds) =>
        seconds.ToString("0.######", CultureInfo.InvariantCulture);

    // An end of 0 is the end of the file.
    private static string Url(MediaFile file)
    {
        var whole = $"file:{Path.GetFullPath(file.Path)}";
        return file is { Offset: 0, Length: null }
            ? whole
            : $"subfile,,start,{file.Offset},end,{file.Offset + file.Length ?? 0},,:{whole}";
    }
}

/// <summary>Where ffmpeg is looked for, and how long it may take with one file.</summary>
/// <param name="SearchPath">Folders, as in PATH.</param>
/// <param name="Patience">After which its process is killed.</param>
internal sealed record FfmpegSetup(string SearchPath, TimeSpan Patience)
{
    /// <summary>The PATH, and two minutes.</summary>
    public static FfmpegSetup Usual => new(
        Environment.GetEnvironmentVariable("PATH") ?? "", TimeSpan.FromMinutes(2));
}
