namespace PolyViT.Tests;

public class MixupTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(2.5)]
    public void Weights_have_the_moments_of_a_beta_distribution(double alpha)
    {
        var draws = Enumerable.Range(0, 40_000)
            .Select(i => Mixup.Beta(alpha, Rng.At(1, "beta", i))).ToArray();
        var variance = 1 / (4 * ((2 * alpha) + 1));
        Assert.All(draws, d => Assert.InRange(d, 0, 1));
        Assert.Equal(0.5, draws.Average(), 0.01);
        Assert.Equal(variance, draws.Average(d => (d - 0.5) * (d - 0.5)), 0.03 * variance);
        var fourth = 3 / (16 * ((2 * alpha) + 1) * ((2 * alpha) + 3));
        Assert.Equal(fourth, draws.Average(d => Math.Pow(d - 0.5, 4)), 0.05 * fourth);
    }

    [Fact]
    public void A_tiny_alpha_gives_weights_at_the_ends_and_no_NaN()
    {
        var draws = Enumerable.Range(0, 200).Select(i => Mixup.Beta(1e-4, Rng.At(2, "beta", i))).ToArray();
        Assert.All(draws, d => Assert.True(d is < 1e-3 or > 1 - 1e-3));
        Assert.InRange(draws.Count(d => d > 0.5), 70, 130);
    }

    [Fact]
    public void Partners_are_the_batch_in_reverse_and_targets_are_mixed_alike()
    {
        using var scope = NewDisposeScope();
        var input = Ops.Range(24).to(float32).view(4, 3, 2, 1);
        var batch = new Batch(input, eye(4), ones(4));
        var rng = Rng.At(3, "mixup", 0);
        var lambda = (float)Mixup.Beta(0.3, rng);
        var mixed = Mixup.Apply(batch, 0.3, rng);
        Assert.InRange(lambda, 0.01f, 0.99f);
        for (var b = 0; b < 4; b++)
        {
            var (own, partner) = (input[b, 1, 1, 0].item<float>(), input[3 - b, 1, 1, 0].item<float>());
            var expected = (lambda * own) + ((1 - lambda) * partner);
            Assert.Equal(expected, mixed.Input[b, 1, 1, 0].item<float>(), 1e-4f);
            Assert.Equal(lambda, mixed.Target[b, b].item<float>(), 1e-6f);
            Assert.Equal(1 - lambda, mixed.Target[b, 3 - b].item<float>(), 1e-6f);
        }
        Assert.True(AugmentTests.Same(Mixup.Apply(batch, 0.3, rng).Input, mixed.Input));
        Assert.False(AugmentTests.Same(Mixup.Apply(batch, 0.3, Rng.At(4, "mixup", 0)).Input, mixed.Input));
    }

    [Fact]
    public void A_mixed_batch_outlives_the_one_it_came_from()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(ones(2, 3, 2, 1), eye(2), ones(2));
        var mixed = Mixup.Apply(batch, 0.3, Rng.At(3, "mixup", 0));
        batch.Dispose();
        Assert.Equal(2, mixed.Mask.sum().item<float>());
        Assert.Equal(12, mixed.Input.sum().item<float>(), 1e-4f);
    }

    [Fact]
    public void Alpha_zero_is_the_batch_itself_and_a_bad_one_is_named()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(ones(2, 3, 2, 1), eye(2), ones(2));
        Assert.Same(batch, Mixup.Apply(batch, 0, default));
        var negative = Assert.Throws<InputException>(() => Mixup.Apply(batch, -0.5, default));
        Assert.Contains("-0.5", negative.Message);
        Assert.Throws<InputException>(() => Mixup.Apply(batch, double.NaN, default));
    }
}
