using System.Security.Cryptography;
using System.Text.Json;

namespace PolyViT.Tests;

/// <summary>Models that are written and read again.</summary>
public class ModelFileTests
{
    private static readonly TaskSpec[] Tasks =
    [
        new() { Name = "pictures", Modality = Modality.Image, Classes = 3, ClassNames = ["a", "b", "\u00e9"], HiddenSizes = [8] },
        new() { Name = "clips", Modality = Modality.Video, Classes = 5, ClassSplits = [3, 2], Kind = TaskKind.MultiHeadLabel },
        new() { Name = "sounds", Modality = Modality.Audio, Classes = 2, HeadNorm = 1e-5, Pooling = Pooling.TokenPair },
    ];

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void A_model_is_the_same_after_writing_and_reading(ScalarType type)
    {
        using var folder = new TempFolder();
        using var model = Model(type);
        var plan = new Plan { Tasks = [.. Tasks], Model = model.Config, Schedules = ["weighted"], Seeds = [1], Source = "generated" };
        var card = ModelFile.Save(folder["model.safetensors"], model, plan, [new(10, "clips", Metric.Top1, double.NaN, 7)]);
        var (read, told) = ModelFile.Load(folder["model.safetensors"]);
        using (read)
        {
            Assert.Equal(model.Parameters.Values.bytes, read.Parameters.Values.bytes);
            Assert.Equal(model.Parameters.Specs.Select(s => s.Name), read.Parameters.Specs.Select(s => s.Name));
        }
        Assert.Equal(card.ToJson(), (told with { FileSha256 = card.FileSha256 }).ToJson());
        Assert.Equal(model.Parameters.Count, told.Parameters["all"]);
        Assert.Equal(told.Parameters["all"], told.Parameters.Where(p => p.Key != "all").Sum(p => p.Value));
        Assert.Equal("weighted", told.Plan!.Schedules.Single());
        Assert.Equal("0.107.0", told.Versions["TorchSharp"]);
    }

    [Fact]
    public void The_card_beside_names_the_files_hash()
    {
        using var folder = new TempFolder();
        using var model = Model();
        _ = ModelFile.Save(folder["model.safetensors"], model);
        using var card = JsonDocument.Parse(File.ReadAllBytes(folder["model.card.json"]));
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(folder["model.safetensors"]))),
            card.RootElement.GetProperty("fileSha256").GetString());
        Assert.Equal(["model.card.json", "model.safetensors"], Directory.GetFiles(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Scenics_parameters_are_written_as_they_were_read()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        using var model = ScenicPolyVitTests.Model(ScalarType.Float32);
        _ = ModelFile.Save(folder["again.safetensors"], model);
        Same(Safetensors.Read(SharedFolder.Require("fixtures/scenic-polyvit/params.safetensors")),
            Safetensors.Read(folder["again.safetensors"]));
    }

    [Fact]
    public void The_card_tells_what_names_and_shapes_cannot()
    {
        using var folder = new TempFolder();
        using var model = Model();
        _ = ModelFile.Save(folder["model.safetensors"], model);
        using var read = Weights.Load(folder["model.safetensors"], print: TextWriter.Null);
        Assert.True(read.Report.Complete);
        Assert.Equal(model.Parameters.Values.bytes, read.Model.Parameters.Values.bytes);
        Assert.Equal(ModelCard.Of(model).ToJson(), ModelCard.Of(read.Model).ToJson());
    }

    [Fact]
    public void A_file_of_any_format_is_written_as_safetensors()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var tensors = MadeTensor.Types.Select(t => t.Tensor).ToArray();
        using var file = CheckpointFiles.Open(folder.Write("flax", Made.Flax(tensors)));
        var texts = new Dictionary<string, string> { ["format"] = "pt", ["quoted"] = "\"\u00e9\u4e2d\"" };
        var hash = Safetensors.Write(folder["new/a.safetensors"], file.Tensors.Values, texts);
        Assert.Equal(hash, Safetensors.Write(folder["b.safetensors"], file.Tensors.Values.Reverse(), texts));
        using var written = CheckpointFiles.Open(folder["new/a.safetensors"]);
        Assert.Equal(texts, written.Metadata);
        Same(CheckpointFiles.ReadAll(folder["flax"]), CheckpointFiles.ReadAll(folder["b.safetensors"]));
        Assert.Equal(0, BitConverter.ToInt64(File.ReadAllBytes(folder["b.safetensors"])) % 8);
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_the_old_one()
    {
        using var folder = new TempFolder();
        var path = folder.Write("old.safetensors", "old");
        using var scope = NewDisposeScope();
        var good = StoredTensor.Of("a", ones(2));
        Refusal.Names(() => Safetensors.Write(path, [good, good]), path, "'a' twice");
        Refusal.Names(() => Safetensors.Write(path, [StoredTensor.Of("c", zeros(1, complex64))]), path, "'c'", "ComplexFloat32");
        var failing = new StoredTensor("z", ScalarType.Float32, [1], _ => throw new InputException("lost: try again."));
        Refusal.Names(() => Safetensors.Write(path, [good, failing]), "lost");
        Refusal.Names(() => Safetensors.Write(folder["old.safetensors/a"], [good]), "old.safetensors/a");
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void Changed_values_and_cards_that_do_not_fit_are_refused()
    {
        using var folder = new TempFolder();
        using var model = Model();
        var path = folder["model.safetensors"];
        _ = ModelFile.Save(path, model);
        var whole = File.ReadAllBytes(path);
        void Refuses(byte[] file, params string[] parts) =>
            Refusal.Names(() => ModelFile.Load(folder.Write("model.safetensors", file)).Model.Dispose(), [path, .. parts]);

        byte[] flipped = [.. whole];
        flipped[^5] ^= 4;
        Refuses(flipped, "not those that its card was written for");
        Refuses(Replaced(whole, "\\\"classes\\\": 3", "\\\"classes\\\": 4"), "does not hold the parameters");
        Refuses(Replaced(whole, "\\\"depth\\\": 2", "\\\"depth\\\": 9"), "does not hold the parameters");
        Refuses(Replaced(whole, "\\\"config\\\": {", "\\\"conf\\\":   {"), "model card", "cannot be read");
        Refuses(Replaced(whole, "\\\"kind\\\": \\\"label\\\"", "\\\"kind\\\": \\\"libel\\\""), "model card", "cannot be read");
        Refuses(Made.Safetensors(MadeTensor.Of("a", [1], 1)), "no model card");
    }

    internal static void Same(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, tensor) in expected)
        {
            Assert.Equal((tensor.dtype, string.Join(',', tensor.shape)), (actual[name].dtype, string.Join(',', actual[name].shape)));
            Assert.True(tensor.bytes.SequenceEqual(actual[name].bytes), name);
        }
    }

    private static byte[] Replaced(byte[] file, string old, string by)
    {
        byte[] changed = [.. file];
        var at = file.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(old));
        Assert.True(at > 0 && old.Length == by.Length, old);
        System.Text.Encoding.UTF8.GetBytes(by).CopyTo(changed, at);
        return changed;
    }

    private static PolyVit Model(ScalarType type = ScalarType.Float32) => PolyVit.Create(
        new(12, 2, 3, 20, new(16, 4, 16, 32, 16), [8, 8], [2, 8, 8], [8, 8]) { AdapterLayers = 1 }, Tasks, 7, type: type);
}
