using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Notebooks;

/// <summary>The media types of outputs that are spoken of here.</summary>
internal static class Mime
{
    /// <summary>A figure as JSON.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>HTML.</summary>
    public const string Html = "text/html";

    /// <summary>A picture in base64.</summary>
    public const string Png = "image/png";
}

/// <summary>
/// The HTML of charts, as PolyViT.Notebooks writes it: what stands in <c>div.polyvit-chart</c> is shown until
/// its script draws, and <c>script.polyvit-plotly</c> is plotly.js or says that it is on the network.
/// </summary>
internal static partial class ChartMarkup
{
    /// <summary>Puts a picture into the output of a chart, in place of an earlier one.</summary>
    /// <param name="bundle">A MIME bundle with a figure; it gets the picture, and its HTML shows it.</param>
    /// <param name="png">In base64.</param>
    /// <param name="width">In CSS pixels; the picture may have more pixels.</param>
    public static void Embed(JsonObject bundle, string png, int width)
    {
        var words = WebUtility.HtmlEncode(NotebookParts.Text(bundle["text/plain"]).Trim());
        var picture = $"<img alt=\"{words}\" width=\"{width}\" style=\"max-width:100%;height:auto\""
            + $" src=\"data:image/png;base64,{png}\">";
        if (bundle.ContainsKey(Mime.Html))
            bundle[Mime.Html] = NotebookParts.Lines(Place().Replace(
                NotebookParts.Text(bundle[Mime.Html]), m => m.Groups["open"].Value + picture + "</div>", 1));
        if (bundle.ContainsKey(Mime.Png))
            bundle[Mime.Png] = png;
        else
            // Sorted, as Jupyter's own files are.
            bundle.Insert(bundle.Count(e => string.CompareOrdinal(e.Key, Mime.Png) < 0), Mime.Png, png);
    }

    /// <summary>Takes plotly.js out of an output: viewers get it from the network then.</summary>
    /// <param name="bundle">Any MIME bundle.</param>
    /// <returns>Whether it was there.</returns>
    public static bool Lighten(JsonObject bundle)
    {
        var html = NotebookParts.Text(bundle[Mime.Html]);
        if (!Carried().IsMatch(html))
            return false;
        const string light =
            """<script class="polyvit-plotly" data-source="cdn" data-version="${version}"></script>""";
        bundle[Mime.Html] = NotebookParts.Lines(Carried().Replace(html, light));
        return true;
    }

    [GeneratedRegex("""(?<open><div class="polyvit-chart"[^>]*>)\s*(<img[^>]*>)?\s*</div>""")]
    private static partial Regex Place();

    [GeneratedRegex("<script class=\"polyvit-plotly\" data-source=\"embedded\""
        + " data-version=\"(?<version>[^\"]*)\">[^<]*(?:<(?!/script)[^<]*)*</script>")]
    private static partial Regex Carried();
}
