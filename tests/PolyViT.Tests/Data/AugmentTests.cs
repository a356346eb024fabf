namespace PolyViT.Tests;

public class AugmentTests
{
    private static readonly (string Name, Augment Augment, long[] Shape)[] All =
    [
        ("flip", Augments.Flip, [6, 8, 10, 3]), ("flip clips", Augments.Flip, [6, 4, 8, 10, 3]),
        ("shift", Augments.Shift(3), [6, 8, 10, 3]), ("shift clips", Augments.Shift(3), [6, 4, 8, 10, 3]),
        ("roll", Augments.Roll(5), [6, 12, 8, 1]), ("mask", Augments.Mask(4, 6), [6, 12, 8, 1]),
        ("chain", Augments.Shift(2).Then(Augments.Flip), [6, 8, 10, 3]),
    ];

    public static TheoryData<string> Names => [.. All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_stream_gives_the_same_bytes_and_leaves_the_input_alone(string name)
    {
        using var scope = NewDisposeScope();
        var (_, augment, shape) = All.Single(a => a.Name == name);
        var x = Rng.At(1, "x", 0).Normal(shape);
        var before = x.clone();
        var a = augment(x, Rng.At(1, "augment", 0));
        Assert.Equal(shape, a.shape);
        Assert.True(a.allclose(augment(x, Rng.At(1, "augment", 0)), 0, 0));
        Assert.False(a.allclose(augment(x, Rng.At(1, "augment", 1)), 0, 0));
        Assert.True(x.allclose(before, 0, 0));
    }

    [Theory]
    [InlineData("flip clips")]
    [InlineData("shift clips")]
    public void All_frames_of_a_clip_are_changed_alike(string name)
    {
        using var scope = NewDisposeScope();
        var (_, augment, _) = All.Single(a => a.Name == name);
        var still = Rng.At(2, "x", 0).Normal([6, 1, 8, 10, 3]).expand(6, 4, 8, 10, 3);
        var y = augment(still, Rng.At(2, "augment", 0));
        Assert.True(y.allclose(y.narrow(1, 0, 1).expand(6, 4, 8, 10, 3), 0, 0));
    }

    [Fact]
    public void A_shift_moves_the_picture_and_repeats_its_edge()
    {
        using var scope = NewDisposeScope();
        var ramp = Ops.Range(8).to(float32).reshape(1, 1, 8, 1).expand(1, 8, 8, 3);
        var seen = Enumerable.Range(0, 60)
            .Select(i => string.Join(",", Augments.Shift(1)(ramp, Rng.At(3, "s", i))[0, 4, TensorIndex.Ellipsis, 0].data<float>().ToArray()))
            .Distinct().Order();
        Assert.Equal(["0,0,1,2,3,4,5,6", "0,1,2,3,4,5,6,7", "1,2,3,4,5,6,7,7"], seen);
    }

    [Fact]
    public void A_mask_zeroes_one_band_and_one_stretch_no_wider_than_asked()
    {
        using var scope = NewDisposeScope();
        for (var i = 0; i < 50; i++)
        {
            var y = Augments.Mask(4, 6)(ones([1, 12, 8, 1]), Rng.At(4, "m", i))[0];
            var (frames, bins) = (y.sum([1L, 2L]).data<float>().Count(v => v == 0), y.sum([0L, 2L]).data<float>().Count(v => v == 0));
            Assert.InRange(frames, 0, 6);
            Assert.InRange(bins, 0, 4);
            Assert.Equal((12 - frames) * (8 - bins), (int)y.sum().item<float>());
        }
    }

    [Fact]
    public void Mixup_mixes_inputs_and_targets_with_the_reversed_batch()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(Ops.Range(4).to(float32).reshape(4, 1), eye(4), ones(4));
        var rng = Rng.At(5, "mixup", 0);
        var lambda = Mixup.Lambda(0.3, rng);
        var mixed = Mixup.Apply(batch, 0.3, rng);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal((lambda * i) + ((1 - lambda) * (3 - i)), mixed.Input[i, 0].item<float>(), 5);
            Assert.Equal(lambda, mixed.Target[i, i].item<float>(), 5);
            Assert.Equal(1 - lambda, mixed.Target[i, 3 - i].item<float>(), 5);
        }
        Assert.Same(batch, Mixup.Apply(batch, 0, rng));
    }

    [Fact]
    public void Lambda_follows_its_beta_distribution()
    {
        var x = Enumerable.Range(0, 4000).Select(i => Mixup.Lambda(0.3, Rng.At(6, "mixup", i))).ToArray();
        Assert.InRange(x.Average(), 0.48, 0.52);
        var variance = x.Average(v => (v - 0.5) * (v - 0.5));
        Assert.InRange(variance, 0.147, 0.166); // 1 / (4 (2 alpha + 1)) = 0.15625
    }

    [Fact]
    public void An_augmented_split_leaks_nothing()
    {
        var split = ToyTasks.Three[0].Train.With(Augments.Shift(1).Then(Augments.Flip));
        using var scope = NewDisposeScope();
        split.Fetch([0, 1, 2], Rng.At(7, "a", 0)).Dispose();
        scope.DisposeEverything();
        var before = scope.DisposablesCount;
        for (var i = 0; i < 20; i++)
            Mixup.Apply(split.Fetch([0, 1, 2], Rng.At(7, "a", i)), 0.3, Rng.At(7, "m", i)).Dispose();
        Assert.InRange(scope.DisposablesCount - before, 0, 40); // mixup leaves its two inputs to the caller's scope
    }
}
