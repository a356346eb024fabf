using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>The notebooks of the repository: their files, and a fresh run of each.</summary>
public class CommittedNotebooksTests
{
    private static readonly string Place = Path.Combine(SharedFolder.Repository, "notebooks");

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Place, "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_was_run_to_its_end_and_every_chart_has_a_picture(string name)
    {
        var notebook = Read(name);
        Python.Validate(notebook.Path);
        Assert.DoesNotContain(notebook.Kinds(), k => k.Contains("Error") || k.Contains("Exception"));
        Assert.Equal(Enumerable.Range(1, notebook.Code.Count()).Cast<int?>(),
            notebook.Code.Select(c => (int?)c["execution_count"]));
        Assert.All(Charts(notebook), c => Assert.True(c.ContainsKey("image/png")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_fresh_run_gives_outputs_of_the_same_kinds_in_the_same_order(string name)
    {
        using var folder = new ScriptFolder();
        var output = Path.Combine(folder.Path, name);
        var run = Tool.Finish(
            Tool.Start(Place, "dotnet", [Tool.Dll, "run", name, "--output", output, "--timeout", "600"]),
            minutes: 11);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        // A run has no pictures yet: snapshot makes them.
        Assert.Equal(Kinds(Read(name)), Kinds(folder.Notebook(name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_chart_is_seen_in_an_exported_page_and_in_jupyterlab_without_a_network(string name)
    {
        var notebook = Read(name);
        var charts = Charts(notebook).Length;
        foreach (var seen in new[]
        {
            Browser.Look(Export.ToHtml(notebook)),
            Browser.Look(Lab.Page(notebook.Root, trusted: true)),
            Browser.Look(Lab.Page(notebook.Root, trusted: false)),
        })
        {
            Assert.Equal(charts, seen.Live.Length + seen.Still.Length);
            Assert.All(seen.Live.Concat(seen.Still), colours => Assert.InRange(colours, 10, int.MaxValue));
        }
    }

    private static Notebook Read(string name)
    {
        var (notebook, trouble) = NotebookFile.Read(Path.Combine(Place, name));
        Assert.Null(trouble);
        return notebook!;
    }

    private static System.Text.Json.Nodes.JsonObject[] Charts(Notebook notebook) =>
        [.. notebook.Code.SelectMany(c => c.Bundles()).Where(b => b.ContainsKey("application/vnd.plotly.v1+json"))];

    private static string[] Kinds(Notebook notebook) =>
        [.. notebook.Kinds().Select(k => k.Replace("image/png,", ""))];
}
