using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PolyViT.Kernel.Tests.Cells;

/// <summary>Libraries for cells to refer to, made on the spot.</summary>
internal static class TestAssembly
{
    /// <summary>Compiles a library into a folder.</summary>
    public static string Write(string folder, string name, string code)
    {
        var framework = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p).StartsWith("System.", StringComparison.Ordinal))
            .Select(p => MetadataReference.CreateFromFile(p));
        var beside = Directory.EnumerateFiles(folder, "*.dll")
            .Select(p => MetadataReference.CreateFromFile(p));
        var path = Path.Combine(folder, $"{name}.dll");
        var emitted = CSharpCompilation.Create(
            name, [CSharpSyntaxTree.ParseText(code)], [.. framework, .. beside],
            new(OutputKind.DynamicallyLinkedLibrary)).Emit(path);
        Assert.Empty(emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return path;
    }

    /// <summary>Packs a library for NuGet.</summary>
    public static void Pack(string assembly, string feed, string version)
    {
        var id = Path.GetFileNameWithoutExtension(assembly);
        using var package = ZipFile.Open(Path.Combine(feed, $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        package.CreateEntryFromFile(assembly, $"lib/net10.0/{id}.dll");
        using var spec = new StreamWriter(package.CreateEntry($"{id}.nuspec").Open());
        spec.Write($"""
            <package><metadata><id>{id}</id><version>{version}</version>
              <authors>tests</authors><description>For a test.</description></metadata></package>
            """);
    }
}
