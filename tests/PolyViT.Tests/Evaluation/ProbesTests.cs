namespace PolyViT.Tests;

public class ProbesTests
{
    private static readonly TaskSpec Three = new() { Name = "t", Modality = Modality.Image, Classes = 3 };

    [Fact]
    public void The_minimum_of_Rosenbrocks_function_is_found()
    {
        static (double, double[]) Rosenbrock(double[] x)
        {
            var (value, gradient) = (0.0, new double[x.Length]);
            for (var i = 0; i + 1 < x.Length; i++)
            {
                var (valley, away) = (x[i + 1] - (x[i] * x[i]), 1 - x[i]);
                value += (100 * valley * valley) + (away * away);
                gradient[i] += (-400 * x[i] * valley) - (2 * away);
                gradient[i + 1] += 200 * valley;
            }
            return (value, gradient);
        }
        var best = LogisticProbe.Minimum(Rosenbrock, [-1.2, 1, -1.2, 1, 0.5, 2], 1e-8);
        Assert.All(best, v => Assert.Equal(1, v, 1e-6));
    }

    [Fact]
    public void A_quadratic_of_bad_condition_is_solved()
    {
        double[] scale = [.. Enumerable.Range(0, 40).Select(i => Math.Pow(10, i / 10.0))];
        (double, double[]) Bowl(double[] x) =>
            (x.Select((v, i) => 0.5 * scale[i] * (v - i) * (v - i)).Sum(),
                [.. x.Select((v, i) => scale[i] * (v - i))]);
        var best = LogisticProbe.Minimum(Bowl, new double[40], 1e-8);
        Assert.All(best.Index(), v => Assert.Equal(v.Index, v.Item, 1e-6));
    }

    [Fact]
    public void Without_a_telling_feature_the_bias_says_how_frequent_classes_are()
    {
        using var scope = NewDisposeScope();
        FewShotSet set = new(zeros(10, 2), OneHot(0, 0, 0, 0, 0, 1, 1, 1, 2, 2));
        var head = LogisticProbe.Fit(Three, set, 1e-3);
        var p = nn.functional.softmax(head.Bias, -1).data<double>().ToArray();
        Assert.All(p.Zip([0.5, 0.3, 0.2]), x => Assert.Equal(x.Second, x.First, 1e-6));
        Assert.True(head.Kernel.abs().max().item<double>() < 1e-6);
    }

    [Theory]
    [InlineData(TaskKind.Label)]
    [InlineData(TaskKind.MultiLabel)]
    public void The_gradient_at_the_logistic_optimum_is_zero(TaskKind kind)
    {
        using var scope = NewDisposeScope();
        var set = Blobs(60, 1.5);
        const double lambda = 0.01;
        var head = LogisticProbe.Fit(Three with { Kind = kind }, set, lambda);
        var x = set.Features.to(float64).Subtract(head.Mean).div(head.Std);
        var z = x.matmul(head.Kernel).Add(head.Bias);
        var p = kind == TaskKind.Label ? nn.functional.softmax(z, -1) : z.sigmoid();
        var error = p.Subtract(set.Targets.to(float64)).Times(1.0 / 60); // d loss / d logits
        Assert.True(x.t().matmul(error).Add(head.Kernel.Times(lambda)).abs().max().item<double>() < 2e-6);
        Assert.True(error.sum([0L]).abs().max().item<double>() < 2e-6);
        Assert.Equal(0, x.mean([0L]).abs().max().item<double>(), 1e-9);
    }

    [Fact]
    public void Both_full_probes_separate_what_is_separable_and_SGD_repeats_itself()
    {
        using var scope = NewDisposeScope();
        var (train, test) = (Blobs(90, 0.15), Blobs(60, 0.15, 7));
        var sgd = SgdProbe.Fit(Three, train, 0.1, 1);
        Assert.Equal(1, Metrics.Top(sgd.On(test), 1));
        Assert.Equal(1, Metrics.Top(LogisticProbe.Fit(Three, train, 1e-4).On(test), 1));
        Assert.True(sgd.Kernel.Equals(SgdProbe.Fit(Three, train, 0.1, 1).Kernel));
    }

    [Fact]
    public void The_last_examples_of_a_class_are_kept_and_the_only_one_is_not()
    {
        using var scope = NewDisposeScope();
        var y = OneHot(0, 1, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0);
        var (train, kept) = ProbeSet.HoldOut(new(Range(12).to(float32).reshape(12, 1), y), 0.25);
        Assert.Equal([5, 10, 11], kept.Features.data<float>().ToArray()); // 9 of class 0, 2 of 1, 1 of 2
        Assert.Equal([0, 1, 2, 3, 4, 6, 7, 8, 9], train.Features.data<float>().ToArray());
    }

    [Fact]
    public void Settings_are_not_chosen_on_the_test_part()
    {
        using var scope = NewDisposeScope();
        var (train, validation) = ProbeSet.HoldOut(Blobs(90, 1.2), 0.2);
        var test = Blobs(60, 1.2, 3);
        var set = new ProbeSet(Three, train, validation, test);
        var wrong = set with { Test = test with { Targets = test.Targets.roll(1, 1) } };
        var settings = new ProbeSettings { Shots = [1, 5], Steps = 60 };
        var (right, other) = (Probes.All(set, settings, 1), Probes.All(wrong, settings, 1));
        Assert.Equal(right.Select(r => r.Chosen), other.Select(r => r.Chosen));
        Assert.Equal(right.Select(r => r.Validation), other.Select(r => r.Validation));
        Assert.All(right.Zip(other), p => Assert.True(p.First.Value > p.Second.Value));
        Assert.Equal(["few-shot", "few-shot", "logistic", "sgd"], right.Select(r => r.Protocol));
        Assert.Equal([3, 15, 90, 90], right.Select(r => r.Train));
        Assert.All(right, r => Assert.Equal("", r.Remark));
    }

