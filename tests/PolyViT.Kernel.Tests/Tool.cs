using System.Diagnostics;

namespace PolyViT.Kernel.Tests;

/// <summary>What a run of the tool left.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors);

/// <summary>The built tool, as a process of its own, as users run it.</summary>
internal static class Tool
{
    /// <summary>Release or Debug, as these tests were built.</summary>
    public static string Configuration { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string Dll { get; } = Path.Combine(
        SharedFolder.Repository, "lib", "PolyViT.Kernel", "bin", Configuration, "net10.0",
        "PolyViT.Kernel.dll");

    /// <summary>Runs the tool in a folder.</summary>
    public static ToolRun Run(string folder, params string[] args) =>
        Finish(Start(folder, "dotnet", [Dll, .. args]));

    /// <summary>Starts a command with its output to be read, and with a cache beside its folder.</summary>
    public static Process Start(string folder, string command, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(command, args)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POLYVIT_CACHE"] = Path.Combine(folder, ".cache");
        return Process.Start(start)!;
    }

    /// <summary>Starts the tool so that it hears SIGINT, which a parent in the background may have set to be ignored.</summary>
    public static Process StartInterruptible(string folder, params string[] args) => OperatingSystem.IsLinux()
        ? Start(folder, "env", ["--default-signal=INT", "dotnet", Dll, .. args])
        : Start(folder, "dotnet", [Dll, .. args]);

    /// <summary>Waits for the end; a minute at most if not said otherwise, because a tool that hangs is a failure.</summary>
    public static ToolRun Finish(Process process, int minutes = 1)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromMinutes(minutes)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"It did not end within {minutes} minutes.");
            }
            return new(process.ExitCode, Unix(output.Result), Unix(errors.Result));
        }
    }

    private static string Unix(string text) => text.Replace("\r\n", "\n");
}

/// <summary>A folder with scripts, which goes when the test ends.</summary>
internal sealed class ScriptFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("polyvit-test-").FullName;

    /// <summary>Writes a file into it.</summary>
    public ScriptFolder With(string name, string content)
    {
        var file = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return this;
    }

    /// <summary>Copies a file into it.</summary>
    public void Copy(string file, string name)
    {
        var copy = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
        File.Copy(file, copy);
    }

    /// <summary>Runs one of its scripts.</summary>
    public ToolRun Run(string script, params string[] args) => Tool.Run(Path, ["script", script, .. args]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
