using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests;

/// <summary>The notebooks of this repository: their form, and that they run and still show what they show.</summary>
public class CommittedNotebooksTests
{
    private const int Minutes = 15; // on a machine that does other things too

    private static readonly string Folder = Path.Combine(SharedFolder.Repository, "notebooks");

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.ipynb").Select(f => Path.GetFileName(f)!).Order()];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_the_form_of_the_others(string name)
    {
        var notebook = Read(Path.Combine(Folder, name));
        var (cells, code) = (notebook["cells"]!.AsArray(), Code(notebook));
        Assert.Equal((4, 5), ((int)notebook["nbformat"]!, (int)notebook["nbformat_minor"]!));
        Assert.Equal(".net-csharp", (string?)notebook["metadata"]!["kernelspec"]!["name"]);
        Assert.InRange(cells.Count, 10, 25);
        Assert.StartsWith("# ", Source(cells[0]!));
        Assert.StartsWith("## Try it yourself", Source(cells[^1]!));
        Assert.All(code, c => Assert.InRange(Source(c).Split('\n').Length, 1, 15));
        Assert.All(code, c => Assert.All(Source(c).Split('\n'), l => Assert.InRange(l.Length, 0, 110)));
        Assert.All(code, c => Assert.DoesNotContain("#!", Source(c)));
        Assert.StartsWith("#r \"../lib/PolyViT.Notebooks/bin/Release/net10.0/", Source(code[0]));
        Assert.Equal("parameters", (string?)code[1]["metadata"]!["tags"]![0]);
        Assert.Contains("Claim.Require(", Source(code[^1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_was_committed_after_a_whole_run_with_a_picture_of_each_chart(string name)
    {
        var code = Code(Read(Path.Combine(Folder, name)));
        Assert.Equal(Enumerable.Range(1, code.Length), code.Select(c => (int)c["execution_count"]!));
        var outputs = code.SelectMany(c => c["outputs"]!.AsArray()).ToArray();
        Assert.DoesNotContain(outputs, o => (string?)o!["output_type"] == "error");
        Assert.StartsWith("It holds: ", Text(code[^1]["outputs"]!.AsArray()[^1]!["data"]!["text/plain"]!));
        var charts = outputs.Select(o => o!["data"]).Where(d => d?["application/vnd.plotly.v1+json"] is not null);
        Assert.NotEmpty(charts);
        Assert.All(charts, d => Assert.Contains("data:image/png;base64,", Text(d!["text/html"]!)));
        Assert.InRange(new FileInfo(Path.Combine(Folder, name)).Length, 1, 2_500_000);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_runs_and_shows_the_same_kinds_of_things(string name)
    {
        using var folder = new ScriptFolder();
        var result = Path.Combine(folder.Path, name);
        var run = Tool.Finish(
            Tool.Start(folder.Path, "dotnet", [Tool.Dll, "run", Path.Combine(Folder, name), "--output", result]),
            Minutes);
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.Equal(
            Code(Read(Path.Combine(Folder, name))).SelectMany(Kinds), Code(Read(result)).SelectMany(Kinds));
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(file))!;

    private static JsonNode[] Code(JsonNode notebook) =>
        [.. notebook["cells"]!.AsArray().Where(c => (string?)c!["cell_type"] == "code").Select(c => c!)];

    private static string Source(JsonNode cell) => Text(cell["source"]!);

    private static string Text(JsonNode text) =>
        text is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string)text!;

    // A still picture is added after a run.
    private static IEnumerable<string> Kinds(JsonNode cell) =>
        from output in cell["outputs"]!.AsArray()
        let data = output["data"] as JsonObject ?? []
        let kinds = string.Join(' ', data.Select(d => d.Key).Where(k => k != "image/png").Order())
        select $"{cell["id"]}: {output["output_type"]} {output["name"]} {kinds}";
}
