using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>Says what is right and wrong on this machine, as data.</summary>
public static partial class Doctor
{
    private const double Gigabyte = 1L << 30;

    /// <summary>The checks that do not need torch.</summary>
    public static IReadOnlyList<Finding> ExamineMachine() =>
    [
        Finding.Of(
            "system", () => System(RuntimeInformation.OSDescription, RuntimeInformation.OSArchitecture)),
        Finding.Of("memory", () => Memory(AvailableMemory())),
        Finding.Of("disk", () => Disk(Environment.CurrentDirectory, FreeSpace(Environment.CurrentDirectory))),
        Finding.Of("ffmpeg", () => Ffmpeg(OnPath("ffmpeg"))),
        Finding.Of("chromium", () => Chromium(Browsers().Select(OnPath).OfType<string>().FirstOrDefault())),
    ];

    internal static Finding System(string system, Architecture architecture)
    {
        var detail = $"{system}, {architecture}, {Environment.ProcessorCount} processors, "
            + RuntimeInformation.FrameworkDescription;
        return architecture == (OperatingSystem.IsMacOS() ? Architecture.Arm64 : Architecture.X64)
            ? Finding.Good("system", detail)
            : new("system", FindingLevel.Problem, detail, "libtorch has no packages for this processor: "
                + "use 64-bit Linux or Windows on Intel or AMD, or macOS on Apple silicon.");
    }

    internal static Finding Memory(long bytes) => Room("memory", bytes, problem: 1, advice: 4,
        $"{InGigabytes(bytes)} GB of memory are available.",
        "Close other programs, or choose a smaller model and batch.");

    internal static Finding Disk(string folder, long bytes) => Room("disk", bytes, problem: 0.5, advice: 5,
        $"{InGigabytes(bytes)} GB are free where {folder} lies.",
        "Free some space: builds take about 1 GB, and real data sets take more.");

    internal static Finding Ffmpeg(string? path) => path is null
        ? new("ffmpeg", FindingLevel.Advice, "ffmpeg is not on the PATH; only video and audio files need it.",
            $"Install it: {HowToInstall("ffmpeg", "Gyan.FFmpeg")}.")
        : FirstLineOf(path, "-version") is { Length: > 0 } version
            ? Finding.Good("ffmpeg", $"{version.Split(" Copyright")[0]}, {path}.")
            : new("ffmpeg", FindingLevel.Problem, $"ffmpeg at {path} does not run.",
                $"Install it again: {HowToInstall("ffmpeg", "Gyan.FFmpeg")}.");

    internal static Finding Chromium(string? path) => path is null
        ? new("chromium", FindingLevel.Advice,
            "No Chromium, Chrome or Edge was found; only pictures of charts need one.",
            $"Install it: {HowToInstall("chromium", "Hibbiki.Chromium")}.")
        : Finding.Good("chromium", $"{path} can make pictures of charts.");

    /// <summary>Where a program is.</summary>
    /// <param name="program">A name, or a full path.</param>
    /// <returns>The full path; null when it is not there.</returns>
    internal static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? program + ".exe" : program))
            .Append(program).FirstOrDefault(p => Path.IsPathFullyQualified(p) && File.Exists(p));

    private static long FreeSpace(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static Finding Room(
        string subject, long bytes, double problem, double advice, string detail, string todo) =>
        bytes < problem * Gigabyte ? new(subject, FindingLevel.Problem, detail, todo)
        : bytes < advice * Gigabyte ? new(subject, FindingLevel.Advice, detail, todo)
        : Finding.Good(subject, detail);

    // Linux counts as available what it would give back from its caches; elsewhere .NET knows the load.
    internal static long AvailableMemory()
    {
        var line = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/meminfo")
                .FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal))
            : null;
        var gc = GC.GetGCMemoryInfo();
        var free = line is null
            ? gc.TotalAvailableMemoryBytes - gc.MemoryLoadBytes
            : 1024 * long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        return Math.Min(free, gc.TotalAvailableMemoryBytes); // a container may have less than the machine
    }

    private static string[] Browsers() =>
        OperatingSystem.IsMacOS() ? ["/Applications/Chromium.app/Contents/MacOS/Chromium",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"]
        : OperatingSystem.IsWindows() ? ["chrome", "chromium", "msedge",
            @"C:\Program Files\Google\Chrome\Application\chrome.exe",
            @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"]
        : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"];

    private static string HowToInstall(string package, string windows) =>
        OperatingSystem.IsWindows() ? $"winget install {windows}"
        : OperatingSystem.IsMacOS() ? $"brew install {package}"
        : OnPath("apt-get") is not null ? $"sudo apt-get install {package}"
        : OnPath("dnf") is not null ? $"sudo dnf install {package}"
        : $"with the package manager of the system, the package {package}";

    private static string? FirstLineOf(string program, string argument)
    {
        try
        {
            var command = new ProcessStartInfo(program, argument)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(command)!;
            var ignored = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? output.Split('\n')[0].Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static string InGigabytes(long bytes) =>
        (bytes / Gigabyte).ToString("0.0", CultureInfo.InvariantCulture);
}
