using System.Net;
using Newtonsoft.Json.Linq;
using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>HTML pages that show charts without any network: plotly.js is inside, once.</summary>
public static class Page
{
    private const string Light =
        "--ink: #30343b; --soft: #6b7079; --line: #e3e5e9; --paper: #fff; --mark: #1f5a8c";

    private const string Dark =
        "--ink: #dcdfe4; --soft: #9aa0aa; --line: #353a42; --paper: #16191e; --mark: #8fc1c4";

    private const string Style = $$"""
        :root { color-scheme: light dark; {{Light}} }
        @media (prefers-color-scheme: dark) { :root { {{Dark}} } }
        .still { color-scheme: light; {{Light}} }
        .still p { max-width: none } .still main { padding: 24px 24px 0 }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 {{Theme.Font}} }
        main { max-width: 1200px; margin: 0 auto; padding: 28px 24px 64px }
        h1 { font-size: 26px; line-height: 1.25; margin: 0 0 6px }
        h2 { font-size: 19px; margin: 44px 0 6px }
        p { margin: 4px 0 10px; max-width: 95ch }
        .soft { color: var(--soft) }
        .note { border-left: 3px solid #d55e00; padding-left: 12px }
        .wide { overflow-x: auto }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 12px 0 }
        th, td { padding: 5px 10px; text-align: right; white-space: nowrap }
        th, td { border-bottom: 1px solid var(--line) }
        @media (max-width: 900px) { table { font-size: 12px } th, td { padding: 4px } }
        th:first-child { text-align: left; padding-left: 0 }
        thead th { white-space: normal; vertical-align: bottom; color: var(--soft); font-weight: 600 }
        tbody th { font-weight: 500 }
        tbody tr:last-child > * { border-bottom: 0 }
        td.best { font-weight: 700; color: var(--mark) }
        .swatch { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 8px }
        """;

    // Charts take the page's ink, so that they fit a dark page too.
    private const string Draw = """
        const ink = getComputedStyle(document.body).color;
        const config = { responsive: true, displayModeBar: false };
        for (const s of document.querySelectorAll('script[data-chart]')) {
          const f = JSON.parse(s.textContent);
          f.layout.font.color = ink;
          Plotly.newPlot(s.dataset.chart, f.data, f.layout, config);
        }
        """;

    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

    /// <summary>A complete page, whose security policy forbids to load anything from anywhere.</summary>
    /// <param name="title">The title, as plain text.</param>
    /// <param name="body">HTML, charts made by <see cref="Chart"/> included.</param>
    /// <param name="still">For a picture: white paper and no buttons.</param>
    public static string Of(string title, string body, bool still = false) => $"""
        <!doctype html>
        <html lang="en"{(still ? " class=\"still\"" : "")}>
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <title>{Text(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        {body}
        </main>
        <script>{PlotlyJs.Source()}</script>
        <script>{Draw}</script>
        </body>
        </html>

        """;

    /// <summary>A chart's place in a page.</summary>
    /// <param name="id">Its name in the page: letters and digits.</param>
    /// <param name="chart">The chart.</param>
    public static string Chart(string id, GenericChart chart)
    {
        var json = GenericChart.toFigureJson(chart).Replace("<", "\\u003c", StringComparison.Ordinal);
        return $"""
            <div id="{id}" style="height:{Height(chart)}px"></div>
            <script type="application/json" data-chart="{id}">{json}</script>
            """;
    }

    /// <summary>A chart's height in a page, CSS pixels.</summary>
    /// <param name="chart">The chart.</param>
    internal static int Height(GenericChart chart) =>
        (int?)JObject.Parse(GenericChart.toFigureJson(chart))["layout"]?["height"] ?? 420;

    /// <summary>Text as HTML that shows it as it is written.</summary>
    /// <param name="text">The text.</param>
    public static string Text(string text) => WebUtility.HtmlEncode(text);
}
