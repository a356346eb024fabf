using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Scripting;

/// <summary>The dotnet command as a child process, and what its errors mean.</summary>
internal static partial class DotnetRestore
{
    /// <summary>Restores a project; null when that worked, otherwise one sentence.</summary>
    /// <param name="folder">Of the project.</param>
    /// <param name="project">Its file name.</param>
    /// <param name="wanted">What it asks for, to name in the sentence.</param>
    /// <param name="token">Ends the child process.</param>
    public static string? Run(string folder, string project, Wanted wanted, CancellationToken token)
    {
        try
        {
            using var process = Process.Start(CommandFor(folder, project))!;
            process.StandardInput.Close();
            using var killing = token.Register(() => Kill(process));
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
            process.WaitForExit();
            token.ThrowIfCancellationRequested();
            return process.ExitCode == 0 ? null : Explain(output, wanted);
        }
        catch (Win32Exception)
        {
            return "The dotnet command was not found, and #r \"nuget:\" needs it: install the .NET SDK.";
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>What NuGet's errors mean, in sentences.</summary>
    /// <param name="output">Of `dotnet restore`.</param>
    /// <param name="wanted">What it was asked for.</param>
    public static string Explain(string output, Wanted wanted)
    {
        // A line that begins with a dash goes on about the source that the line before it named.
        var errors = Error().Matches(output)
            .Select(m => (Code: m.Groups["code"].Value, Text: m.Groups["text"].Value.Trim()))
            .Where(e => !e.Text.StartsWith('-')).Distinct().ToArray();
        // One source that cannot be reached explains every package that was not found.
        var network = errors.Where(e => e.Code is "NU1301" or "NU1302" or "NU1303").Take(1).ToArray();
        var told = network.Length > 0 ? network : errors;
        return told.Length == 0
            ? $"The packages could not be restored: {output.Trim()}"
            : string.Join('\n', told.Select(e => Explain(e.Code, e.Text, wanted)).Distinct());
    }

    private static string Explain(string code, string text, Wanted wanted) => code switch
    {
        "NU1100" or "NU1101" => $"The package \"{NameIn(text, wanted)}\" does not exist in any NuGet source: "
            + $"check its name, or add its source with #i \"nuget: URL or folder\" ({text})",
        "NU1102" or "NU1103" =>
            $"The package \"{NameIn(text, wanted)}\" exists, but not in the version asked for: {text}",
        "NU1301" or "NU1302" or "NU1303" =>
            "A NuGet source could not be read, so the packages could not be restored: "
            + $"check the network, or the source in nuget.config or #i ({text})",
        _ => $"The packages could not be restored: {code}: {text}",
    };

    private static string NameIn(string text, Wanted wanted) =>
        wanted.Packages.Select(p => p.Id)
            .FirstOrDefault(id => text.Contains(id, StringComparison.OrdinalIgnoreCase))
        ?? Quoted().Match(text).Groups["name"].Value;

    private static ProcessStartInfo CommandFor(string folder, string project)
    {
        var command = new ProcessStartInfo(
            Dotnet, ["restore", project, "--nologo", "-v", "q", "-nodeReuse:false"])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // `dotnet run` hands its own MSBuild's variables to this process; they mislead the child's.
        foreach (var name in command.Environment.Keys.Where(IsMSBuild).ToArray())
            command.Environment.Remove(name);
        command.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        command.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return command;
    }

    private static bool IsMSBuild(string name) =>
        name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase);

    // The command that runs this process is the one to use, even when PATH does not name it.
    private static string Dotnet =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host
        : Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath!
        : "dotnet";

    [GeneratedRegex(@"error (?<code>[A-Z]+\d+)\s*:\s*(?<text>[^\r\n\[]+)")]
    private static partial Regex Error();

    [GeneratedRegex("""['"]?(?<name>[\w.\-]+\.[\w.\-]+|[\w\-]+)['"]?(?=\.| with|$)""")]
    private static partial Regex Quoted();
}
