using System.Diagnostics;

namespace PolyViT.Notebooks.Tests;

/// <summary>The installed browser, without a network.</summary>
internal static class Browser
{
    /// <summary>Its path; a test without one is skipped, and fails in CI.</summary>
    public static string Installed()
    {
        var browser = Chromium.Find(Environment.GetEnvironmentVariable);
        var ci = Environment.GetEnvironmentVariable("CI") == "true";
        Assert.SkipWhen(browser is null && !ci, "No Chromium, Chrome or Edge is installed.");
        Assert.True(browser is not null, "No Chromium is installed, and this is CI, where no test may skip.");
        return browser;
    }

    /// <summary>Opens a page and gives what it has become.</summary>
    /// <param name="page">The file.</param>
    /// <param name="folder">For the browser's own files.</param>
    /// <param name="seconds">How long its clock runs; the browser makes it run fast.</param>
    public static string Open(string page, string folder, int seconds = 10)
    {
        var start = new ProcessStartInfo(
            Installed(),
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync",
                "--disable-background-networking", "--disable-component-update",
                "--host-resolver-rules=MAP * ~NOTFOUND", $"--virtual-time-budget={1000 * seconds}",
                $"--user-data-dir={Path.Combine(folder, "profile")}", "--dump-dom",
                new Uri(page).AbsoluteUri,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var dom = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        return dom;
    }
}
