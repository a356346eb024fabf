using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plotly.NET;

namespace PolyViT.Notebooks.Tests;

[Collection(nameof(FakeHost))]
public class ChartViewTests
{
    private static readonly GenericChart Lines =
        Charts.Lines("A & B", "x", "y", Curve.Of("</script><script>alert(1)", [0, 1], [2, double.NaN]));

    [Fact]
    public void A_chart_is_json_html_and_words()
    {
        var bundle = ChartView.Of(Lines);
        var figure = Assert.IsType<JsonObject>(bundle["application/vnd.plotly.v1+json"]);
        Assert.Equal("scatter", (string?)figure["data"]![0]!["type"]);
        Assert.Equal("Chart “A & B”: scatter", bundle["text/plain"]);
        var html = (string)bundle["text/html"];
        Assert.Matches("<div class=\"polyvit-chart\" data-figure=\"[0-9a-f]{16}\"[^>]*></div>", html);
        Assert.Contains("aria-label=\"Chart “A &amp; B”: scatter\"", html, StringComparison.Ordinal);
        Assert.Contains("min-height:420px", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_from_data_close_no_script()
    {
        var html = (string)ChartView.Of(Lines)["text/html"];
        Assert.Equal(1, Regex.Count(html, "</script>"));
        Assert.Equal(1, Regex.Count(html, "<script"));
    }

    [Fact]
    public void The_same_chart_gives_the_same_output_in_every_run() => Assert.Equal(
        ChartView.Of(Charts.Scatter("t", "x", "y", ("p", 1, 2, null)))["text/html"],
        ChartView.Of(Charts.Scatter("t", "x", "y", ("p", 1, 2, null)))["text/html"]);

    [Fact]
    public void A_chart_with_numbers_that_json_lacks_is_drawn_with_gaps()
    {
        var chart = Figure.Of(
            new { }, [new { type = "scatter", y = new[] { 1, double.NaN, double.PositiveInfinity } }]);
        var figure = (JsonObject)ChartView.Of(chart)["application/vnd.plotly.v1+json"];
        Assert.Equal(3, figure["data"]![0]!["y"]!.AsArray().Count);
    }

    [Fact]
    public void Only_the_first_chart_of_a_notebook_that_did_not_begin_carries_plotly()
    {
        using var host = new FakeHost();
        string[] html = [.. Enumerable.Range(0, 2).Select(_ =>
            (string)host.Formats[typeof(GenericChart)](Lines)!["text/html"])];
        Assert.StartsWith(
            "<script class=\"polyvit-plotly\" data-source=\"embedded\" data-version=\"2.28.0\">", html[0],
            StringComparison.Ordinal);
        Assert.DoesNotContain("polyvit-plotly\" data-version", html[1], StringComparison.Ordinal);
        Assert.InRange(html[1].Length, 100, 10_000);
    }

    [Fact]
    public void A_chart_after_the_beginning_carries_no_plotly()
    {
        using var host = new FakeHost();
        Notebook.Begin(Mode.Quick, 1);
        Notebook.Show(Lines);
        Assert.InRange(((string)host.Shown[^1].Bundle["text/html"]).Length, 100, 10_000);
    }
}
