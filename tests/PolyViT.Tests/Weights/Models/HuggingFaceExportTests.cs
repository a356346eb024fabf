using System.Text.Json;

namespace PolyViT.Tests;

/// <summary>One task's path as a model of Hugging Face's transformers.</summary>
public class HuggingFaceExportTests
{
    private static readonly ModelConfig Small =
        new(24, 3, 4, 40, new(32, 4, 32, 64, 32) { ImageWidth = 48 }, [8, 8], [2, 16, 16], [16, 16]) { AdapterLayers = 1 };

    [Fact]
    public void Hugging_Faces_vivit_is_written_as_it_was_read()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var original = SharedFolder.Require("fixtures/hf-vivit/model.safetensors");
        using var loaded = Weights.Load(original, print: TextWriter.Null);
        HuggingFaceExport.Save(folder.Root, loaded.Model, loaded.Model.Tasks[0].Name);
        ModelFileTests.Same(Safetensors.Read(original), Safetensors.Read(folder["model.safetensors"]));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(SharedFolder.Require("fixtures/hf-vivit/config.json")));
        using var actual = JsonDocument.Parse(File.ReadAllBytes(folder["config.json"]));
        foreach (var property in actual.RootElement.EnumerateObject())
            Assert.True(JsonElement.DeepEquals(expected.RootElement.GetProperty(property.Name), property.Value), property.Name);
    }

    [Fact]
    public void A_path_through_adapters_gives_the_same_logits_as_a_model_of_its_own()
    {
        var pictures = new TaskSpec { Name = "pictures", Modality = Modality.Image, Classes = 3, ClassNames = ["cat", "dog", "cow"] };
        var clips = new TaskSpec { Name = "clips", Modality = Modality.Video, Classes = 4, Kind = TaskKind.MultiLabel };
        using var model = PolyVit.Create(Small with { Gelu = Gelu.Exact, Epsilon = 1e-5 }, [pictures, clips], 3);
        Assert.Equal(["cat", "dog", "cow"], SameLogits(model, pictures).ClassNames);
        Assert.Equal(TaskKind.MultiLabel, SameLogits(model, clips).Kind);
    }

    [Fact]
    public void A_spectrogram_transformer_gives_the_same_logits()
    {
        var ast = Baseline.Ast(Small with { AdapterLayers = 0, Epsilon = 1e-12 }, "sounds", 5);
        var task = ast.Task with { HeadNorm = 1e-12 };
        using var model = PolyVit.Create(ast.Config, [task], 4);
        _ = SameLogits(model, task);
    }

    [Theory]
    [InlineData("gap", "pools Gap")]
    [InlineData("hidden", "hidden layers")]
    [InlineData("groups", "several label groups")]
    [InlineData("norm", "LayerNorm")]
    [InlineData("features", "no classifier")]
    [InlineData("sounds", "three channels")]
    [InlineData("absent", "choose one of gap, hidden")]
    public void What_is_no_model_there_is_said_in_a_sentence(string task, string why)
    {
        TaskSpec Picture(string name) => new() { Name = name, Modality = Modality.Image, Classes = 4 };
        using var folder = new TempFolder();
        using var model = PolyVit.Create(Small,
        [
            Picture("gap") with { Pooling = Pooling.Gap }, Picture("hidden") with { HiddenSizes = [8] },
            Picture("groups") with { Kind = TaskKind.MultiHeadLabel, ClassSplits = [2, 2] },
            Picture("norm") with { HeadNorm = 1e-6 }, Picture("features") with { Classes = 0 },
        ], 1);
        using var sounds = PolyVit.Create(Small,
            [Picture("sounds") with { Modality = Modality.Audio, Pooling = Pooling.TokenPair, HeadNorm = Small.Epsilon }], 1);
        Refusal.Names(() => HuggingFaceExport.Save(folder["out"], task == "sounds" ? sounds : model, task), task, why);
        Assert.False(Directory.Exists(folder["out"]));
    }

    // Writes the path, reads it as any file from elsewhere, and compares on random inputs.
    private static TaskSpec SameLogits(PolyVit model, TaskSpec task)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        HuggingFaceExport.Save(folder.Root, model, task.Name);
        using var read = Weights.Load(folder["model.safetensors"], print: TextWriter.Null);
        Assert.True(read.Report.Complete);
        var x = Rng.At(5, task.Name, 0).Normal([2, .. model.Config.Inputs.Of(task.Modality)]);
        var (expected, actual) = (model.Logits(task, x), read.Model.Logits(read.Model.Tasks[0], x));
        Assert.True(expected.bytes.SequenceEqual(actual.bytes), $"{expected.Subtract(actual).abs().max().item<float>()}");
        return read.Model.Tasks[0];
    }
}
