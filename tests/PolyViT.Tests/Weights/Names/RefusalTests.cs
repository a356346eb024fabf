namespace PolyViT.Tests;

/// <summary>What does not match is said and refused, and then nothing has changed.</summary>
public class RefusalTests
{
    private static readonly TaskSpec Classes = new() { Name = "classes", Modality = Modality.Image, Classes = 5 };
    private static readonly ModelConfig Tiny =
        new(12, 2, 3, 20, new InputShapes(8, 6, 8, 37, 22), [4, 4], [2, 4, 3], [8, 6]);

    [Fact]
    public void An_ast_is_refused_by_a_model_of_pictures_whatever_the_user_says()
    {
        using var scope = NewDisposeScope();
        var ast = new ReferenceTransformer(12, 3, 2, 20, 1e-12, Tanh: false)
        {
            Distillation = true,
            Kernel = [12, 1, 6, 8],
            Stride = [3, 4],
            Patches = 48,
        };
        _ = ast.Run(Random(1, 1, 22, 37));
        using var folder = new TempFolder();
        var path = folder.Write(ForeignNames.HuggingFace(ast, ""),
            new { num_attention_heads = 3, max_length = 37, num_mel_bins = 22, time_stride = 4, frequency_stride = 3 });
        using var model = PolyVit.Create(Tiny, [Classes], 1);
        var before = model.Parameters.Values.clone();
        foreach (var strict in new[] { true, false })
        {
            var e = Assert.Throws<InputException>(() => Weights.Load(model, path, strict: strict, print: TextWriter.Null));
            Assert.Contains("AST", e.Message, StringComparison.Ordinal);
            Assert.Contains("takes spectrograms", e.Message, StringComparison.Ordinal);
            Assert.Contains("pictures only", e.Message, StringComparison.Ordinal);
        }
        Assert.True(before.equal(model.Parameters.Values).all().item<bool>());
    }

    [Fact]
    public void A_missing_and_a_useless_key_are_named_and_strict_false_goes_on_without()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var file = Vit();
        _ = file.Remove("blocks.1.norm2.bias");
        file["blocks.1.mlp.gate.weight"] = zeros(3);
        var path = folder.Write(file);
        var options = new LoadOptions { Heads = 3 };
        var e = Assert.Throws<InputException>(() => Weights.Load(path, options, print: TextWriter.Null));
        Assert.Contains("vit_encoder/encoderblock_1/LayerNorm_1/bias", e.Message, StringComparison.Ordinal);
        Assert.Contains("blocks.1.mlp.gate.weight", e.Message, StringComparison.Ordinal);
        Assert.Contains("strict: false", e.Message, StringComparison.Ordinal);

