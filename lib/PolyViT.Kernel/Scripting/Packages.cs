using System.Runtime.InteropServices;
using System.Security;

namespace PolyViT.Kernel.Scripting;

/// <summary>What a script needs from NuGet.</summary>
/// <param name="Packages">Each name once.</param>
/// <param name="Feeds">Sources besides those of nuget.config.</param>
/// <param name="Folder">Of the script: from there upwards nuget.config is looked for.</param>
internal sealed record Wanted(ImmutableArray<Package> Packages, ImmutableArray<string> Feeds, string Folder);

/// <summary>The files of restored packages.</summary>
/// <param name="Compile">Assemblies to compile against.</param>
/// <param name="Runtime">Assemblies to load.</param>
/// <param name="Native">Native libraries of this platform.</param>
internal sealed record Restored(
    ImmutableArray<string> Compile, ImmutableArray<string> Runtime, ImmutableArray<string> Native)
{
    /// <summary>Nothing.</summary>
    public static Restored None { get; } = new([], [], []);
}

/// <summary>
/// Turns `#r "nuget:"` into files: a project in the cache folder, restored by the dotnet command.
/// </summary>
internal static class Packages
{
    private const string Project = "script.csproj";

    private static readonly string[] Inherited =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"];

    /// <summary>The files of the packages, or one sentence on why there are none.</summary>
    /// <param name="wanted">What to restore.</param>
    /// <param name="tell">Told, in a sentence, when this will take a while.</param>
    /// <param name="token">Stops it.</param>
    public static (Restored? Files, string? Error) Restore(
        Wanted wanted, Action<string> tell, CancellationToken token)
    {
        if (wanted.Packages.IsEmpty)
            return (Restored.None, null);
        var project = ProjectFor(wanted);
        var folder = CacheFolder.For("restore", project);
        // A floating version means today's newest: only NuGet knows.
        var floats = wanted.Packages.Any(p => p.Version.Contains('*', StringComparison.Ordinal));
        if (!floats && Assets.Read(folder) is { } kept)
            return (kept, null);
        tell($"Restoring {string.Join(", ", wanted.Packages.Select(p => $"{p.Id} {p.Version}"))} ...");
        return Into(folder, project, wanted, token);
    }

    /// <summary>The project that asks NuGet for the packages.</summary>
    /// <param name="wanted">What to restore.</param>
    public static string ProjectFor(Wanted wanted) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.{Environment.Version.Minor}</TargetFramework>
            <RuntimeIdentifier>{Rid}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <UseAppHost>false</UseAppHost>
            <NuGetAudit>false</NuGetAudit>
            <RestoreRootConfigDirectory>{Xml(wanted.Folder)}</RestoreRootConfigDirectory>
            <RestoreAdditionalProjectSources>{Feeds(wanted)}</RestoreAdditionalProjectSources>
            <NoWarn>NU1603;NU1701</NoWarn>
          </PropertyGroup>
          <ItemGroup>
        {string.Join('\n', wanted.Packages.OrderBy(p => p.Id, StringComparer.OrdinalIgnoreCase).Select(Item))}
          </ItemGroup>
        </Project>

        """;

    /// <summary>The platform in NuGet's words, e.g. "linux-x64".</summary>
    public static string Rid { get; } =
        (OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx"
            : IsMusl ? "linux-musl" : "linux")
        + $"-{RuntimeInformation.ProcessArchitecture}".ToLowerInvariant();

    private static bool IsMusl =>
        RuntimeInformation.RuntimeIdentifier is var r && (r.Contains("musl", StringComparison.Ordinal)
            || r.StartsWith("alpine", StringComparison.Ordinal));

    // In a folder of its own until all is well: a restore that fails leaves nothing, and two at a time do
    // not meet.
    private static (Restored?, string?) Into(
        string folder, string project, Wanted wanted, CancellationToken token)
    {
        var attempt = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(attempt);
        try
        {
            File.WriteAllText(Path.Combine(attempt, Project), project);
            // Otherwise MSBuild looks for these upwards, in folders that have nothing to do with the script.
            foreach (var name in Inherited)
                File.WriteAllText(Path.Combine(attempt, name), "<Project />");
            if (DotnetRestore.Run(attempt, Project, wanted, token) is { } error)
                return (null, error);
            var files = Assets.Read(attempt);
            Keep(attempt, folder);
            return files is null ? (null, "NuGet restored the packages, but lost files.") : (files, null);
        }
        finally
        {
            if (Directory.Exists(attempt))
                Directory.Delete(attempt, recursive: true);
        }
    }

    private static void Keep(string attempt, string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(attempt, folder);
        }
        catch (IOException)
        {
            // Another process was faster, with the same content.
        }
    }

    private static string Item(Package p) =>
        $"""    <PackageReference Include="{Xml(p.Id)}" Version="{Xml(p.Version)}" />""";

    private static string Feeds(Wanted wanted) => Xml(string.Join(';', wanted.Feeds));

    private static string Xml(string text) => SecurityElement.Escape(text);
}
