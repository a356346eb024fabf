using System.Text.RegularExpressions;

namespace PolyViT.Notebooks.Tests;

/// <summary>Outputs as a notebook's page puts them together, in a browser without a network.</summary>
public sealed partial class ChartPageTests : IDisposable
{
    // As snapshot puts it into a chart's place.
    private const string Still = "<img alt=\"still\" src=\"data:image/png;base64,iVBORw0KGgo=\">";

    // Notebook 6 and its exported pages have require.js, which takes what modules export.
    private const string Require = """
        <script>window.define=()=>{};define.amd=true;window.require=()=>{};
        window.exports={};window.module={exports}</script>
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("polyvit-charts-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Charts_are_drawn_twice_the_same_too_and_take_the_pages_ink_and_the_stills_place()
    {
        var (lines, points) = (Html("lines"), Html("points"));
        var dom = Open(Require + ChartScript.Html(PlotlySource.Embedded) + lines + lines + Stilled(points));
        Assert.Equal(3, Charts(dom));
        Assert.DoesNotContain("alt=\"still\"", dom, StringComparison.Ordinal);
        Assert.Contains("fill: rgb(222, 223, 224)", dom, StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_wait_for_plotly_that_comes_after_them() =>
        Assert.Equal(1, Charts(Open(Html("early") + ChartScript.Html(PlotlySource.Embedded))));

    [Fact]
    public void Without_plotly_the_still_stays_and_the_network_is_asked()
    {
        var dom = Open(Stilled(Html("a")) + Html("b"), seconds: 60);
        Assert.Equal(0, Charts(dom));
        Assert.Contains("alt=\"still\"", dom, StringComparison.Ordinal);
        Assert.Contains("<script src=\"https://cdn.plot.ly/plotly-2.28.0.min.js\">", dom);
        Assert.Single(Regex.Matches(dom, ">plotly.js is missing: run the first cells again.<"));
    }

    private static string Html(string title)
    {
        var chart = Notebooks.Charts.Lines(title, "x", "y", Curve.Of("c", [0, 1], [0, 1]));
        return (string)ChartView.Of(chart)["text/html"];
    }

    private static string Stilled(string html) => Place().Replace(html, m => m.Value + Still);

    private static int Charts(string dom) =>
        Regex.Count(dom, "class=\"main-svg\" [^>]*>(?=<defs id=\"defs-)");

    private string Open(string outputs, int seconds = 10)
    {
        var page = Path.Combine(folder, "page.html");
        File.WriteAllText(page, $"""
            <!doctype html><meta charset="utf-8">
            <body style="background:#111;color:rgb(222,223,224)">{outputs}
            """);
        return Browser.Open(page, folder, seconds);
    }

    [GeneratedRegex("<div class=\"polyvit-chart\"[^>]*>")]
    private static partial Regex Place();
}
