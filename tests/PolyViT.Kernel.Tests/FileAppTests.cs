using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests;

/// <summary>Scripts without the tool: `dotnet run scripts/NAME.csx`.</summary>
public class FileAppTests
{
    // A build with its restore, on a busy machine.
    private const int Minutes = 5;

    private static readonly string Scripts = Path.Combine(SharedFolder.Repository, "scripts");

    [Fact]
    public void It_makes_the_same_numbers_as_the_tool()
    {
        using var folder = new ScriptFolder();
        string[] small =
        [
            "--tasks", "shapes,contour", "--schedules", "weighted,task-by-task", "--seeds", "1", "--steps", "8",
        ];
        var byTool = folder.Run(Path.Combine(Scripts, "compare-schedules.csx"), [.. small, "--out", "tool"]);
        Assert.True(byTool.ExitCode == 0, byTool.Errors);
        var alone = Run(folder, "compare-schedules.csx", [.. small, "--out", "alone"]);
        Assert.True(alone.ExitCode == 0, alone.Errors);
        Assert.Contains("mean rank", alone.Output);
        Assert.Equal(Numbers(folder, "tool"), Numbers(folder, "alone"));
    }

    [Fact]
    public void Its_arguments_and_exit_codes_are_the_scripts()
    {
        using var folder = new ScriptFolder();
        var run = Run(folder, "compare-schedules.csx", "--schedules", "sideways");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("There is no schedule 'sideways'", run.Errors);
        Assert.Contains("libtorch", Run(folder, "doctor.csx").Output);
    }

    private static ToolRun Run(ScriptFolder folder, string script, params string[] args) => Tool.Finish(
        Tool.Start(folder.Path, "dotnet", ["run", Path.Combine(Scripts, script), "--", .. args]), Minutes);

    private static string Numbers(ScriptFolder folder, string results)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, results, "results.json")))!;
        var runs = json["runs"]!.AsArray()
            .Select(r => $"{r!["schedule"]}: {r["losses"]!.ToJsonString()} {r["metrics"]!.ToJsonString()}").ToArray();
        Assert.Equal(2, runs.Length);
        Assert.All(runs, r => Assert.Contains("\"loss\":", r));
        return string.Join('\n', runs);
    }
}
