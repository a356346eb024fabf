using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>The notebooks of the repository as readers see them who have not run them.</summary>
public class CommittedViewsTests
{
    private static readonly string Folder = Path.Combine(SharedFolder.Repository, "notebooks");

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.ipynb").Select(f => Path.GetFileName(f)).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_is_seen_in_an_exported_page_and_in_jupyterlab_without_a_network(string name)
    {
        var (notebook, trouble) = NotebookFile.Read(Path.Combine(Folder, name));
        Assert.Null(trouble);
        Python.Validate(notebook!.Path);
        var charts = notebook.Code.SelectMany(c => c.Bundles()).Count(b => b.ContainsKey(Mime.Plotly));
        Assert.NotEqual(0, charts);
        foreach (var page in new[]
        {
            Export.ToHtml(notebook), Lab.Page(notebook.Root, trusted: true), Lab.Page(notebook.Root, trusted: false),
        })
        {
            var seen = Browser.Look(page);
            Assert.Equal(charts, seen.Live.Length + seen.Still.Length);
            Assert.All(seen.Live.Concat(seen.Still), colours => Assert.InRange(colours, 10, int.MaxValue));
        }
    }
}
