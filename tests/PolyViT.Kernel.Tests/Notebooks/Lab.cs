using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>JupyterLab's own packages that show outputs, bundled once into the temporary folder.</summary>
internal static class Lab
{
    private static readonly Lazy<string> Bundle = new(Make);

    /// <summary>A page that shows a notebook as JupyterLab does.</summary>
    /// <param name="notebook">With outputs.</param>
    /// <param name="trusted">Whether the user has run it or trusts it.</param>
    public static string Page(JsonNode notebook, bool trusted)
    {
        var json = new JsonObject { ["notebook"] = notebook.DeepClone(), ["trusted"] = trusted }
            .ToJsonString().Replace("<", "\\u003c");
        return $"""
            <!doctype html>
            <meta charset="utf-8">
            <body>
            <script type="application/json" id="notebook">{json}</script>
            <script>{Bundle.Value.Replace("</script", "<\\/script")}</script>
            </body>
            """;
    }

    private static string Make()
    {
        Python.Needed("npm", Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Any(f => File.Exists(Path.Combine(f, "npm"))));
        var sources = new[] { "package.json", "lab.js" }
            .Select(n => Path.Combine(Browser.Scripts, n)).ToArray();
        var content = Encoding.UTF8.GetBytes(string.Concat(sources.Select(File.ReadAllText)));
        var key = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        var bundle = Path.Combine(Path.GetTempPath(), $"polyvit-lab-{key}.js");
        if (!File.Exists(bundle))
            Make(sources, bundle);
        return File.ReadAllText(bundle);
    }

    private static void Make(string[] sources, string bundle)
    {
        var folder = Directory.CreateTempSubdirectory("polyvit-lab-").FullName;
        foreach (var source in sources)
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        Run("npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock");
        Run(Path.Combine(folder, "node_modules", ".bin", "esbuild"), Path.Combine(folder, "lab.js"),
            "--bundle", "--minify", $"--outfile={Path.Combine(folder, "bundle.js")}", "--loader:.svg=text",
            "--loader:.css=empty");
        File.Move(Path.Combine(folder, "bundle.js"), bundle, overwrite: true);
        Directory.Delete(folder, recursive: true);
    }

    private static void Run(string command, params string[] args)
    {
        var (code, text) = Python.Command(command, args);
        Assert.True(code == 0, text);
    }
}
