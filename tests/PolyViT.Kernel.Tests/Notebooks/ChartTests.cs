namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>A notebook with two charts that was run once, and its copy with still pictures.</summary>
public sealed class ChartedNotebook : IDisposable
{
    private static readonly string Library = Path.Combine(
        SharedFolder.Repository, "lib", "PolyViT.Notebooks", "bin", "Release", "net10.0");

    private readonly ScriptFolder folder = new();

    public ChartedNotebook()
    {
        if (!IsPossible)
            return;
        folder.With("a.ipynb", TestNotebook.Of(
            string.Concat(new[] { "PolyViT.Notebooks", "Plotly.NET" }
                .Select(n => $"#r \"{Path.Combine(Library, n)}.dll\"\n")) + "using Plotly.NET;",
            """
            GenericChart Chart(string type, string name, object values)
            {
                var trace = new Trace(type);
                trace.SetProperty(name, values);
                return GenericChart.ofTraceObject(true, trace);
            }
            Chart("scatter", "y", new[] { 3, 1, 2 })
            """,
            "display(Chart(\"heatmap\", \"z\", new[] { new[] { 1, 2 }, new[] { 3, 4 } }));"));
        var run = Tool.Run(folder.Path, "run", "a.ipynb");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        File.Copy(Path.Combine(folder.Path, "a.ipynb"), Path.Combine(folder.Path, "still.ipynb"));
        var snapshot = Tool.Run(folder.Path, "snapshot", "still.ipynb", "--embed", "--png", "pictures");
        Assert.True(snapshot.ExitCode == 0, snapshot.Output + snapshot.Errors);
    }

    internal static bool IsPossible => Directory.Exists(Library)
        && PolyViT.Notebooks.Chromium.Find(Environment.GetEnvironmentVariable) is not null;

    internal ScriptFolder Folder
    {
        get
        {
            Browser.Require();
            Assert.SkipUnless(IsPossible, "The Release build is not there.");
            return folder;
        }
    }

    public void Dispose() => folder.Dispose();
}

/// <summary>Charts in every view that can be had here.</summary>
public class ChartTests(ChartedNotebook charted) : IClassFixture<ChartedNotebook>
{
    private readonly ScriptFolder folder = charted.Folder;

    [Fact]
    public void A_chart_is_json_and_html_and_after_a_snapshot_a_picture_too()
    {
        const string chart = "application/vnd.plotly.v1+json,{0}text/html,text/plain";
        Assert.Equal(
            ["", $"execute_result({string.Format(chart, "")})", $"display_data({string.Format(chart, "")})"],
            folder.Notebook("a.ipynb").Kinds());
        Assert.Equal(
            ["", $"execute_result({string.Format(chart, "image/png,")})",
                $"display_data({string.Format(chart, "image/png,")})"],
            folder.Notebook("still.ipynb").Kinds());
        Python.Validate(folder.Notebook("still.ipynb").Path);
        Assert.Equal(["still-01.png", "still-02.png"],
            Directory.GetFiles(Path.Combine(folder.Path, "pictures")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_second_snapshot_changes_nothing()
    {
        File.Copy(Path.Combine(folder.Path, "still.ipynb"), Path.Combine(folder.Path, "twice.ipynb"));
        Assert.Equal(0, Tool.Run(folder.Path, "snapshot", "twice.ipynb", "--embed").ExitCode);
        Assert.Equal(File.ReadAllText(Path.Combine(folder.Path, "still.ipynb")),
            File.ReadAllText(Path.Combine(folder.Path, "twice.ipynb")));
    }

    [Theory]
    [InlineData("a.ipynb")]
    [InlineData("still.ipynb")]
    public void An_exported_page_draws_every_chart_without_a_network(string name)
    {
        var seen = Browser.Look(Export.ToHtml(folder.Notebook(name)));
        Assert.Equal(2, seen.Live.Length);
        Assert.All(seen.Live, colours => Assert.InRange(colours, 10, int.MaxValue));
        Assert.Empty(seen.Still); // the live chart takes the picture's place
    }

    [Fact]
    public void Jupyterlab_draws_the_charts_of_a_trusted_notebook()
    {
        var seen = Browser.Look(Lab.Page(folder.Notebook("still.ipynb").Root, trusted: true));
        Assert.Equal((2, 0), (seen.Live.Length, seen.Still.Length));
        Assert.All(seen.Live, colours => Assert.InRange(colours, 10, int.MaxValue));
    }

    [Theory]
    [InlineData("a.ipynb", 0)]
    [InlineData("still.ipynb", 2)]
    public void Jupyterlab_shows_the_pictures_of_a_notebook_that_is_not_trusted(string name, int pictures)
    {
        var seen = Browser.Look(Lab.Page(folder.Notebook(name).Root, trusted: false));
        Assert.Equal((0, pictures), (seen.Live.Length, seen.Still.Length));
        Assert.All(seen.Still, colours => Assert.InRange(colours, 10, int.MaxValue));
    }

    [Fact]
    public void A_light_notebook_is_small_and_shows_its_pictures_without_a_network()
    {
        File.Copy(Path.Combine(folder.Path, "still.ipynb"), Path.Combine(folder.Path, "light.ipynb"));
        var run = Tool.Run(folder.Path, "snapshot", "light.ipynb", "--light");
        Assert.True(run.ExitCode == 0, run.Errors);
        var light = folder.Notebook("light.ipynb");
        Assert.InRange(light.Read.Length, 1, folder.Notebook("still.ipynb").Read.Length - 1_000_000);
        Python.Validate(light.Path);
        var seen = Browser.Look(Export.ToHtml(light));
        Assert.Equal((0, 2), (seen.Live.Length, seen.Still.Length));
        // plotly.js is not in it any more, but it is in the library.
        Assert.Equal(0, Tool.Run(folder.Path, "snapshot", "light.ipynb", "--embed").ExitCode);
    }
}
