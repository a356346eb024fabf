using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PolyViT.Notebooks;

namespace PolyViT.Kernel.Notebooks;

/// <summary>A chart of a notebook.</summary>
/// <param name="Bundle">Its output.</param>
/// <param name="Name">For example "cell 3, chart 1".</param>
internal sealed record Chart(JsonObject Bundle, string Name)
{
    private const int UsualWidth = 900;
    private const int UsualHeight = 450;

    /// <summary>Plotly's JSON.</summary>
    public JsonNode Figure => Bundle[Mime.Plotly]!;

    /// <summary>In CSS pixels.</summary>
    public int Width => Size("width", UsualWidth);

    /// <summary>In CSS pixels.</summary>
    public int Height => Size("height", UsualHeight);

    private int Size(string name, int usual) =>
        (Figure as JsonObject)?["layout"] is JsonObject layout && layout[name] is JsonValue value
        && value.TryGetValue<double>(out var size) && size is >= 10 and <= 4000 ? (int)size : usual;
}

/// <summary>Draws charts with plotly.js in a browser without a window, all in one page.</summary>
internal static partial class ChartPictures
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // A chart on a clear ground would be unreadable on a dark page: a picture has white paper.
    private const string Draw = """
        (async () => {
          const frame = document.body.appendChild(document.createElement('iframe'));
          frame.contentDocument.open();
          for (const e of document.querySelectorAll('script[type="application/json"]')) {
            const out = document.createElement('pre');
            out.className = 'picture';
            try {
              const f = JSON.parse(e.textContent);
              const layout = Object.assign({}, f.layout);
              if (layout.paper_bgcolor === 'rgba(0,0,0,0)') layout.paper_bgcolor = '#fff';
              out.textContent = await Plotly.toImage(
                { data: f.data, layout, config: f.config, frames: f.frames },
                { format: 'png', width: +e.dataset.width, height: +e.dataset.height, scale: 2 });
            } catch (error) {
              out.textContent = 'error ' + error;
            }
            document.body.appendChild(out);
          }
          frame.contentDocument.close();
        })();
        """;

    /// <summary>Draws charts.</summary>
    /// <param name="browser">The browser's path.</param>
    /// <param name="plotly">The source of plotly.js.</param>
    /// <param name="charts">Any number.</param>
    /// <returns>A PNG in base64 for each; or one sentence that says why not.</returns>
    public static (ImmutableArray<string> Pngs, string? Trouble) Of(
        string browser, string plotly, IReadOnlyList<Chart> charts)
    {
        var (html, trouble) = Chromium.Load(browser, Page(plotly, charts), Patience);
        if (trouble is not null)
            return ([], trouble);
        var answers = Answer().Matches(html).Select(m => m.Groups["text"].Value).ToArray();
        if (answers.Length != charts.Count)
            return ([], $"{browser} drew {answers.Length} of {charts.Count} charts and gave up.");
        var wrong = answers.Index().FirstOrDefault(a => !a.Item.StartsWith(Start, StringComparison.Ordinal));
        return wrong.Item is null
            ? ([.. answers.Select(a => a[Start.Length..])], null)
            : ([], $"The chart of {charts[wrong.Index].Name} cannot be drawn: {wrong.Item}.");
    }

    private const string Start = "data:image/png;base64,";

    private static string Page(string plotly, IReadOnlyList<Chart> charts) => $"""
        <!doctype html>
        <meta charset="utf-8">
        <body>
        <script>{plotly.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase)}</script>
        {string.Join('\n', charts.Select(Element))}
        <script>{Draw}</script>
        </body>
        """;

    private static string Element(Chart chart)
    {
        var json = chart.Figure.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal);
        var size = $"data-width=\"{chart.Width}\" data-height=\"{chart.Height}\"";
        return $"<script type=\"application/json\" {size}>{json}</script>";
    }

    [GeneratedRegex("<pre class=\"picture\">(?<text>[^<]*)</pre>")]
    private static partial Regex Answer();
}
