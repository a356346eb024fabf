using System.Text.Json;

namespace PolyViT.Kernel.Tests;

/// <summary>scripts/classify.csx as a user runs it.</summary>
public class ClassifyScriptTests
{
    private static readonly string Script = Path.Combine(SharedFolder.Repository, "scripts", "classify.csx");

    [Fact]
    public void It_prints_the_five_most_probable_classes_of_a_picture()
    {
        using var folder = new ScriptFolder();
        var weights = SharedFolder.Require("fixtures/augreg-vit/weights.npz");
        var pictures = SharedFolder.Require("data/image");
        var picture = Directory.EnumerateFiles(pictures, "*.jpg", SearchOption.AllDirectories).First();
        folder.With("labels.txt", string.Join('\n', Enumerable.Range(0, 10).Select(c => $"name {c}")));
        var run = folder.Run(Script, picture, "--weights", weights, "--labels", "labels.txt");
        Assert.True(run.ExitCode == 0, run.Errors);
        var lines = run.Output.Trim().Split('\n');
        using var json = JsonDocument.Parse(lines[^1]);
        var top = json.RootElement.GetProperty("top").EnumerateArray().ToArray();
        Assert.Equal(5, top.Length);
        var probabilities = top.Select(t => t.GetProperty("p").GetDouble()).ToArray();
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.InRange(probabilities.Sum(), 0.5, 1.0001); // five of ten classes
        Assert.Contains(top[0].GetProperty("label").GetString()!, lines[^6]);
        Assert.Contains("TensorFlow's Bilinear resize of the whole picture", run.Output);
    }

    [Fact]
    public void Of_several_heads_one_is_to_be_named_and_a_sound_is_heard_by_its_own()
    {
        using var folder = new ScriptFolder();
        var weights = SharedFolder.Require("fixtures/scenic-polyvit/params.safetensors");
        var sounds = SharedFolder.Require("data/audio");
        var sound = Directory.EnumerateFiles(sounds, "*.wav", SearchOption.AllDirectories).First();
        var open = folder.Run(Script, sound, "--weights", weights);
        Assert.Equal(2, open.ExitCode);
        Assert.Contains("aud_multi", open.Errors);
        Assert.Contains("--task", open.Errors);
        var run = folder.Run(Script, sound, "--weights", weights, "--task", "aud_multi", "--views", "2");
        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Contains("log-mel spectrogram", run.Output);
        Assert.Contains("class ", run.Output);
    }

    [Theory]
    [InlineData("--weights is not given", "picture.png")]
    [InlineData("none.png does not exist", "none.png", "--weights", "picture.png")]
    [InlineData("picture.png", "picture.png", "--weights", "picture.png")]
    [InlineData("Unknown option --wieghts", "picture.png", "--wieghts", "w")]
    public void A_mistake_is_one_sentence_and_exit_code_2(string words, params string[] args)
    {
        using var folder = new ScriptFolder();
        folder.With("picture.png", "not weights");
        var run = folder.Run(Script, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }
}
