using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>
/// Charts in notebooks: as Plotly's JSON for viewers that draw it themselves, and as HTML that needs neither
/// network nor extension. In the HTML, <c>div.polyvit-chart</c> holds nothing, or a static picture for those
/// who run no scripts; <c>script.polyvit-draw</c> puts the live chart in its place as soon as plotly.js is
/// there (<see cref="ChartScript"/>).
/// </summary>
internal static class ChartView
{
    private const int UsualHeight = 450;

    /// <summary>The chart in all its media types.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="before">HTML before it: plotly.js, where it was not shown yet.</param>
    public static Bundle Of(GenericChart chart, string before = "")
    {
        var json = GenericChart.toFigureJson(chart);
        var figure = JsonNode.Parse(json)!.AsObject();
        var words = Words(chart, figure);
        return Mime.Of(
            (Mime.Plotly, figure), (Mime.Html, before + Html(figure, json, words)), (Mime.Plain, words));
    }

    private static string Html(JsonObject figure, string json, string words)
    {
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)).AsSpan(0, 8));
        var script = ChartScript.Resource("chart.js")
            .Replace("MARK", mark, StringComparison.Ordinal)
            .Replace("ADDRESS", PlotlyJs.Address, StringComparison.Ordinal)
            .Replace("\"FIGURE\"", Inside(json), StringComparison.Ordinal);
        return $"<div class=\"polyvit-chart\" data-figure=\"{mark}\" role=\"img\" "
            + $"aria-label=\"{Page.Text(words)}\" style=\"{Size(figure["layout"])}\"></div>"
            + $"<script class=\"polyvit-draw\">{script}</script>";
    }

    // Nothing in the JSON may end the script.
    private static string Inside(string json) => json.Replace("<", "\\u003c", StringComparison.Ordinal);

    private static string Size(JsonNode? layout)
    {
        string Pixels(string name, string otherwise) =>
            layout?[name] is JsonValue v && v.TryGetValue(out double d)
                ? string.Create(CultureInfo.InvariantCulture, $"{d:0}px") : otherwise;
        return $"width:{Pixels("width", "100%")};min-height:{Pixels("height", $"{UsualHeight}px")}";
    }

    private static string Words(GenericChart chart, JsonObject figure)
    {
        var types = GenericChart.getTraces(chart).CountBy(t => t.type)
            .Select(t => t.Value == 1 ? t.Key : $"{t.Key} × {t.Value}");
        var title = figure["layout"]?["title"] as JsonObject;
        var words = Plain(title?["text"] is JsonValue text ? text.ToString() : "");
        return $"{(words.Length == 0 ? "Chart" : $"Chart “{words}”")}: {string.Join(", ", types)}";
    }

    // A title is a little HTML.
    private static string Plain(string title) =>
        WebUtility.HtmlDecode(Regex.Replace(title, "<[^>]*>", " "));
}
