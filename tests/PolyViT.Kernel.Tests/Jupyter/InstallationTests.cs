using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Jupyter;

public class InstallationTests
{
    private const string Foreign = """{"argv": ["dotnet", "interactive", "jupyter"], "language": "C#"}""";
    private const string Spec = "p/share/jupyter/kernels/.net-csharp/kernel.json";

    [Fact]
    public void It_copies_the_tool_and_names_it_in_full_and_can_be_repeated_and_undone()
    {
        using var folder = new ScriptFolder();
        var first = Tool.Run(folder.Path, "jupyter", "install", "--prefix", "p", "--display-name", "My C#");
        Assert.Equal((0, ""), (first.ExitCode, first.Errors));
        Assert.Contains("My C#", first.Output);
        Assert.Contains("jupyter notebook", first.Output);
        var spec = Read(folder);
        Assert.Equal(("My C#", "C#", "message"),
            ((string?)spec["display_name"], (string?)spec["language"], (string?)spec["interrupt_mode"]));
        var argv = spec["argv"]!.AsArray().Select(a => (string)a!).ToArray();
        Assert.All(argv.Take(2), part => Assert.True(Path.IsPathFullyQualified(part) && File.Exists(part), part));
        Assert.Equal(["kernel", "{connection_file}"], argv[2..]);
        Assert.Equal(0, Tool.Run(folder.Path, "jupyter", "install", "--prefix", "p").ExitCode);
        // A kernel may still run from the copy before.
        Assert.True(File.Exists(argv[1]));
        Assert.NotEqual(argv[1], (string?)Read(folder)["argv"]![1]);
        var undone = Tool.Run(folder.Path, "jupyter", "uninstall", "--prefix", "p");
        Assert.Equal((0, ""), (undone.ExitCode, undone.Errors));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(folder.Path, "p/share/jupyter/kernels")));
        Assert.Equal(2, Tool.Run(folder.Path, "jupyter", "uninstall", "--prefix", "p").ExitCode);
    }

    [Fact]
    public void The_kernel_of_another_tool_is_replaced_only_by_force_and_removed_not_at_all()
    {
        using var folder = new ScriptFolder().With(Spec, Foreign);
        var refused = Tool.Run(folder.Path, "jupyter", "install", "--prefix", "p");
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("dotnet interactive jupyter", refused.Errors);
        Assert.Contains("--name", refused.Errors);
        Assert.Equal(2, Tool.Run(folder.Path, "jupyter", "uninstall", "--prefix", "p").ExitCode);
        Assert.Equal(Foreign, File.ReadAllText(Path.Combine(folder.Path, Spec)));
        Assert.Equal(0, Tool.Run(folder.Path, "jupyter", "install", "--prefix", "p", "--name", "mine").ExitCode);
        Assert.Equal(0, Tool.Run(folder.Path, "jupyter", "install", "--prefix", "p", "--force").ExitCode);
        Assert.Contains("PolyViT.Kernel.dll", File.ReadAllText(Path.Combine(folder.Path, Spec)));
        Assert.Equal(Foreign, File.ReadAllText(Path.Combine(folder.Path, Spec + ".replaced")));
    }

    [Fact]
    public void A_name_that_Jupyter_does_not_take_is_refused()
    {
        using var folder = new ScriptFolder();
        var run = Tool.Run(folder.Path, "jupyter", "install", "--prefix", "p", "--name", "My C#");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("'My C#'", run.Errors);
    }

    private static JsonNode Read(ScriptFolder folder) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, Spec)))!;
}
