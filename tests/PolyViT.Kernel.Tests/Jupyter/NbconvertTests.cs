using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Jupyter;

public class NbconvertTests
{
    [Fact]
    public void Nbconvert_executes_a_notebook()
    {
        JupyterClient.Require();
        using var folder = new ScriptFolder().With("n.ipynb", new JsonObject
        {
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["name"] = ".net-csharp", ["display_name"] = ".NET (C#)" },
            },
            ["cells"] = new JsonArray(Cell("a", "var x = 6; Console.WriteLine(\"hello\");"), Cell("b", "x * 7")),
        }.ToJsonString());
        Assert.Equal(0, Tool.Run(folder.Path, "jupyter", "install", "--prefix", "prefix").ExitCode);
        Execute(folder, Path.Combine(folder.Path, "n.ipynb"));
        var cells = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "out.ipynb")))!["cells"]!.AsArray();
        Assert.Equal("hello\n", Text(cells[0]!["outputs"]![0]!["text"]!));
        Assert.Equal("42", Text(cells[1]!["outputs"]![0]!["data"]!["text/plain"]!));
    }

    [Fact]
    public void Nbconvert_executes_a_notebook_of_this_repository()
    {
        JupyterClient.Require();
        Torch.SkipUnlessBuilt();
        using var folder = new ScriptFolder();
        Assert.Equal(0, Tool.Run(folder.Path, "jupyter", "install", "--prefix", "prefix").ExitCode);
        var notebook = Path.Combine(SharedFolder.Repository, "notebooks", "02-schedule-lab.ipynb");
        Execute(folder, notebook);
        var (before, after) = (OutputsOf(notebook), OutputsOf(Path.Combine(folder.Path, "out.ipynb")));
        Assert.Contains("execute_result", after);
        Assert.Equal(before, after);
    }

    // Types, in the order of the cells.
    private static string[] OutputsOf(string notebook) =>
        [.. from cell in JsonNode.Parse(File.ReadAllText(notebook))!["cells"]!.AsArray()
            where (string?)cell!["cell_type"] == "code"
            from output in cell["outputs"]!.AsArray()
            select (string?)output!["output_type"]];

    // It runs in the notebook's own folder, and the result goes into another.
    private static void Execute(ScriptFolder folder, string notebook)
    {
        var start = new ProcessStartInfo(JupyterClient.Python,
        [
            "-m", "nbconvert", "--to", "notebook", "--execute", "--output-dir", folder.Path,
            "--output", "out.ipynb", notebook,
        ])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        JupyterClient.Isolate(start, folder);
        var run = Tool.Finish(Process.Start(start)!);
        Assert.True(run.ExitCode == 0, run.Errors);
    }

    private static JsonObject Cell(string id, string code) => new()
    {
        ["cell_type"] = "code",
        ["id"] = id,
        ["metadata"] = new JsonObject(),
        ["execution_count"] = null,
        ["outputs"] = new JsonArray(),
        ["source"] = code,
    };

    // A text, or its lines.
    private static string Text(JsonNode text) =>
        text is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string)text!;
}
