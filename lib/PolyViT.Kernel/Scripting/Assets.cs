using System.Text.Json;

namespace PolyViT.Kernel.Scripting;

/// <summary>Reads project.assets.json, NuGet's answer to a restore.</summary>
internal static class Assets
{
    /// <summary>
    /// The files of the restored packages; null when there is no answer or a file has gone since.
    /// </summary>
    /// <param name="folder">Of the restored project.</param>
    public static Restored? Read(string folder)
    {
        var file = Path.Combine(folder, "obj", "project.assets.json");
        if (!File.Exists(file))
            return null;
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));
        var found = FilesIn(json.RootElement);
        return found.Compile.Concat(found.Runtime).Concat(found.Native).All(File.Exists) ? found : null;
    }

    private static Restored FilesIn(JsonElement root)
    {
        var roots = root.GetProperty("packageFolders").EnumerateObject().Select(p => p.Name).ToArray();
        var packages = ForThisPlatform(root).EnumerateObject()
            .Where(p => p.Value.GetProperty("type").GetString() == "package")
            .Select(p => (Files: p.Value, Folder: FolderOf(root, roots, p.Name))).ToArray();
        return new(Group("compile"), Group("runtime"), Group("native"));

        ImmutableArray<string> Group(string name) =>
            [.. from package in packages
                where package.Files.TryGetProperty(name, out _)
                from file in package.Files.GetProperty(name).EnumerateObject()
                // "_._" says that a package has nothing for this framework on purpose.
                where !file.Name.EndsWith("_._", StringComparison.Ordinal)
                where name == "native" || file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
                select Path.Combine(package.Folder, file.Name)];
    }

    // There are two targets, "net10.0" and "net10.0/linux-x64"; only the second names native files.
    private static JsonElement ForThisPlatform(JsonElement root) =>
        root.GetProperty("targets").EnumerateObject()
            .Last(t => t.Name.Contains('/', StringComparison.Ordinal)).Value;

    private static string FolderOf(JsonElement root, string[] roots, string package)
    {
        var path = root.GetProperty("libraries").GetProperty(package).GetProperty("path").GetString()!;
        return roots.Select(r => Path.Combine(r, path)).FirstOrDefault(Directory.Exists)
            ?? Path.Combine(roots[0], path);
    }
}
