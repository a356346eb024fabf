using System.Text.Json;

namespace PolyViT.Notebooks;

public static partial class ComparisonReport
{
    /// <summary>Writes results.json alone, so that what was measured survives whatever comes next.</summary>
    /// <param name="result">The comparison so far.</param>
    /// <param name="folder">Where to; it is made when it is missing.</param>
    /// <returns>The path of the file.</returns>
    public static string Save(ComparisonResult result, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "results.json");
        Files.Write(path, JsonSerializer.Serialize(result, Json));
        return path;
    }
}
