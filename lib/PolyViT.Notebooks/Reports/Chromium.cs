using System.Diagnostics;

namespace PolyViT.Notebooks;

/// <summary>Pages in a Chromium that is already installed.</summary>
internal static class Chromium
{
    private static readonly ImmutableArray<string> Names =
    [
        "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge",
        "microsoft-edge",
    ];

    private static readonly ImmutableArray<string> Elsewhere =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    /// <summary>The browser that CHROMIUM names, else one in PATH or a usual place, if any.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    public static string? Find(Func<string, string?> variable)
    {
        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator);
        string? InPath(string name) => folders
            .SelectMany(f => new[] { Path.Combine(f, name), Path.Combine(f, name + ".exe") })
            .FirstOrDefault(File.Exists);
        return variable("CHROMIUM") is { Length: > 0 } own
            ? File.Exists(own) ? own : InPath(own)
            : Names.Select(InPath).OfType<string>().Concat(Elsewhere.Where(File.Exists)).FirstOrDefault();
    }

    /// <summary>Draws a page into a PNG of two pixels per CSS pixel.</summary>
    /// <param name="browser">The browser's path.</param>
    /// <param name="html">The page, complete in itself.</param>
    /// <param name="png">The picture to write.</param>
    /// <param name="width">The page's width, CSS pixels.</param>
    /// <param name="height">The page's height, CSS pixels.</param>
    /// <param name="timeout">After which the browser is ended.</param>
    /// <returns>Null when the picture is there; else one sentence that says why not.</returns>
    public static string? Draw(
        string browser, string html, string png, int width, int height, TimeSpan timeout)
    {
        var (_, trouble) = InFolder(html, (folder, page) =>
        {
            var picture = Path.Combine(folder, "page.png");
            var (_, trouble) = Run(browser, [.. Arguments(folder), "--hide-scrollbars",
                "--force-device-scale-factor=2", $"--window-size={width},{height}",
                $"--screenshot={picture}", page], timeout);
            if (trouble is not null || !File.Exists(picture))
                return ("", $"{browser} drew no picture: {trouble ?? "it wrote no file"}.");
            Files.Write(png, File.ReadAllBytes(picture));
            return ("", null);
        });
        return trouble;
    }

    /// <summary>
    /// What a page has become when it is loaded. A script that needs longer puts an iframe into the page,
    /// opens its document, and closes it in the end: so long the page counts as loading.
    /// </summary>
    /// <param name="browser">The browser's path.</param>
    /// <param name="html">The page, complete in itself: it gets nothing from the network.</param>
    /// <param name="timeout">After which the browser is ended.</param>
    /// <returns>The page as HTML; or one sentence that says why it cannot be shown.</returns>
    public static (string Html, string? Trouble) Load(string browser, string html, TimeSpan timeout) =>
        InFolder(html, (folder, page) =>
        {
            var (output, trouble) = Run(browser, [.. Arguments(folder),
                "--host-resolver-rules=MAP * ~NOTFOUND", "--dump-dom", page], timeout);
            return trouble is null ? (output, null) : ("", $"{browser} showed no page: {trouble}.");
        });

    private static (string, string?) InFolder(string html, Func<string, string, (string, string?)> use)
    {
        var folder = Directory.CreateTempSubdirectory("polyvit-page-").FullName;
        try
        {
            var page = Path.Combine(folder, "page.html");
            File.WriteAllText(page, html);
            return use(folder, new Uri(page).AbsoluteUri);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    private static string[] Arguments(string folder) =>
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        $"--user-data-dir={Path.Combine(folder, "profile")}",
    ];

    private static (string Output, string? Trouble) Run(
        string browser, IEnumerable<string> arguments, TimeSpan timeout)
    {
        var start = new ProcessStartInfo(browser, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (!process.WaitForExit(timeout))
            {
                process.Kill(entireProcessTree: true);
                return ("", FormattableString.Invariant($"it was ended after {timeout.TotalSeconds:0} s"));
            }
            return process.ExitCode == 0
                ? (output.Result, null)
                : ("", $"it ended with code {process.ExitCode}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return ("", e.Message);
        }
    }

    // A browser that was just ended may still hold a file of its profile.
    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
        }
        catch (UnauthorizedAccessException)
        {
        }
    }
}
