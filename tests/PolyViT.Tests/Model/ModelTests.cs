namespace PolyViT.Tests;

public class ModelTests
{
    private static readonly TaskSpec Image = new() { Name = "image", Modality = Modality.Image, Classes = 3 };
    private static readonly TaskSpec Video = new() { Name = "video", Modality = Modality.Video, Classes = 4 };
    private static readonly TaskSpec Audio = new() { Name = "audio", Modality = Modality.Audio, Classes = 5 };
    private static readonly ModelConfig Tiny =
        new(16, 3, 2, 32, new InputShapes(16, 4, 16, 24, 16), [4, 4], [2, 4, 4], [8, 8]);

    [Theory]
    [InlineData(32, 64)]
    [InlineData(64, 256)]
    public void Image_patches_are_those_of_scenics_own_test(int size, int tokens)
    {
        using var scope = NewDisposeScope();
        Assert.Equal([4, tokens, 4 * 4 * 3], Tokenizer.Patches(zeros(4, size, size, 3), [4, 4]).shape);
        Assert.Equal([4, 8 * tokens, 4 * 4 * 4 * 3], Tokenizer.Patches(zeros([4, 32, size, size, 3]), [4, 4, 4]).shape);
    }

    [Fact]
    public void Patch_embedding_is_a_strided_convolution()
    {
        using var scope = NewDisposeScope();
        var (x, kernel) = (Random(2, 11, 9, 3), Random(4, 2, 3, 8));
        var patches = Tokenizer.Patches(x, [4, 2]).matmul(kernel.reshape(-1, 8));
        var convolution = nn.functional.conv2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1), strides: [4, 2]);
        Assert.True(patches.allclose(convolution.flatten(2).transpose(1, 2), 1e-5, 1e-5));
    }

    [Fact]
    public void Tubelet_embedding_is_a_strided_3d_convolution_time_major()
    {
        using var scope = NewDisposeScope();
        var (x, kernel) = (Random(2, 4, 6, 9, 3), Random(2, 3, 3, 3, 8));
        var patches = Tokenizer.Patches(x, [2, 3, 3]).matmul(kernel.reshape(-1, 8));
        var convolution = nn.functional.conv3d(
            x.permute(0, 4, 1, 2, 3), kernel.permute(4, 3, 0, 1, 2), strides: [2, 3, 3]);
        Assert.True(patches.allclose(convolution.flatten(2).transpose(1, 2), 1e-5, 1e-5));
    }

    [Fact]
    public void A_central_frame_kernel_sees_a_still_clip_as_its_picture()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = PolyVit.Create(Tiny, [Image, Video], 3);
        var p = model.Parameters;
        _ = p["tokenizer/tokenizer3d/embedding/kernel"].zero_();
        _ = p["tokenizer/tokenizer3d/embedding/kernel"][1].copy_(p["tokenizer/tokenizer2d/embedding/kernel"]);
        _ = p["tokenizer/tokenizer3d/posembed_input/pos_embedding"].zero_();
        _ = p["tokenizer/tokenizer2d/posembed_input/pos_embedding"].zero_();
        var picture = Random(2, 16, 16, 3);
        var clip = picture.unsqueeze(1).expand(2, 4, 16, 16, 3);
        var image = Tokenizer.Tokens(model, Modality.Image, picture);
        var video = Tokenizer.Tokens(model, Modality.Video, clip);
        Assert.True(video.narrow(1, 1, 16).allclose(image.narrow(1, 1, 16), 1e-5, 1e-6));
        Assert.True(video.narrow(1, 17, 16).allclose(image.narrow(1, 1, 16), 1e-5, 1e-6));
    }

    [Fact]
    public void Adapters_with_equal_weights_change_nothing()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var shared = PolyVit.Create(Tiny, [Image, Audio], 4);
        using var adapted = PolyVit.Create(Tiny with { AdapterLayers = 2 }, [Image, Audio], 5);
        foreach (var spec in adapted.Parameters.Specs)
        {
            var block = spec.Name.StartsWith("tokenizer", StringComparison.Ordinal)
                && spec.Name.Contains("encoderblock", StringComparison.Ordinal);
            var name = block ? "vit_encoder/" + spec.Name.Split('/', 3)[2] : spec.Name;
            _ = adapted.Parameters[spec.Name].copy_(shared.Parameters[name]);
        }
        var x = Random(2, 24, 16, 1);
        Assert.True(adapted.Logits(Audio, x).allclose(shared.Logits(Audio, x), 1e-5, 1e-6));
    }

    [Fact]
    public void With_every_branch_dropped_a_block_is_the_identity()
    {
        using var scope = NewDisposeScope();
        using var model = PolyVit.Create(Tiny, [Image], 6);
        var x = Random(4, 5, 16);
        var place = new Scope(model.Parameters, "vit_encoder/encoderblock_1");
        var y = Block.Forward(x, place, model.Config, new Pass(Rng.At(1, "drop", 0)), 1, drop: 1);
        Assert.True(y.equal(x).all().item<bool>());
    }

    [Fact]
    public void Stochastic_depth_ramps_over_the_depth_and_is_drawn_per_example_and_branch()
    {
        using var scope = NewDisposeScope();
        double[] expected = [0, .0273, .0545, .0818, .1091, .1364, .1636, .1909, .2182, .2455, .2727, .3];
        for (var l = 0; l < 12; l++)
            Assert.Equal(expected[l], StochasticDepth.Rate(l, ModelConfig.Base16, 0.3), 4);
        var rng = Rng.At(1, "drop", 0);
        float[] Keep(int layer, Place place) =>
            StochasticDepth.Keep(new Pass(rng).At(layer, place), 0.3, 10_000).data<float>().ToArray();
        Assert.InRange(Keep(1, Place.AttentionBranch).Average(), 0.69, 0.71);
        Assert.NotEqual(Keep(1, Place.AttentionBranch), Keep(1, Place.MlpBranch));
        Assert.NotEqual(Keep(1, Place.AttentionBranch), Keep(2, Place.AttentionBranch));
        Assert.All(Keep(1, Place.AttentionBranch), k => Assert.True(k is 0 or 1)); // survivors are not rescaled
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences_in_float64()
    {
        using var scope = NewDisposeScope();
        var tasks = new[] { Image with { HiddenSizes = [6] }, Video with { Pooling = Pooling.Gap }, Audio };
        using var model = PolyVit.Create(Tiny with { AdapterLayers = 1 }, tasks, 7, type: float64);
        foreach (var task in tasks)
        {
            var x = Random([2, .. Tiny.Inputs.Of(task.Modality)]).to(float64);
            var y = nn.functional.one_hot(tensor(new long[] { 0, 2 }), task.Classes).to(float64);
            double Loss() => Losses.Of(task, model.Logits(task, x), y, ones(2, float64)).item<double>();
            model.Parameters.ZeroGradients();
            Losses.Of(task, model.Logits(task, x), y, ones(2, float64)).backward();
            foreach (var index in Enumerable.Range(0, 40).Select(i => Rng.At(9, task.Name, i).Below(0, (int)model.Parameters.Count)))
            {
                using var one = no_grad();
                var cell = model.Parameters.Values.narrow(0, index, 1);
                cell.AddInPlace(ones(1, float64), 1e-5);
                var high = Loss();
                cell.AddInPlace(ones(1, float64), -2e-5);
                var low = Loss();
                cell.AddInPlace(ones(1, float64), 1e-5);
                Assert.Equal((high - low) / 2e-5, model.Parameters.Gradients[index].item<double>(), 6);
            }
        }
    }

    [Fact]
    public void Initial_values_depend_on_seed_and_name_alone()
    {
        using var alone = PolyVit.Create(Tiny, [Image], 1);
        using var among = PolyVit.Create(Tiny, [Audio, Image, Video], 1);
        foreach (var spec in alone.Parameters.Specs)
            Assert.True(alone.Parameters[spec.Name].allclose(among.Parameters[spec.Name], 0, 0));
    }

    [Fact]
    public void Initial_values_have_flaxs_spread()
    {
        using var scope = NewDisposeScope();
        var tasks = new[] { Image with { Classes = 1000 }, Video with { ZeroInitHead = true } };
        using var model = PolyVit.Create(ModelConfig.Laptop with { Dim = 192 }, tasks, 1);
        double Std(string name) => model.Parameters[name].detach().std().item<float>();
        Assert.Equal(Math.Sqrt(1.0 / 192), Std("tokenizer/tokenizer2d/embedding/kernel"), 2e-3);
        Assert.Equal(Math.Sqrt(1.0 / 192), Std("classification_head_image/output_projection/kernel"), 1e-3);
        Assert.Equal(Math.Sqrt(2.0 / 384), Std("vit_encoder/encoderblock_0/MultiHeadDotProductAttention_0/qkv/kernel"), 1e-3);
        Assert.Equal(0.02, Std("tokenizer/tokenizer2d/posembed_input/pos_embedding"), 1e-3);
        Assert.Equal(0, Std("classification_head_video/output_projection/kernel"));
        Assert.Equal(0, Std("tokenizer/tokenizer2d/cls"));
    }

    [Fact]
    public void An_input_of_another_size_is_refused_in_words()
    {
        using var scope = NewDisposeScope();
        using var model = PolyVit.Create(Tiny, [Image, Video], 1);
        var wrongRank = Assert.Throws<InputException>(() => model.Logits(Video, zeros(2, 16, 16, 3)));
        Assert.Contains("video input is [2, 16, 16, 3]", wrongRank.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => model.Logits(Image, zeros([2, 4, 16, 16, 3])));
        Assert.Throws<InputException>(() => model.Logits(Image, zeros(2, 16, 20, 3)));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_in_words()
    {
        void Refused(string words, ModelConfig config, params TaskSpec[] tasks) => Assert.Contains(
            words, Assert.Throws<InputException>(() => PolyVit.Create(config, tasks, 1)).Message, StringComparison.Ordinal);
        Refused("not a multiple", Tiny with { Heads = 3 }, Image);
        Refused("choose 0 to 3", Tiny with { AdapterLayers = 4 }, Image);
        Refused("no tasks", Tiny);
        Refused("listed twice", Tiny, Image, Image);
        Refused("at least 2", Tiny, Image with { Classes = 1 });
        Refused("larger than its input", Tiny with { ImagePatch = [32, 4] }, Image);
        Refused("add up to 2", Tiny, Image with { Kind = TaskKind.MultiHeadLabel, ClassSplits = [2] });
    }

    private static Tensor Random(params long[] shape) => Rng.At(1, "test", shape.Length).Normal(shape);
}
