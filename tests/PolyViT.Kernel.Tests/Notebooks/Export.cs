using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>Pages that Jupyter exports.</summary>
internal static class Export
{
    /// <summary>A notebook as nbconvert writes it, without code.</summary>
    public static string ToHtml(Notebook notebook)
    {
        Python.Needed("python3-nbconvert", Python.Has("nbconvert"));
        var folder = Directory.CreateTempSubdirectory("polyvit-export-").FullName;
        try
        {
            var (code, text) = Python.Run("-m", "nbconvert", "--to", "html", "--no-input",
                "--output-dir", folder, "--output", "page", notebook.Path);
            Assert.True(code == 0, text);
            return File.ReadAllText(Path.Combine(folder, "page.html"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
