using System.IO.Compression;
using System.Text.Json.Nodes;
using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

public class SnapshotTests
{
    [Fact]
    public void A_picture_takes_the_place_of_an_earlier_one()
    {
        var bundle = new JsonObject
        {
            ["application/vnd.plotly.v1+json"] = new JsonObject(),
            ["text/html"] =
                "before<div class=\"polyvit-chart\" data-figure=\"a\" style=\"\"></div><script>1</script>",
            ["text/plain"] = "A \"chart\"",
        };
        ChartMarkup.Embed(bundle, "AAAA", 900);
        ChartMarkup.Embed(bundle, "BBBB", 800);
        Assert.Equal("BBBB", (string?)bundle["image/png"]);
        Assert.Equal(
            "before<div class=\"polyvit-chart\" data-figure=\"a\" style=\"\"><img alt=\"A &quot;chart&quot;\""
            + " width=\"800\" style=\"max-width:100%;height:auto\" src=\"data:image/png;base64,BBBB\"></div>"
            + "<script>1</script>", NotebookParts.Text(bundle["text/html"]));
        Assert.Equal(["application/vnd.plotly.v1+json", "image/png", "text/html", "text/plain"],
            bundle.Select(e => e.Key));
    }

    [Fact]
    public void The_html_of_others_is_left_alone()
    {
        var bundle = new JsonObject { ["text/html"] = "<div id=\"x\"></div>", ["text/plain"] = "x" };
        Assert.False(ChartMarkup.Lighten(bundle));
        ChartMarkup.Embed(bundle, "AAAA", 900);
        Assert.Equal("<div id=\"x\"></div>", NotebookParts.Text(bundle["text/html"]));
    }

    [Fact]
    public void What_a_notebook_carries_of_plotly_is_found_and_can_be_taken_out()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("the code"u8);
        var html = "<script class=\"polyvit-plotly\" data-source=\"embedded\" data-version=\"2.28.0\">"
            + $"if(1<2)unpack(atob(\"{Convert.ToBase64String(packed.ToArray())}\"))</script><b>b</b>";
        Assert.Equal("the code", PlotlyScript.InHtml(html));
        var bundle = new JsonObject { ["text/html"] = html };
        Assert.True(ChartMarkup.Lighten(bundle));
        Assert.Equal(
            "<script class=\"polyvit-plotly\" data-source=\"cdn\" data-version=\"2.28.0\"></script><b>b</b>",
            NotebookParts.Text(bundle["text/html"]));
        Assert.False(ChartMarkup.Lighten(bundle));
    }

    [Fact]
    public void Without_a_browser_there_is_a_sentence_and_the_notebook_stays()
    {
        using var folder = new ScriptFolder().With("a.ipynb", TestNotebook.Of("1"));
        var before = File.ReadAllText(Path.Combine(folder.Path, "a.ipynb"));
        using var process = Tool.Start(folder.Path, "env",
            ["CHROMIUM=/no/such/browser", "dotnet", Tool.Dll, "snapshot", "a.ipynb", "--embed"]);
        var run = Tool.Finish(process);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("Charts are drawn by a browser, and there is none: install chromium", run.Errors);
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder.Path, "a.ipynb")));
    }

    [Theory]
    [InlineData("There is nothing to do", "a.ipynb")]
    [InlineData("'gone.ipynb' does not exist", "a.ipynb", "gone.ipynb", "--light")]
    public void A_wrong_use_is_one_sentence(string sentence, params string[] args)
    {
        using var folder = new ScriptFolder().With("a.ipynb", TestNotebook.Of("1"));
        var run = Tool.Run(folder.Path, ["snapshot", .. args]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Errors);
    }
}
