using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PolyViT.Notebooks;

namespace PolyViT.Kernel.Jupyter;

/// <summary>What Jupyter knows of a kernel: the file kernel.json in a folder named for it.</summary>
/// <param name="Folder">Where kernel.json is, or will be.</param>
internal sealed record KernelSpec(string Folder)
{
    /// <summary>The name under which .NET Interactive's notebooks ask for C#.</summary>
    public const string DefaultName = ".net-csharp";

    /// <summary>What front ends show by default.</summary>
    public const string DefaultDisplayName = ".NET (C#)";

    private const string Assembly = "PolyViT.Kernel.dll";

    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file that Jupyter reads.</summary>
    public string File => Path.Combine(Folder, "kernel.json");

    /// <summary>The command of the kernel that is there; null when none is there.</summary>
    public ImmutableArray<string>? Command => System.IO.File.Exists(File) ? CommandIn(File) : null;

    /// <summary>Whether a command is this tool's.</summary>
    /// <param name="command">From kernel.json.</param>
    public static bool IsOurs(ImmutableArray<string> command) =>
        command.Any(part => Path.GetFileName(part) == Assembly);

    /// <summary>Where a kernel of some name is looked for.</summary>
    /// <param name="name">Of the kernel.</param>
    /// <param name="prefix">Of a Python environment; null means the user's own folder.</param>
    public static KernelSpec Named(string name, string? prefix) => new(Path.GetFullPath(Path.Combine(
        prefix is null ? DataFolder : Path.Combine(prefix, "share", "jupyter"), "kernels", name)));

    /// <summary>Writes kernel.json in one move, so that Jupyter sees the old one or the new one.</summary>
    /// <param name="tool">The folder of the tool that it starts.</param>
    /// <param name="displayName">What front ends show.</param>
    public void Write(string tool, string displayName)
    {
        var json = new JsonObject
        {
            ["argv"] = new JsonArray(Dotnet, Path.Combine(tool, Assembly), "kernel", "{connection_file}"),
            ["display_name"] = displayName,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { ["debugger"] = false },
        };
        Files.Write(File, json.ToJsonString(Readable) + "\n");
    }

    // In full: Jupyter that was started from a menu may not have the user's PATH.
    private static string Dotnet
    {
        get
        {
            var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
            var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", name));
            return System.IO.File.Exists(host) ? host : name;
        }
    }

    // jupyter_core.paths.jupyter_data_dir
    private static string DataFolder =>
        Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } chosen ? chosen
        : OperatingSystem.IsWindows() ? Path.Combine(Roaming, "jupyter")
        : OperatingSystem.IsMacOS() ? Path.Combine(Home, "Library", "Jupyter")
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data
                ? data
                : Path.Combine(Home, ".local", "share"), "jupyter");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Roaming => Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);

    private static ImmutableArray<string> CommandIn(string file)
    {
        try
        {
            return JsonNode.Parse(System.IO.File.ReadAllText(file)) is JsonObject json
                && json["argv"] is JsonArray argv
                ? [.. argv.Select(part => $"{part}")]
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
