using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Notebooks;

/// <summary>
/// plotly.js, as it lies inside Plotly.NET.dll or inside a notebook. The assembly is only read: the tool
/// must not bring its own version into notebooks.
/// </summary>
internal static partial class PlotlyScript
{
    private const string Assembly = "Plotly.NET.dll";

    /// <summary>The source for the charts of a notebook.</summary>
    /// <param name="notebook">Says by `#r` where its assemblies are.</param>
    /// <returns>Null when there is none.</returns>
    public static string? For(Notebook notebook) =>
        Assemblies(notebook).Where(File.Exists).Select(InAssembly).OfType<string>().FirstOrDefault()
        ?? notebook.Code.SelectMany(c => c.Bundles()).Select(b => NotebookParts.Text(b[Mime.Html]))
            .Select(InHtml).OfType<string>().FirstOrDefault();

    /// <summary>The source that a notebook carries in an output.</summary>
    /// <param name="html">Of the output.</param>
    internal static string? InHtml(string html)
    {
        if (Carried().Match(html) is not { Success: true } match)
            return null;
        var packed = new MemoryStream(Convert.FromBase64String(match.Groups["gzip"].Value));
        using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
        return new StreamReader(unpacked, Encoding.UTF8).ReadToEnd();
    }

    private static IEnumerable<string> Assemblies(Notebook notebook)
    {
        var folders = notebook.Code
            .SelectMany(c => Directives.Read(c.Source(), Path.Combine(notebook.Folder, "cell")).Assemblies)
            .Select(a => Path.GetDirectoryName(a.Path)!).Distinct();
        var ours = DoctorCommand.AndAbove(AppContext.BaseDirectory)
            .Select(f => Path.Combine(f, "lib", "PolyViT.Notebooks", "bin", "Release", "net10.0"));
        return folders.Concat(ours).Select(f => Path.Combine(f, Assembly));
    }

    private static string? InAssembly(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        var metadata = pe.GetMetadataReader();
        var found = metadata.ManifestResources.Select(metadata.GetManifestResource)
            .Where(r => r.Implementation.IsNil && Resource().IsMatch(metadata.GetString(r.Name))).ToArray();
        if (found.Length == 0)
            return null;
        var all = pe.GetSectionData(pe.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
        var reader = all.GetReader((int)found[0].Offset, all.Length - (int)found[0].Offset);
        return reader.ReadUTF8(reader.ReadInt32());
    }

    [GeneratedRegex(@"plotly[\w.\-]*\.min\.js$")]
    private static partial Regex Resource();

    [GeneratedRegex(
        """<script class="polyvit-plotly"[^>]*>(?:(?!</script).)*?atob\("(?<gzip>[A-Za-z0-9+/=]+)"\)""",
        RegexOptions.Singleline)]
    private static partial Regex Carried();
}
