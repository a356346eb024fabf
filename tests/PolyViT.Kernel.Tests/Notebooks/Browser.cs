using System.Text.Json;
using System.Text.RegularExpressions;
using PolyViT.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>How many colours each visible chart and picture of a page has; a blank one has one.</summary>
/// <param name="Live">Charts that plotly.js drew.</param>
/// <param name="Still">Pictures of charts.</param>
/// <param name="Others">Other pictures.</param>
internal sealed record Seen(int[] Live, int[] Still, int[] Others);

/// <summary>Looks at pages in a Chromium without window and without network.</summary>
internal static partial class Browser
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    /// <summary>The folder of the scripts that run in pages.</summary>
    public static string Scripts { get; } = Path.Combine(
        SharedFolder.Repository, "tests", "PolyViT.Kernel.Tests", "Notebooks", "Lab");

    /// <summary>The browser's path; without one the test is skipped, and fails in CI.</summary>
    public static string Require()
    {
        var path = Chromium.Find(Environment.GetEnvironmentVariable);
        Python.Needed("chromium", path is not null);
        return path!;
    }

    /// <summary>Opens a page and counts.</summary>
    public static Seen Look(string html)
    {
        var script = $"<script>{File.ReadAllText(Path.Combine(Scripts, "look.js"))}</script>";
        // Exported pages mention the tag in scripts before they end with it.
        var end = html.LastIndexOf("</body>", StringComparison.Ordinal);
        var (dom, trouble) = Chromium.Load(Require(), html.Insert(end, script), TimeSpan.FromMinutes(1));
        Assert.Null(trouble);
        var seen = Report().Match(dom);
        Assert.True(seen.Success, "The page says nothing.");
        Assert.StartsWith("{", seen.Groups["json"].Value);
        return JsonSerializer.Deserialize<Seen>(seen.Groups["json"].Value, Names)!;
    }

    [GeneratedRegex("<pre id=\"seen\">(?<json>[^<]*)</pre>")]
    private static partial Regex Report();
}
