namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>The library's display in the real host: the two share nothing but their contract.</summary>
public sealed class LibraryDisplayTests : IDisposable
{
    private static readonly string Library = Path.Combine(
        SharedFolder.Repository, "lib", "PolyViT.Notebooks", "bin", "Release", "net10.0");

    private readonly ScriptFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Values_of_the_library_are_shown_as_what_they_are()
    {
        TorchTests.SkipUnlessBuilt();
        string[] assemblies =
            ["PolyViT.Notebooks", "PolyViT", "TorchSharp", "Plotly.NET", "Deedle", "FSharp.Core"];
        folder.With("a.ipynb", TestNotebook.Of(
            string.Join('\n', assemblies.Select(a => $"#r \"{Path.Combine(Library, a)}.dll\"")),
            "using PolyViT; using PolyViT.Notebooks; using TorchSharp; using Deedle;",
            "Notebook.Begin(Mode.Quick, 1)",
            "Charts.Scatter(\"t\", \"x\", \"y\", (\"p\", 1, 2, null))",
            "torch.zeros(32, 32, 3)",
            "torch.zeros(100).AsSound(100)",
            "new Series<int, double>(new[] { 1, 2 }, new[] { 0.5, double.NaN })",
            "Frame.FromRecords(new[] { new { A = 1, B = 2.5 } })",
            "record Point(int X, double Y);\nnew[] { new Point(1, 0.5) }",
            "HTML(\"<b>b</b>\")",
            "var report = ProgressBar.Here(); report(new(\"a\", 0, 2)); report(new(\"a\", 2, 2));",
            "var shown = Notebook.Show(1); shown.Update(2);"));
        var run = Tool.Run(folder.Path, "run", "a.ipynb");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        const string page = "text/html,text/plain";
        var notebook = folder.Notebook("a.ipynb");
        Assert.Equal(
            [
                "", "", $"display_data({page}) execute_result({page})",
                $"execute_result(application/vnd.plotly.v1+json,{page})", $"execute_result(image/png,{page})",
                $"execute_result({page})", $"execute_result({page})", $"execute_result({page})",
                $"execute_result({page})", $"execute_result({page})", $"display_data({page})",
                "display_data(text/plain)",
            ],
            notebook.Kinds());
        Assert.Equal(["   value\n1    0.5\n2      –"], notebook.Texts(6));
        Assert.Equal(["X    Y\n1  0.5"], notebook.Texts(8));
        Assert.Equal(["<b>b</b>"], notebook.Texts(9));
        Assert.StartsWith("a: 2 of 2 (100 %)", Assert.Single(notebook.Texts(10)));
        Assert.Equal(["2"], notebook.Texts(11));
        Assert.InRange(new FileInfo(notebook.Path).Length, 1_000_000, 2_000_000); // plotly.js, once
    }
}
