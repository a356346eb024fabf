namespace PolyViT.Tests;

public class InitialisationTests
{
    private static readonly TaskSpec Image = new() { Name = "image", Modality = Modality.Image, Classes = 3 };
    private static readonly TaskSpec Video = new() { Name = "video", Modality = Modality.Video, Classes = 4 };
    private static readonly TaskSpec Audio = new() { Name = "audio", Modality = Modality.Audio, Classes = 5 };

    // Pictures of 4 x 4 patches, clips of 3 steps of 4 x 4 tubelets, spectrograms of 6 x 2 patches.
    private static readonly ModelConfig Tiny =
        new(16, 3, 2, 32, new InputShapes(16, 12, 16, 24, 8), [4, 4], [4, 4, 4], [4, 4]);

    [Fact]
    public void A_still_clip_has_the_tokens_of_its_picture()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        using var model = PolyVit.Create(Tiny, [Video, Image, Audio], 2);
        _ = model.Inherit(Inheritance.OfVit(vit));
        var picture = Random(2, 16, 16, 3);
        var tokens = Tokenizer.Tokens(vit, Modality.Image, picture); // [2, 1 + 16, 16]
        var clip = picture.unsqueeze(1).expand(2, 12, 16, 16, 3);
        var video = Tokenizer.Tokens(model, Modality.Video, clip); // [2, 1 + 3 x 16, 16]
        Close(tokens, Tokenizer.Tokens(model, Modality.Image, picture), 1e-6);
        Close(tokens.narrow(1, 0, 1), video.narrow(1, 0, 1), 1e-6);
        for (var t = 0; t < 3; t++)
            Close(tokens.narrow(1, 1, 16), video.narrow(1, 1 + (16 * t), 16), 1e-6);
    }

    [Fact]
    public void The_central_frame_is_frame_t_over_2_and_the_average_needs_a_clip_that_stands_still_too()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        using var central = PolyVit.Create(Tiny, [Video], 2);
        using var average = PolyVit.Create(Tiny, [Video], 2);
        _ = central.Inherit(Inheritance.OfVit(vit));
        _ = average.Inherit(Inheritance.OfVit(vit) with { Inflate = Inflation.AverageFrame });
        var clip = Random(1, 12, 16, 16, 3);
        var frames = clip.reshape(12, 16, 16, 3);
        var pictures = Tokenizer.Tokens(vit, Modality.Image, frames).narrow(1, 1, 16); // [12, 16, 16]
        var seen = Tokenizer.Tokens(central, Modality.Video, clip).narrow(1, 1, 48).reshape(3, 16, 16);
        Close(pictures.index_select(0, tensor(new long[] { 2, 6, 10 })), seen, 1e-5);
        var mean = Tokenizer.Tokens(average, Modality.Video, clip).narrow(1, 1, 48).reshape(3, 16, 16);
        Close(pictures.reshape(3, 4, 16, 16).mean([1L]), mean, 1e-5);
    }

    [Fact]
    public void Every_parameter_and_every_leaf_of_the_source_is_in_the_report()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        using var model = PolyVit.Create(Tiny, [Image with { Name = "other" }, Video, Audio], 2);
        var report = model.Inherit(Inheritance.OfVit(vit));
        Assert.Equal(
            model.Parameters.Specs.Select(s => s.Name),
            report.Where(r => r.As != InheritedAs.Unused).Select(r => r.Key));
        Assert.Equal(
            [
                "classification_head_image/output_projection/kernel",
                "classification_head_image/output_projection/bias",
            ],
            report.Where(r => r.As == InheritedAs.Unused).Select(r => r.Key));
        Assert.Equal(
            ["tokenizer/tokenizer3d/embedding/kernel", "tokenizer/tokenizer3d/posembed_input/pos_embedding",
                "tokenizer/tokenizer_spec/posembed_input/pos_embedding"],
            report.Where(r => r.As == InheritedAs.Resized).Select(r => r.Key));
        Assert.All(
            report.Where(r => r.As == InheritedAs.Kept),
            r => Assert.StartsWith("classification_head_", r.Key, StringComparison.Ordinal));
        var audio = report.Single(r => r.Key == "tokenizer/tokenizer_spec/posembed_input/pos_embedding");
        Assert.Equal("zoomed from 4 x 4 to 6 x 2, corners aligned", audio.Done);
        Assert.Equal([1, 17, 16], audio.From);
        Assert.Equal([1, 13, 16], audio.To);
    }

    [Fact]
    public void The_spectrograms_table_is_the_pictures_zoomed_to_time_by_frequency()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        using var model = PolyVit.Create(Tiny, [Audio], 2);
        _ = model.Inherit(Inheritance.OfVit(vit));
        var picture = Table(vit, "2d");
        var sound = Table(model, "_spec");
        Close(picture.narrow(1, 0, 1), sound.narrow(1, 0, 1), 0);
        // Time step 5 of 6 is row 3 of 4; frequency 1 of 2 is column 3 of 4.
        Close(picture.select(1, 1 + 15), sound.select(1, 1 + 11), 0);
        // Time step 1 of 6 lies at 3/5 of the way from row 0 to row 1.
        var between = picture.select(1, 1).Times(0.4).AddScaled(picture.select(1, 5), 0.6);
        Close(between, sound.select(1, 1 + 2), 1e-6);
    }

    [Fact]
    public void The_first_blocks_become_every_modalitys_adapters()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        using var model = PolyVit.Create(Tiny with { AdapterLayers = 2 }, [Image, Video, Audio], 2);
        _ = model.Inherit(Inheritance.OfVit(vit).WithHeads(model));
        foreach (var path in vit.Parameters.Specs.Select(s => s.Name.Split("vit_encoder/")[^1])
            .Where(p => p.StartsWith("encoderblock_", StringComparison.Ordinal)))
        {
            string[] homes = path.StartsWith("encoderblock_2", StringComparison.Ordinal)
                ? ["vit_encoder"]
                : ["tokenizer/tokenizer2d", "tokenizer/tokenizer3d", "tokenizer/tokenizer_spec"];
            foreach (var home in homes)
                Close(vit.Parameters["vit_encoder/" + path], model.Parameters[$"{home}/{path}"], 0);
        }
        var picture = Random(2, 16, 16, 3);
        Close(vit.Logits(Image, picture), model.Logits(Image, picture), 1e-6);
    }

    [Fact]
    public void A_polyvit_gives_each_tokenizer_its_own_and_heads_by_name_where_asked()
    {
        using var scope = NewDisposeScope();
        using var source = PolyVit.Create(Tiny with { AdapterLayers = 1 }, [Image, Audio], 1);
        using var model = PolyVit.Create(Tiny with { AdapterLayers = 1 }, [Video, Audio], 2);
        using var before = PolyVit.Create(Tiny with { AdapterLayers = 1 }, [Video, Audio], 2);
        var report = model.Inherit(Inheritance.OfPolyVit(source).WithHeads(model));
        var sound = Random(2, 24, 8, 1);
        Close(source.Logits(Audio, sound), model.Logits(Audio, sound), 1e-6);
        foreach (var row in report.Where(r => r.As == InheritedAs.Kept))
            Close(before.Parameters[row.Key], model.Parameters[row.Key], 0);
        Assert.All(
            report.Where(r => r.As == InheritedAs.Kept),
            r => Assert.Matches("tokenizer3d|head_video", r.Key));
        Assert.Contains(report, r => r.As == InheritedAs.Unused && r.Key == "tokenizer/tokenizer2d/cls");
    }

    [Fact]
    public void A_tubelet_tokenizer_becomes_a_patch_tokenizer_by_sum_and_mean()
    {
        using var scope = NewDisposeScope();
        using var vivit = PolyVit.Create(Tiny, [Video], 1);
        using var model = PolyVit.Create(Tiny, [Image, Video], 2);
        var report = model.Inherit(Inheritance.OfVivit(vivit, Modality.Image));
        var kernel = vivit.Parameters["tokenizer/tokenizer3d/embedding/kernel"];
        Close(kernel.sum([0L]), model.Parameters["tokenizer/tokenizer2d/embedding/kernel"], 1e-6);
        var steps = Table(vivit, "3d").narrow(1, 1, 48).reshape(3, 16, 16);
        Close(steps.mean([0L]), Table(model, "2d")[0].narrow(0, 1, 16), 1e-6);
        Close(Table(vivit, "3d")[0][0], Table(model, "2d")[0][0], 0);
        Assert.Equal(
            "summed over its 4 frames",
            report.Single(r => r.Key == "tokenizer/tokenizer2d/embedding/kernel").Done);
        Assert.Equal(InheritedAs.Kept, report.Single(r => r.Key == "tokenizer/tokenizer3d/cls").As);
    }

    [Fact]
    public void Tubelets_of_another_length_are_summed_and_inflated_again()
    {
        using var scope = NewDisposeScope();
        using var vivit = PolyVit.Create(Tiny with { VideoPatch = [2, 4, 4] }, [Video], 1); // 6 steps
        using var model = PolyVit.Create(Tiny, [Video], 2); // 3 steps
        var report = model.Inherit(Inheritance.OfVivit(vivit));
        var kernel = model.Parameters["tokenizer/tokenizer3d/embedding/kernel"];
        Close(vivit.Parameters["tokenizer/tokenizer3d/embedding/kernel"].sum([0L]), kernel[2], 1e-6);
        Assert.Equal(0, kernel.index_select(0, tensor(new long[] { 0, 1, 3 })).abs().sum().item<float>());
        Assert.Equal(
            "summed over its 2 frames, inflated to 4 frames",
            report.Single(r => r.Key == "tokenizer/tokenizer3d/embedding/kernel").Done);
        Assert.Equal(
            "zoomed from 6 x 4 x 4 to 3 x 4 x 4, corners aligned",
            report.Single(r => r.Key == "tokenizer/tokenizer3d/posembed_input/pos_embedding").Done);
    }

    [Fact]
    public void A_spectrogram_transformer_starts_its_own_tokenizer_or_another()
    {
        using var scope = NewDisposeScope();
        using var mbt = PolyVit.Create(Tiny, [Audio], 1);
        using var model = PolyVit.Create(Tiny, [Audio with { Name = "more" }], 2);
        var none = ImmutableDictionary<string, string>.Empty;
        _ = model.Inherit(Inheritance.OfMbt(mbt) with { Heads = none.Add("more", "audio") });
        var sound = Random(2, 24, 8, 1);
        Close(mbt.Logits(Audio, sound), model.Logits(model.Tasks[0], sound), 1e-6);
        using var video = PolyVit.Create(Tiny, [Video], 3);
        var report = video.Inherit(Inheritance.OfMbt(mbt, Modality.Video));
        Assert.Equal(
            "zoomed from 6 x 2 to 4 x 4, corners aligned, repeated for 3 time steps",
            report.Single(r => r.Key == "tokenizer/tokenizer3d/posembed_input/pos_embedding").Done);
    }

    [Fact]
    public void Without_cls_in_the_source_the_row_keeps_its_own_value_and_the_report_says_so()
    {
        using var scope = NewDisposeScope();
        using var pooled = PolyVit.Create(Tiny, [Image with { Pooling = Pooling.Gap }], 1);
        using var model = PolyVit.Create(Tiny, [Image], 2);
        using var before = PolyVit.Create(Tiny, [Image], 2);
        var report = model.Inherit(Inheritance.OfVit(pooled));
        Close(Table(before, "2d").narrow(1, 0, 1), Table(model, "2d").narrow(1, 0, 1), 0);
        Close(Table(pooled, "2d"), Table(model, "2d").narrow(1, 1, 16), 0);
        Assert.Equal(InheritedAs.Kept, report.Single(r => r.Key == "tokenizer/tokenizer2d/cls").As);
        var back = pooled.Inherit(Inheritance.OfVit(model));
        Close(Table(model, "2d").narrow(1, 1, 16), Table(pooled, "2d"), 0);
        Assert.Contains(back, r => r.Done == "its CLS row left out");
    }

    [Fact]
    public void An_ast_gives_its_tokens_to_a_spectrogram_tokenizer_that_runs_through_time()
    {
        using var scope = NewDisposeScope();
        var small = Tiny with { AudioPatch = [4, 4] };
        var baseline = Baseline.Ast(small, "audio", 5);
        using var ast = PolyVit.Create(baseline.Config with { AudioStride = [] }, [baseline.Task], 1);
        using var model = PolyVit.Create(small, [Audio], 2);
        var report = model.Inherit(Inheritance.OfMbt(ast));
        var sound = Random(2, 24, 8, 1);
        var theirs = Tokenizer.Tokens(ast, Modality.Audio, sound); // CLS, distillation, 2 x 6
        var ours = Tokenizer.Tokens(model, Modality.Audio, sound); // CLS, then 6 x 2
        Close(theirs.narrow(1, 0, 1), ours.narrow(1, 0, 1), 0);
        var turned = theirs.narrow(1, 2, 12).reshape(2, 2, 6, 16).transpose(1, 2).reshape(2, 12, 16);
        Close(turned, ours.narrow(1, 1, 12), 1e-5);
        string Done(string key) => report.Single(r => r.Key == key).Done;
        Assert.Equal("divided among 3 channels", Done("tokenizer/tokenizer_spec/embedding/kernel"));
        Assert.Equal(
            "time and frequency exchanged, its distillation row left out",
            Done("tokenizer/tokenizer_spec/posembed_input/pos_embedding"));
        Assert.Equal("Tanh in the model, Exact in the source", Done("Gelu"));
        Assert.Contains(
            report, r => r.As == InheritedAs.Unused && r.Key == "tokenizer/tokenizer_spec/distillation");

        // And back: three channels become their sum, and the distillation token keeps its own row.
        using var back = PolyVit.Create(ast.Config, [baseline.Task], 3);
        _ = back.Inherit(Inheritance.OfPolyVit(model));
        var again = Tokenizer.Tokens(back, Modality.Audio, sound);
        Close(theirs.narrow(1, 2, 12), again.narrow(1, 2, 12), 1e-5);
    }

    [Fact]
    public void Overlapping_patches_make_a_larger_grid_that_is_zoomed()
    {
        using var scope = NewDisposeScope();
        var baseline = Baseline.Ast(Tiny with { AudioPatch = [4, 4] }, "audio", 5);
        using var ast = PolyVit.Create(baseline.Config with { AudioStride = [2, 2] }, [baseline.Task], 1);
        using var model = PolyVit.Create(Tiny, [Audio], 2);
        var report = model.Inherit(Inheritance.OfMbt(ast));
        Assert.Equal(
            "time and frequency exchanged, zoomed from 11 x 3 to 6 x 2, corners aligned, "
            + "its distillation row left out",
            report.Single(r => r.Key == "tokenizer/tokenizer_spec/posembed_input/pos_embedding").Done);
        var theirs = Table(ast, "_spec").narrow(1, 2, 33).reshape(3, 11, 16); // frequency, time
        var ours = Table(model, "_spec").narrow(1, 1, 12).reshape(6, 2, 16); // time, frequency
        Close(theirs[2][10], ours[5][1], 0);
        Close(theirs[0][4], ours[2][0], 1e-7); // time step 2 of 6 lies at 4 of 11
    }

    [Theory]
    [InlineData("augreg-vit/weights.npz", "augreg-vit/io.safetensors", "image_nhwc", "tanh.logits")]
    [InlineData("hf-vivit/model.safetensors", "hf-vivit/io.safetensors", "video_bthwc", "logits")]
    public void A_polyvit_that_starts_from_public_weights_answers_as_they_do(
        string weights, string io, string input, string logits)
    {
        using var scope = NewDisposeScope();
        using var loaded = Weights.Load(
            SharedFolder.Require("fixtures/" + weights), new() { Task = "theirs" }, print: TextWriter.Null);
        var golden = Safetensors.Read(SharedFolder.Require("fixtures/" + io));
        var (theirs, source) = (loaded.Model.Tasks[0], loaded.Model.Config);
        // A PolyViT of that modality and sounds, with adapters.
        var inputs = source.Inputs.With(Modality.Audio, Tiny.Inputs);
        var config = source with { Inputs = inputs, AudioPatch = [8, 8], AdapterLayers = 1 };
        using var model = PolyVit.Create(config, [theirs, Audio], 5);
        var report = model.Inherit(Inheritance.OfPolyVit(loaded.Model).WithHeads(model));
        Assert.All(report, r => Assert.True(r.As is InheritedAs.Copied or InheritedAs.Kept, $"{r}"));
        var answers = model.Logits(theirs, golden["input." + input]);
        Close(golden[logits].to(float32), answers, 2e-5);
    }

    [Fact]
    public void Switches_leave_tables_and_tubelets_as_they_were()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        using var model = PolyVit.Create(Tiny, [Image, Video], 2);
        using var before = PolyVit.Create(Tiny, [Image, Video], 2);
        _ = model.Inherit(Inheritance.OfVit(vit) with { Positions = false, TubeletKernels = false });
        Close(Table(before, "2d"), Table(model, "2d"), 0);
        Close(Table(before, "3d"), Table(model, "3d"), 0);
        const string tubelet = "tokenizer/tokenizer3d/embedding/kernel";
        const string patch = "tokenizer/tokenizer2d/embedding/kernel";
        Close(before.Parameters[tubelet], model.Parameters[tubelet], 0);
        Close(vit.Parameters[patch], model.Parameters[patch], 0);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_the_model_is_as_before()
    {
        using var scope = NewDisposeScope();
        using var vit = PolyVit.Create(Tiny, [Image], 1);
        void Refused(
            string words, ModelConfig config, Func<PolyVit, Inheritance> from, params TaskSpec[] tasks)
        {
            using var model = PolyVit.Create(config, tasks, 2);
            var values = model.Parameters.Values.clone();
            Refusal.Names(() => model.Inherit(from(model)), words);
            Assert.True(model.Parameters.Values.equal(values).all().item<bool>());
        }
        Inheritance OfVit(PolyVit _) => Inheritance.OfVit(vit);
        Refused("Dim is 32", Tiny with { Dim = 32 }, OfVit, Image);
        Refused("Depth is 4", Tiny with { Depth = 4 }, OfVit, Image);
        Refused("Heads is 4", Tiny with { Heads = 4 }, OfVit, Image);
        Refused("MlpDim is 64", Tiny with { MlpDim = 64 }, OfVit, Image);
        Refused("patches of 4 x 4", Tiny with { AudioPatch = [8, 8] }, OfVit, Image, Audio);
        Refused("Video tokenizer", Tiny, _ => Inheritance.OfVivit(vit), Video);
        Refused("makes [16, 3]", Tiny, m => OfVit(m).WithHeads(m), Image with { Classes = 7 });
        var stranger = ImmutableDictionary<string, string>.Empty.Add("image", "none");
        Refused("name a task", Tiny, _ => Inheritance.OfVit(vit) with { Heads = stranger }, Image);
        using var adapted = PolyVit.Create(Tiny with { AdapterLayers = 1 }, [Image, Audio], 3);
        Refused("AdapterLayers = 1", Tiny, _ => Inheritance.OfPolyVit(adapted), Image, Audio);
    }

    private static Tensor Table(PolyVit model, string tokenizer) =>
        model.Parameters[$"tokenizer/tokenizer{tokenizer}/posembed_input/pos_embedding"];

    private static Tensor Random(params long[] shape) => Rng.At(1, "test", shape.Length).Normal(shape);

    private static void Close(Tensor expected, Tensor actual, double atol)
    {
        Assert.Equal(expected.shape, actual.shape);
        var difference = expected.Subtract(actual).abs().max().item<float>();
        Assert.True(difference <= atol, $"largest difference {difference}");
    }
}
