using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>The committed notebooks have one form, so that who has read one finds everything in the next.</summary>
public class NotebookFormTests
{
    private static readonly string Folder = Path.Combine(SharedFolder.Repository, "notebooks");

    public static TheoryData<string> Names { get; } =
        [.. Directory.GetFiles(Folder, "*.ipynb").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_the_form_of_the_others(string name)
    {
        var notebook = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, name)))!;
        JsonNode[] cells = [.. notebook["cells"]!.AsArray().Select(c => c!)];
        JsonNode[] code = [.. cells.Where(c => (string?)c["cell_type"] == "code")];
        Assert.Equal((4, 5), ((int)notebook["nbformat"]!, (int)notebook["nbformat_minor"]!));
        Assert.Equal(".net-csharp", (string?)notebook["metadata"]!["kernelspec"]!["name"]);
        Assert.InRange(cells.Length, 10, 25);
        Assert.StartsWith("# ", Source(cells[0]));
        Assert.StartsWith("## Try it yourself", Source(cells[^1]));
        Assert.All(code, c => Assert.InRange(Source(c).Split('\n').Length, 1, 15));
        Assert.All(code, c => Assert.All(Source(c).Split('\n'), l => Assert.InRange(l.Length, 0, 130)));
        Assert.All(code, c => Assert.DoesNotContain("#!", Source(c))); // magics run in .NET Interactive alone
        Assert.StartsWith("#r \"../lib/PolyViT.Notebooks/bin/Release/net10.0/", Source(code[0]));
        Assert.Equal("parameters", (string?)code[1]["metadata"]!["tags"]![0]);
        Assert.Contains("Claim.Require(", Source(code[^1]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_claim_held_in_the_run_that_is_shown_and_it_is_small(string name)
    {
        var file = Path.Combine(Folder, name);
        var last = JsonNode.Parse(File.ReadAllText(file))!["cells"]!.AsArray()
            .Last(c => (string?)c!["cell_type"] == "code")!;
        Assert.StartsWith("It holds: ", Text(last["outputs"]!.AsArray()[^1]!["data"]!["text/plain"]!));
        Assert.InRange(new FileInfo(file).Length, 1, 3_000_000);
    }

    private static string Source(JsonNode cell) => Text(cell["source"]!);

    private static string Text(JsonNode text) =>
        text is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string)text!;
}