    [Fact]
    public void Classes_with_too_few_examples_are_told()
    {
        using var scope = NewDisposeScope();
        var features = Blobs(4, 0.2).Features;
        var test = Blobs(6, 0.2, 1);
        var (train, validation) = ProbeSet.HoldOut(new(features, OneHot(0, 1, 0, 0)), 0.2);
        var results = Probes.All(new(Three, train, validation, test), new() { Shots = [2] }, 1);
        Assert.Equal("2 of 3 classes have fewer than 2 examples", results[0].Remark);
        Assert.Equal("1 of 3 classes have no example, 1 of 3 classes have one example", results[1].Remark);
        (train, validation) = ProbeSet.HoldOut(new(features[..3], OneHot(0, 1, 2)), 0.2);
        results = Probes.All(new(Three, train, validation, test), new() { Shots = [1] }, 1);
        Assert.All(results, r => Assert.Null(r.Validation));
        Assert.Contains("nothing was chosen", results[0].Remark);
        Assert.All(results, r => Assert.InRange(r.Value, 0, 1));
    }

    [Fact]
    public void A_frozen_body_keeps_every_number_while_its_head_learns()
    {
        var data = ToyTasks.Make("picture", Modality.Image, 40);
        var spec = new RunSpec(ToyTasks.Model, new() { LearningRate = 1 }, 3);
        using var state = TrainState.Create(spec, [data.Spec, ToyTasks.Three[1].Spec]);
        var before = Bytes(state);
        var losses = Enumerable.Range(0, 150).Select(v =>
        {
            using var loss = FrozenBody.Update(state, data, v, 0.03);
            return loss.item<float>();
        }).ToArray();
        var after = Bytes(state);
        string[] changed = [.. before.Keys.Where(name => !after[name].SequenceEqual(before[name]))];
        Assert.NotEmpty(changed);
        Assert.All(changed, name => Assert.StartsWith("classification_head_picture/", name));
        Assert.True(losses[^10..].Average() < losses[..10].Average() - 0.1);
    }

    [Theory]
    [InlineData(Modality.Image, Modality.Video)]
    [InlineData(Modality.Image, Modality.Audio)]
    [InlineData(Modality.Video, Modality.Image)]
    [InlineData(Modality.Audio, Modality.Video)]
    public void A_model_can_read_a_modality_by_a_borrowed_tokenizer(Modality has, Modality lacks)
    {
        using var scope = NewDisposeScope();
        var config = ToyTasks.Model with { AudioPatch = [8, 2], AdapterLayers = 1 };
        using var model = PolyVit.Create(config, [ToyTasks.Make("t", has, 1).Spec], 1);
        var (copy, donor) = Borrowing.Tokenizer(model, lacks);
        using (copy)
        {
            using var quiet = no_grad();
            Assert.Equal(has, donor);
            var input = ToyTasks.Make("t", has, 1).Test.Fetch([0, 1], default).Input;
            Assert.True(model.Encode(has, input).Equals(copy.Encode(has, input)));
            var other = ToyTasks.Make("u", lacks, 1).Test.Fetch([0, 1], default).Input;
            Assert.True(copy.Encode(lacks, other).isfinite().all().item<bool>());
            Assert.Throws<InputException>(() => Borrowing.Tokenizer(model, has));
        }
    }

    [Fact]
    public void A_still_clip_has_the_features_of_its_picture_when_the_tokenizer_is_borrowed()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = PolyVit.Create(ToyTasks.Model, [ToyTasks.Make("t", Modality.Image, 1).Spec], 1);
        var (copy, _) = Borrowing.Tokenizer(model, Modality.Video);
        using (copy)
        {
            var picture = ToyTasks.Make("t", Modality.Image, 1).Test.Fetch([0, 1], default).Input;
            var clip = picture.unsqueeze(1).expand(-1, 2, -1, -1, -1); // one tubelet of 2 frames
            var (a, b) = (model.Encode(Modality.Image, picture), copy.Encode(Modality.Video, clip));
            Assert.True(a.allclose(b, 1e-5, 1e-5));
        }
    }

    private static Dictionary<string, byte[]> Bytes(TrainState state) => state.Model.Parameters.Specs
        .ToDictionary(s => s.Name, s => state.Model.Parameters[s.Name].detach().bytes.ToArray());

    // Rows of class i % 3 round three corners.
    private static FewShotSet Blobs(int count, double noise, ulong seed = 0)
    {
        var rng = Rng.At(seed, "blobs", 0);
        float Value(int i, int d) => (float)((i % 3 == d % 3 ? 1 : 0) + (noise * rng.Normal((i * 4) + d)));
        var x = tensor([.. Enumerable.Range(0, count * 4).Select(i => Value(i / 4, i % 4))], [count, 4L]);
        return new(x, OneHot([.. Enumerable.Range(0, count).Select(i => i % 3)]));
    }

    private static Tensor OneHot(params int[] labels) =>
        nn.functional.one_hot(tensor(labels.Select(l => (long)l).ToArray()), 3).to(float32);

    private static Tensor Range(long n) => Ops.Range(n);
}
