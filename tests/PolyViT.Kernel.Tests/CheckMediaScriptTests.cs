namespace PolyViT.Kernel.Tests;

/// <summary>scripts/check-media.csx as a user runs it.</summary>
public class CheckMediaScriptTests
{
    private static readonly string Script = Path.Combine(SharedFolder.Repository, "scripts", "check-media.csx");

    [Fact]
    public void It_lists_what_is_broken_and_reads_nothing_twice()
    {
        using var folder = new ScriptFolder();
        var clothing = SharedFolder.Require("data/image/clothing-dataset-small");
        foreach (var split in new[] { "train", "validation", "test" })
        {
            foreach (var name in new[] { "dress", "hat" })
            {
                var picture = Directory.GetFiles(Path.Combine(clothing, split, name))[0];
                folder.Copy(picture, $"DATA/image/clothing-dataset-small/{split}/{name}/a.jpg");
            }
        }
        folder.With("DATA/image/clothing-dataset-small/train/hat/b.jpg", "no picture");
        var first = folder.Run(Script, "clothing", "--data", "DATA");
        Assert.True(first.ExitCode == 0, first.Errors);
        Assert.Contains("1 of ", first.Output);
        var list = File.ReadAllText(Path.Combine(folder.Path, "quarantine", "clothing.tsv"));
        Assert.StartsWith("train/hat/b.jpg\t", list);
        Assert.Single(list.Trim().Split('\n'));
        var second = folder.Run(Script, "clothing", "--data", "DATA");
        Assert.DoesNotContain("(0 were read before)", second.Output);
        Assert.Equal(list, File.ReadAllText(Path.Combine(folder.Path, "quarantine", "clothing.tsv")));
    }

    [Theory]
    [InlineData("No set is named")]
    [InlineData("There is no task \"cifar11\"", "cifar11")]
    [InlineData("does not exist", "cifar10", "--data", "nowhere")]
    public void A_mistake_is_one_sentence_and_exit_code_2(string words, params string[] args)
    {
        using var folder = new ScriptFolder();
        var run = folder.Run(Script, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }
}
