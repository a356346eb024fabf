namespace PolyViT.Kernel.Cells;

/// <summary>Where documentation comments of assemblies lie.</summary>
internal static class DocumentationFiles
{
    private const string Pack = "Microsoft.NETCore.App.Ref";

    /// <summary>The files that may tell of a symbol, the likeliest first.</summary>
    /// <param name="assembly">The path of its assembly.</param>
    /// <param name="symbol">Any.</param>
    public static IEnumerable<string> For(string assembly, ISymbol symbol) =>
        Path.GetDirectoryName(assembly) == Framework
            ? OfFramework(symbol.ContainingNamespace?.ToDisplayString() ?? "")
            : new[] { Path.ChangeExtension(assembly, ".xml") }.Where(File.Exists);

    private static string Framework { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    // The runtime's assemblies are divided otherwise than the reference assemblies, whose files these are.
    private static IEnumerable<string> OfFramework(string space) =>
        ReferenceFolder() is not { } folder ? [] : Directory.EnumerateFiles(folder, "*.xml")
            .OrderByDescending(f => Nearness(Path.GetFileNameWithoutExtension(f), space))
            .ThenByDescending(f => Path.GetFileName(f) == "System.Runtime.xml")
            .ThenBy(f => f, StringComparer.Ordinal);

    private static int Nearness(string file, string space) =>
        space == file || space.StartsWith($"{file}.", StringComparison.Ordinal) ? file.Length : 0;

    // .../shared/Microsoft.NETCore.App/10.0.1 and .../packs/Microsoft.NETCore.App.Ref/10.0.1/ref/net10.0
    private static string? ReferenceFolder()
    {
        var packs = Path.GetFullPath(Path.Combine(Framework, "..", "..", "..", "packs", Pack));
        var target = $"net{Environment.Version.Major}.{Environment.Version.Minor}";
        return !Directory.Exists(packs) ? null
            : Directory.EnumerateDirectories(packs).Select(d => Path.Combine(d, "ref", target))
                .Where(Directory.Exists).Max(StringComparer.Ordinal);
    }
}
