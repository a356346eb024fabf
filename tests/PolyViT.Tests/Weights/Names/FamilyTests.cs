namespace PolyViT.Tests;

/// <summary>
/// Every family of names and conventions against a transformer written without this library, whose conventions
/// are those of the named codes.
/// </summary>
public class FamilyTests(ITestOutputHelper output)
{
    private const long B = 2;

    [Theory]
    [InlineData("vit.", false)]
    [InlineData("vit.", true)]
    [InlineData("module.vit.", false)]
    public void Hugging_face_vit_has_an_exact_gelu_and_epsilon_1e12(string prefix, bool five)
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-12), Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "^classifier", 5);
        var file = ForeignNames.HuggingFace(r, prefix, five);
        var root = prefix[..^4];
        Same(Rooted(file, root), x.permute(0, 2, 3, 1), steps, logits, new { hidden_size = 12, num_attention_heads = 3 });
    }

    [Fact]
    public void Hugging_face_vit_without_a_classifier_gives_its_poolers_output()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-12), Picture());
        var steps = r.Run(x);
        var pooled = r.Linear(steps[^1].select(1, 0), "pooler", 12).tanh();
        Same(ForeignNames.HuggingFace(r, ""), x.permute(0, 2, 3, 1), steps, pooled, new { num_attention_heads = 3 });
    }

    [Fact]
    public void Hugging_face_vit_without_classifier_and_pooler_gives_the_cls_token()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-12), Picture());
        var steps = r.Run(x);
        Same(ForeignNames.HuggingFace(r, ""), x.permute(0, 2, 3, 1), steps, steps[^1].select(1, 0), new { num_attention_heads = 3 });
    }

    [Fact]
    public void Hugging_face_config_names_the_gelu_the_epsilon_and_the_classes()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: false, 1e-5), Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "^classifier", 2);
        var config = new
        {
            num_attention_heads = 3,
            hidden_act = "gelu_new",
            layer_norm_eps = 1e-5,
            id2label = new Dictionary<string, string> { ["0"] = "cat", ["1"] = "dog" },
        };
        var model = Same(ForeignNames.HuggingFace(r, "vit."), x.permute(0, 2, 3, 1), steps, logits, config);
        Assert.Equal(["cat", "dog"], model.Tasks[0].ClassNames);
    }

    [Fact]
    public void Hugging_face_deit_averages_its_two_classifiers()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-12) with { Distillation = true }, Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "^cls_classifier", 5)
            .Add(r.Linear(steps[^1].select(1, 1), "^distillation_classifier", 5)).Times(0.5);
        Same(ForeignNames.HuggingFace(r, "deit."), x.permute(0, 2, 3, 1), steps, logits, new { num_attention_heads = 3 });
    }

    [Theory]
    [InlineData("audio_spectrogram_transformer.", false)]
    [InlineData("audio_spectrogram_transformer.", true)]
    [InlineData("", false)]
    public void Hugging_face_ast_has_overlapping_patches_frequency_first_and_the_mean_of_two_tokens(string prefix, bool five)
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Spectrograms(1e-12), Spectrogram());
        var steps = r.Run(x.transpose(2, 3)); // [B, 1, F, T]
        var pooled = steps[^1].narrow(1, 0, 2).mean([1L]);
        var classifier = prefix.Length > 0;
        var logits = classifier ? r.Linear(r.Norm(pooled, "^classifier.layernorm", 1e-12), "^classifier.dense", 5) : pooled;
        var config = new { num_attention_heads = 3, max_length = 37, num_mel_bins = 22, time_stride = 4, frequency_stride = 3 };
        Same(ForeignNames.HuggingFace(r, prefix, five), x.squeeze(1).unsqueeze(-1), steps, logits, config);
    }

    [Theory]
    [InlineData("module.v.")]
    [InlineData("v.")]
    public void Original_ast_has_timms_epsilon_in_the_encoder_and_pytorchs_in_the_head(string prefix)
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Spectrograms(1e-6), Spectrogram());
        var steps = r.Run(x.transpose(2, 3));
        var root = prefix[..^2];
        var pooled = steps[^1].select(1, 0).Add(steps[^1].select(1, 1)).Times(0.5);
        var logits = r.Linear(r.Norm(pooled, $"^{root}mlp_head_norm", 1e-5), $"^{root}mlp_head_dense", 5);
        var file = ForeignNames.Timm(r, prefix).ToDictionary(
            f => f.Key.Replace("mlp_head_norm", "mlp_head.0", StringComparison.Ordinal)
                .Replace("mlp_head_dense", "mlp_head.1", StringComparison.Ordinal), f => f.Value);
        file[prefix + "head.weight"] = zeros(9, 12);
        file[prefix + "head_dist.bias"] = zeros(9);
        Same(file, x.squeeze(1).unsqueeze(-1), steps, logits, null, new()
        {
            Heads = 3,
            AudioStride = [4, 3],
            Inputs = InputShapes.Paper with { SpectrogramFrames = 37, MelBins = 22 },
        });
    }

    [Fact]
    public void Hugging_face_vivit_has_tubelets_and_a_tanh_gelu()
    {
        using var scope = NewDisposeScope();
        var r = new ReferenceTransformer(12, 3, 2, 20, 1e-6, Tanh: true) { Kernel = [12, 3, 2, 4, 3], Stride = [2, 4, 3], Patches = 12 };
        var x = Random(B, 3, 6, 8, 7); // one column is left over
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "^classifier", 5);
        Same(ForeignNames.HuggingFace(r, "vivit."), x.permute(0, 2, 3, 4, 1), steps, logits,
            new { num_attention_heads = 3, image_size = new[] { 8, 7 }, num_frames = 6 });
    }

    [Fact]
    public void Timm_vit_has_an_exact_gelu()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-6), Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "head", 5);
        Same(ForeignNames.Timm(r, ""), x.permute(0, 2, 3, 1), steps, logits, new { model_args = new { num_heads = 3 } });
    }

    [Fact]
    public void Timm_without_query_biases_and_with_positions_before_cls()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-6) with { QkvBias = false, PrefixPositions = false }, Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "head", 5);
        Same(ForeignNames.Timm(r, "model."), x.permute(0, 2, 3, 1), steps, logits, null, new() { Heads = 3 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Timm_mean_pooling_leaves_out_cls_and_normalises_in_the_head(bool cls)
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-6) with { Cls = cls, FinalNorm = false }, Picture());
        var steps = r.Run(x);
        var pooled = steps[^1].narrow(1, cls ? 1 : 0, 4).mean([1L]);
        var logits = r.Linear(r.Norm(pooled, "fc_norm", 1e-6), "head", 5);
        Same(ForeignNames.Timm(r, ""), x.permute(0, 2, 3, 1), steps, logits, null, new() { Heads = 3 });
    }

    [Fact]
    public void Timm_distilled_averages_its_two_heads()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: true, 1e-6) with { Distillation = true }, Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "head", 5).Add(r.Linear(steps[^1].select(1, 1), "head_dist", 5)).Times(0.5);
        Same(ForeignNames.Timm(r, ""), x.permute(0, 2, 3, 1), steps, logits, null, new() { Heads = 3 });
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("opt/target/", false)]
    [InlineData("optimizer/target/", false)]
    [InlineData("params/", true)]
    public void Vision_transformer_has_a_tanh_gelu_and_a_representation_layer(string prefix, bool linen)
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: false, 1e-6), Picture());
        var steps = r.Run(x);
        var logits = r.Linear(r.Linear(steps[^1].select(1, 0), "pre_logits", 7).tanh(), "head", 5);
        Same(ForeignNames.Flax(r, prefix, linen), x.permute(0, 2, 3, 1), steps, logits);
    }

    [Fact]
    public void Scenic_vit_pools_the_mean_where_it_has_no_cls()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: false, 1e-6) with { Cls = false }, Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].mean([1L]), "head", 5);
        Same(ForeignNames.Flax(r, "params/", head: "output_projection"), x.permute(0, 2, 3, 1), steps, logits);
    }

    [Fact]
    public void Big_vision_adds_positions_before_it_prepends_cls()
    {
        using var scope = NewDisposeScope();
        var (r, x) = (Pictures(exact: false, 1e-6) with { PrefixPositions = false }, Picture());
        var steps = r.Run(x);
        var logits = r.Linear(steps[^1].select(1, 0), "head", 5);
        Same(ForeignNames.Flax(r, "params/", positions: "pos_embedding"), x.permute(0, 2, 3, 1), steps, logits);
    }

    [Theory]
    [InlineData("_spectrogram")]
    [InlineData("_spec")]
    public void Mbt_audio_takes_three_equal_channels_time_first(string suffix)
    {
        using var scope = NewDisposeScope();
        var r = new ReferenceTransformer(12, 3, 2, 20, 1e-6, Tanh: true) { Kernel = [12, 3, 8, 64], Stride = [8, 64], Patches = 6 };
        var x = Random(B, 1, 24, 128);
        var steps = r.Run(x.expand(B, 3, 24, 128));
        var logits = r.Linear(steps[^1].select(1, 0), "head", 5);
        Same(ForeignNames.Flax(r, "params/", suffix: suffix, head: "output_projection"), x.squeeze(1).unsqueeze(-1), steps, logits);
    }

    private static ReferenceTransformer Pictures(bool exact, double epsilon) =>
        new(12, 3, 2, 20, epsilon, !exact) { Kernel = [12, 3, 4, 4], Stride = [4, 4], Patches = 4 };

    private static Tensor Picture() => Random(B, 3, 8, 8);

    // Frequency x time: (22 - 6) / 3 + 1 = 6 by (37 - 8) / 4 + 1 = 8 patches.
    private static ReferenceTransformer Spectrograms(double epsilon) => new(12, 3, 2, 20, epsilon, Tanh: false)
    {
        Distillation = true,
        Kernel = [12, 1, 6, 8],
        Stride = [3, 4],
        Patches = 48,
    };

    private static Tensor Spectrogram() => Random(B, 1, 37, 22); // [B, 1, T, F]

    private static Dictionary<string, Tensor> Rooted(Dictionary<string, Tensor> file, string root) => file.ToDictionary(
        f => f.Key.StartsWith("classifier", StringComparison.Ordinal) ? root + f.Key : f.Key, f => f.Value);

    private static Tensor Random(params long[] shape) => Rng.At(5, "input", 0).Normal(shape).to(float64);

    private PolyVit Same(
        Dictionary<string, Tensor> file, Tensor x, Tensor[] steps, Tensor logits, object? config = null, LoadOptions? options = null)
    {
        using var folder = new TempFolder();
        var path = folder.Write(file, config);
        foreach (var type in new[] { float64, float32 })
        {
            using var loaded = Weights.Load(path, options, print: TextWriter.Null, type: type);
            Assert.True(loaded.Report.Complete, loaded.Report.ToString());
            var got = Outputs.Of(loaded.Model, loaded.Model.Tasks[0], x.to(type));
            var (hidden, norm, last) = (
                Outputs.Difference(stack([.. steps[..^1].Select(s => s[0])]), got.Hidden),
                Outputs.Difference(steps[^1].select(1, 0), got.Norm), Outputs.Difference(logits, got.Logits));
            output.WriteLine($"{loaded.Report.Architecture}, {type}: hidden states {hidden:E1}, final norm {norm:E1}, logits {last:E1}");
            Assert.InRange(Math.Max(hidden, Math.Max(norm, last)), 0, type == float64 ? 1e-12 : 2e-5);
        }
        return Weights.Load(path, options, print: TextWriter.Null).Model;
    }
}
