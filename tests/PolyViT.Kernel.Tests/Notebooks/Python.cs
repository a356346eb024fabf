using System.Diagnostics;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>The system's Python with Jupyter's own packages: Debian's python3-nbformat and nbconvert.</summary>
internal static class Python
{
    private const string Path = "/usr/bin/python3";

    /// <summary>Checks a notebook by Jupyter's own schema, where that is installed.</summary>
    public static void Validate(string notebook)
    {
        if (!Has("nbformat"))
        {
            Needed("python3-nbformat", isThere: false, skip: false);
            return;
        }
        const string check = "import nbformat, sys; nbformat.validate(nbformat.read(sys.argv[1], as_version=4))";
        var (code, text) = Run("-c", check, notebook);
        Assert.True(code == 0, text);
        Assert.DoesNotContain("Warning", text);
    }

    /// <summary>Whether a module is installed.</summary>
    public static bool Has(string module) => File.Exists(Path) && Run("-c", $"import {module}").Code == 0;

    /// <summary>Runs Python.</summary>
    public static (int Code, string Text) Run(params string[] args) => Command(Path, args);

    /// <summary>Runs a command to its end; its output and its errors.</summary>
    public static (int Code, string Text) Command(string command, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(command, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
            process.Kill(entireProcessTree: true);
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Skips the test where something is not installed; in CI everything is.</summary>
    public static void Needed(string what, bool isThere, bool skip = true)
    {
        if (isThere)
            return;
        Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"{what} is missing, and this is CI.");
        Assert.SkipWhen(skip, $"{what} is not installed.");
    }
}
