using System.Diagnostics;
using System.Threading.Tasks;
using FFMpegCore;

namespace PolyViT;

/// <summary>
/// Runs ffmpeg, found on the PATH, to decode one file into raw samples or pixels on a pipe. FFMpegCore writes
/// the command line; there is no shell, reads are bounded by the caller, and a process that takes too long is
/// killed.
/// </summary>
public static class Ffmpeg
{
    /// <summary>How long one file may take.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A "video" may be a playlist in disguise: it gets to open files, and nothing on a network.
    private const string Input = "-v error -nostdin -protocol_whitelist file,pipe -threads 1";

    /// <summary>
    /// The path of ffmpeg; says how to get it where there is none. Call it before anything trains.
    /// </summary>
    public static string Require() => Require(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>Whether ffmpeg is on the PATH.</summary>
    public static bool IsThere => Find(Environment.GetEnvironmentVariable("PATH") ?? "") is not null;

    internal static string Require(string path) => Find(path) ?? throw new InputException(
        "ffmpeg is not on the PATH, and sound and video are decoded by it: install it with " +
        "\"apt install ffmpeg\", \"brew install ffmpeg\" or \"winget install ffmpeg\".");

    internal static string? Find(string path) =>
        path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg"))
            .FirstOrDefault(File.Exists);

    /// <summary>Decodes a file.</summary>
    /// <param name="file">What to decode.</param>
    /// <param name="output">Options of the output, e.g. the format and the stream to take.</param>
    /// <param name="read">Reads the decoded bytes, and may stop before their end.</param>
    /// <param name="patience">After which the process is killed.</param>
    internal static T Decode<T>(
        string file, Action<FFMpegOutputOptions> output, Func<Stream, T> read, TimeSpan patience)
    {
        using var process = Start(file, output);
        using var limit = new CancellationTokenSource(patience);
        using var kill = limit.Token.Register(process.Kill);
        var complaint = Task.Run(() => LastLine(process.StandardError));
        try
        {
            var result = read(process.StandardOutput.BaseStream);
            process.StandardOutput.BaseStream.CopyTo(Stream.Null);
            process.WaitForExit();
            if (limit.IsCancellationRequested)
                throw new InputException(
                    $"{file} was not decoded within {patience.TotalSeconds:0} seconds: " +
                    "shorten it or take it out.");
            return process.ExitCode == 0
                ? result
                : throw Refused(file, $"ffmpeg ended with {process.ExitCode}, {complaint.Result}");
        }
        finally
        {
            process.Kill();
        }
    }

    internal static InputException Refused(string file, string why) =>
        new($"{file} cannot be decoded ({why}): copy it again or take it out of the data set.");

    private static Process Start(string file, Action<FFMpegOutputOptions> output)
    {
        var path = Path.GetFullPath(file);
        if (path.Contains('"', StringComparison.Ordinal))
            throw new InputException($"{file} has a quotation mark in its name: rename it.");
        var arguments = FFMpegArguments
            .FromFileInput(path, verifyExists: false, o => o.WithCustomArgument(Input))
            .OutputToUrl("pipe:1", output).Arguments;
        return Process.Start(new ProcessStartInfo(Require(), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string LastLine(StreamReader errors)
    {
        var last = "";
        while (errors.ReadLine() is { } line)
            last = line.Trim().Length > 0 ? line.Trim() : last;
        return last;
    }
}
