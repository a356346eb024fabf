namespace PolyViT.Tests;

public class RngTests
{
    [Fact]
    public void A_draw_depends_on_seed_stream_step_and_index_alone()
    {
        var draws = from seed in new ulong[] { 1, 2 }
                    from stream in new[] { "a", "b" }
                    from step in new long[] { 0, 1 }
                    from i in new long[] { 0, 1 }
                    select Rng.At(seed, stream, step).Bits(i);
        Assert.Equal(16, draws.Distinct().Count());
        Assert.Equal(Rng.At(7, "x", 3).Bits(5), Rng.At(7, "x", 3).Bits(5));
        Assert.Equal(10970565833055140837UL, Rng.At(0, "golden", 0).Bits(0));
    }

    [Fact]
    public void Uniform_draws_fill_their_range_evenly()
    {
        var rng = Rng.At(1, "uniform", 0);
        var counts = new int[10];
        for (var i = 0; i < 100_000; i++)
            counts[(int)(10 * rng.Uniform(i))]++;
        var chi2 = counts.Sum(c => Math.Pow(c - 10_000, 2) / 10_000);
        Assert.InRange(chi2, 0, 27.9); // 0.1 % point with 9 degrees of freedom
    }

    [Fact]
    public void Normal_draws_have_mean_zero_and_variance_one()
    {
        var rng = Rng.At(2, "normal", 0);
        var x = Enumerable.Range(0, 100_000).Select(i => rng.Normal(i)).ToArray();
        Assert.InRange(x.Average(), -0.015, 0.015);
        Assert.InRange(x.Average(v => v * v), 0.98, 1.02);
    }

    [Fact]
    public void Every_permutation_of_four_is_equally_likely()
    {
        var counts = Enumerable.Range(0, 24_000)
            .Select(s => string.Concat(Rng.At(3, "permutation", s).Permutation(4)))
            .GroupBy(p => p).Select(g => g.Count()).ToArray();
        Assert.Equal(24, counts.Length);
        Assert.InRange(counts.Sum(c => Math.Pow(c - 1000, 2) / 1000), 0, 49.7); // 0.1 % point, 23 degrees of freedom
    }

    [Fact]
    public void Random_tensors_follow_from_the_stream_and_not_from_torchs_own_generator()
    {
        using var scope = NewDisposeScope();
        var x = ones(1000);
        Tensor[] Draw() =>
            [Rng.At(4, "t", 9).Uniform([5]), Rng.At(4, "t", 9).Normal([5]), x.Dropout(Rng.At(4, "t", 9), 0.25)];
        var first = Draw();
        _ = torch.rand(3);
        Assert.All(first.Zip(Draw()), pair => Assert.True(pair.First.allclose(pair.Second, 0, 0)));
        Assert.InRange(first[2].mean().item<float>(), 0.9, 1.1);
    }
}
