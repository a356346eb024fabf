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
    public void Every_chart_and_picture_is_seen_in_an_exported_page_and_in_jupyterlab_without_a_network(string name)
    {
        var (notebook, trouble) = NotebookFile.Read(Path.Combine(Folder, name));
        Assert.Null(trouble);
        Python.Validate(notebook!.Path);
        var shown = notebook.Code.SelectMany(c => c.Bundles()).Where(b => b.ContainsKey(Mime.Png)).ToArray();
        Assert.NotEmpty(shown);
        var charts = shown.Count(b => b.ContainsKey(Mime.Plotly));
        foreach (var page in new[]
        {
            Export.ToHtml(notebook), Lab.Page(notebook.Root, trusted: true), Lab.Page(notebook.Root, trusted: false),
        })
        {
            var seen = Browser.Look(page);
            Assert.Equal(charts, seen.Live.Length + seen.Still.Length);
            Assert.All(seen.Live.Concat(seen.Still), colours => Assert.InRange(colours, 10, int.MaxValue));
            Assert.InRange(seen.Others.Length, shown.Length - charts, int.MaxValue);
            Assert.All(seen.Others, colours => Assert.InRange(colours, 2, int.MaxValue));
        }
    }
}
