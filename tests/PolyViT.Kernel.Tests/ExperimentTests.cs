using System.Diagnostics;

namespace PolyViT.Kernel.Tests;

/// <summary>scripts/compare-schedules.csx as a user runs it, at a small size.</summary>
public class ExperimentTests
{
    private static readonly string Script =
        Path.Combine(SharedFolder.Repository, "scripts", "compare-schedules.csx");

    private static readonly string[] Small = ["--tasks", "shapes,contour", "--schedules", "weighted,uniform", "--seeds", "1"];

    [Fact]
    public void It_prints_a_table_and_counts_and_leaves_numbers_and_a_page()
    {
        using var folder = new ScriptFolder();
        var run = folder.Run(Script, [.. Small, "--steps", "6", "--out", "results"]);
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("mean rank", run.Output);
        Assert.Contains("weighted, planned/realised: shapes 4/4  contour 2/2", run.Output);
        var page = File.ReadAllText(Path.Combine(folder.Path, "results", "report.html"));
        Assert.DoesNotContain("src=\"http", page);
        var json = File.ReadAllText(Path.Combine(folder.Path, "results", "results.json"));
        Assert.Contains("\"schedule\": \"weighted\"", json);
        Assert.Contains("\"TorchSharp\": \"0.107.0", json);
    }

    [Theory]
    [InlineData("There is no schedule 'sideways'", "--schedules", "sideways")]
    [InlineData("There is no generated task 'cats'", "--tasks", "cats")]
    [InlineData("There are 0 steps", "--steps", "0")]
    [InlineData("/nowhere does not exist", "--data", "/nowhere")]
    [InlineData("--seeds three is not", "--seeds", "three")]
    [InlineData("Unknown option --sedes", "--sedes", "3")]
    public void A_mistake_is_one_sentence_and_exit_code_2(string words, params string[] args)
    {
        using var folder = new ScriptFolder();
        var run = folder.Run(Script, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path, "runs"));
    }

    [Fact]
    public void Ctrl_C_writes_what_was_measured_and_says_where()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGINT to send on Windows.");
        using var folder = new ScriptFolder();
        var process = Tool.StartInterruptible(
            folder.Path, ["script", Script, .. Small, "--steps", "5000", "--out", "results"]);
        // The sentence that names the folder comes just before training begins.
        while (process.StandardOutput.ReadLine() is { } line && !line.StartsWith("Results go to", StringComparison.Ordinal))
        {
        }
        while (process.StandardError.ReadLine() is { } progress && !progress.Contains("weighted", StringComparison.Ordinal))
        {
        }
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            kill.WaitForExit();
        var run = Tool.Finish(process);
        Assert.Equal(130, run.ExitCode);
        Assert.Contains("what was measured until then is in results", run.Output);
        Assert.True(File.Exists(Path.Combine(folder.Path, "results", "results.json")));
    }
}