        var print = new StringWriter();
        using var loaded = Weights.Load(path, options, strict: false, print);
        Assert.Equal("vit_encoder/encoderblock_1/LayerNorm_1/bias", Assert.Single(loaded.Report.Of(MatchKind.Missing)).Parameter);
        Assert.Equal("blocks.1.mlp.gate.weight", Assert.Single(loaded.Report.Of(MatchKind.Unused)).Key);
        Assert.Contains("1 missing, 1 unused", print.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, loaded.Model.Parameters["vit_encoder/encoderblock_1/LayerNorm_1/bias"].abs().max().item<float>());
    }

    [Fact]
    public void A_classifier_of_other_classes_is_refused_and_kept_apart_when_told()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var path = folder.Write(Vit());
        using var model = PolyVit.Create(Tiny with { Gelu = Gelu.Exact }, [Classes with { Classes = 7 }], 1);
        var before = model.Parameters.Values.clone();
        var e = Assert.Throws<InputException>(() => Weights.Load(model, path, print: TextWriter.Null));
        Assert.Contains("[5, 12] in the file, [12, 7] in the model", e.Message, StringComparison.Ordinal);
        Assert.True(before.equal(model.Parameters.Values).all().item<bool>());
        var report = Weights.Load(model, path, strict: false, print: TextWriter.Null);
        Assert.Equal(2, report.Of(MatchKind.Missing).Count());
        Assert.False(before.equal(model.Parameters.Values).all().item<bool>());
    }

    [Fact]
    public void A_model_that_computes_otherwise_is_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var path = folder.Write(Vit());
        using var model = PolyVit.Create(Tiny with { Epsilon = 1e-5 }, [Classes with { Pooling = Pooling.Patches }], 1);
        var e = Assert.Throws<InputException>(() => Weights.Load(model, path, print: TextWriter.Null));
        Assert.Contains("the GELU is Tanh in the model and Exact in the file", e.Message, StringComparison.Ordinal);
        Assert.Contains("epsilon is 1E-05 in the model and 1E-06 in the file", e.Message, StringComparison.Ordinal);
        Assert.Contains("the pooling of 'classes' is Patches in the model and Token in the file", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_resolution_goes_through_the_report()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var path = folder.Write(Vit());
        using var loaded = Weights.Load(
            path, new() { Heads = 3, Inputs = InputShapes.Paper with { ImageSize = 12, ImageWidth = 20 } }, print: TextWriter.Null);
        var line = Assert.Single(loaded.Report.Of(MatchKind.Resized));
        Assert.Equal(("pos_embed", "zoomed from 2 x 2 to 3 x 5, corners aligned"), (line.Key, line.Why));
        Assert.True(loaded.Report.Complete);
        var table = Vit()["pos_embed"].to(float32);
        var got = loaded.Model.Parameters["tokenizer/tokenizer2d/posembed_input/pos_embedding"];
        foreach (var (from, to) in new[] { (0, 0), (1, 1), (2, 5), (3, 11), (4, 15) }) // CLS and the corners
            Assert.Equal(table[0, from].data<float>().ToArray(), got[0, to].data<float>().ToArray());
    }

    [Fact]
    public void A_grid_that_the_file_does_not_tell_is_asked_for()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var file = Vit();
        file["pos_embed"] = zeros(1, 1 + 6, 12);
        var e = Assert.Throws<InputException>(() => Weights.Load(folder.Write(file), new() { Heads = 3 }, print: TextWriter.Null));
        Assert.Contains("6 places", e.Message, StringComparison.Ordinal);
        Assert.Contains("LoadOptions.Inputs", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Heads_that_the_file_does_not_tell_are_asked_for()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var e = Assert.Throws<InputException>(() => Weights.Load(folder.Write(Vit()), print: TextWriter.Null));
        Assert.Contains("LoadOptions.Heads", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blocks.0.ls1.gamma", "branches are scaled")]
    [InlineData("reg_token", "register tokens")]
    public void Architectures_of_other_parts_are_refused_by_name(string key, string what)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var file = Vit();
        file[key] = zeros(12);
        var e = Assert.Throws<InputException>(() => Weights.Load(folder.Write(file), strict: false, print: TextWriter.Null));
        Assert.Contains(what, e.Message, StringComparison.Ordinal);
        Assert.Contains(key, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_of_any_other_shape_are_refused_and_never_crash()
    {
        using var scope = NewDisposeScope();
        var polyvit = SharedFolder.Require("fixtures/scenic-polyvit/params.safetensors");
        long[][] shapes = [[], [0], [1], [3, 0], [1, 1], [2, 3, 5], [1, 7, 12], [1, 1, 1, 1], [2, 1, 4, 4], [1, 2, 1, 2, 1], [1, 1, 1, 1, 1, 1]];
        foreach (var file in new[] { Vit(), Safetensors.Read(polyvit).ToDictionary(t => t.Key, t => t.Value) })
            foreach (var key in file.Keys.Where(k => !k.Contains("1", StringComparison.Ordinal)))
                foreach (var shape in shapes.Where(s => !s.SequenceEqual(file[key].shape)))
                {
                    using var folder = new TempFolder();
                    var path = folder.Write(new Dictionary<string, Tensor>(file) { [key] = zeros(shape) });
                    Assert.Throws<InputException>(() => Weights.Load(path, new() { Heads = 3 }, print: TextWriter.Null));
                }
    }

    [Fact]
    public void Names_of_no_family_are_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var path = folder.Write(new Dictionary<string, Tensor> { ["encoder.embed.weight"] = zeros(2, 2) });
        var e = Assert.Throws<InputException>(() => Weights.Load(path, print: TextWriter.Null));
        Assert.Contains("encoder.embed.weight", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_damaged_leave_a_model_as_it_was()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var weights = SharedFolder.Require("fixtures/augreg-vit/weights.npz");
        var path = folder.Write("weights.npz", File.ReadAllBytes(weights));
        using var good = Weights.Load(path, print: TextWriter.Null);
        using var model = PolyVit.Create(good.Model.Config, good.Model.Tasks, 3);
        var before = model.Parameters.Values.clone();
        var bytes = File.ReadAllBytes(path);
        bytes[^(bytes.Length / 3)] ^= 0x40; // in some array's values
        File.WriteAllBytes(path, bytes);
        Assert.Throws<InputException>(() => Weights.Load(model, path, print: TextWriter.Null));
        Assert.True(before.equal(model.Parameters.Values).all().item<bool>());
        Assert.Throws<InputException>(() => Weights.Load(path, print: TextWriter.Null));
    }

    [Fact]
    public void The_report_has_a_line_for_every_parameter_and_joins_the_blocks()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var (config, tasks, report) = Weights.Inspect(folder.Write(Vit()), new() { Heads = 3 });
        Assert.Equal(ParameterLayout.Of(config, tasks).Select(s => s.Name), report.Lines.Select(l => l.Parameter));
        Assert.Contains("2 times; transposed", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("blocks.*.attn.qkv.weight", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("assumed: GELU Exact", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_become_one_parameter_are_told_together()
    {
        using var scope = NewDisposeScope();
        var (_, _, report) = Weights.Inspect(SharedFolder.Require("fixtures/augreg-vit/weights.npz"));
        Assert.Contains("Attention_1/{query, key, value}/kernel", report.ToString(), StringComparison.Ordinal);
    }

    private static Dictionary<string, Tensor> Vit()
    {
        var r = new ReferenceTransformer(12, 3, 2, 20, 1e-6, Tanh: false) { Kernel = [12, 3, 4, 4], Stride = [4, 4], Patches = 4 };
        _ = r.Linear(r.Run(Random(1, 3, 8, 8))[^1].select(1, 0), "head", 5);
        return ForeignNames.Timm(r, "");
    }

    private static Tensor Random(params long[] shape) => Rng.At(5, "input", 0).Normal(shape).to(float64);
}
