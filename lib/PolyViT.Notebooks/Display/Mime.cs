using System.Text.Json.Nodes;

namespace PolyViT.Notebooks;

/// <summary>Makes bundles: what a value looks like in several media types.</summary>
internal static class Mime
{
    public const string Plain = "text/plain";
    public const string Html = "text/html";
    public const string Png = "image/png";
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>A bundle of plain text alone.</summary>
    public static Bundle Text(string text) => Of((Plain, text));

    /// <summary>A bundle of HTML and of plain text for those who show none.</summary>
    public static Bundle Page(string html, string text) => Of((Html, html), (Plain, text));

    /// <summary>A bundle of anything; base64 for pictures, a <see cref="JsonNode"/> for JSON.</summary>
    public static Bundle Of(params (string Type, object Content)[] parts) =>
        parts.ToDictionary(p => p.Type, p => p.Content);
}
