namespace PolyViT.Tests;

public class DataOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_shuffle_is_a_permutation(int n)
    {
        var key = Rng.At(1, "shuffle", 0);
        Assert.Equal(Enumerable.Range(0, n), Enumerable.Range(0, n).Select(i => Shuffle.At(key, i, n)).Order());
    }

    [Fact]
    public void Every_place_gets_every_index_equally_often()
    {
        var counts = new int[10];
        for (var s = 0; s < 20_000; s++)
            counts[Shuffle.At(Rng.At(2, "shuffle", s), 3, 10)]++;
        Assert.InRange(counts.Sum(c => Math.Pow(c - 2000, 2) / 2000), 0, 27.9); // 0.1 % point, 9 degrees of freedom
    }

    [Fact]
    public void Every_pass_sees_every_example_once_in_a_new_order()
    {
        int[] Pass(int p) => [.. Enumerable.Range(p * 5, 5).SelectMany(v => DataOrder.Indices("t", 1, v, 4, 20))];
        Assert.Equal(Enumerable.Range(0, 20), Pass(0).Order());
        Assert.Equal(Enumerable.Range(0, 20), Pass(1).Order());
        Assert.NotEqual(Pass(0), Pass(1));
    }

    [Fact]
    public void A_minibatch_may_run_into_the_next_pass()
    {
        var stream = Enumerable.Range(0, 10).SelectMany(v => DataOrder.Indices("t", 1, v, 3, 10)).ToArray();
        Assert.Equal(Enumerable.Range(0, 10), stream[..10].Order());
        Assert.Equal(Enumerable.Range(0, 10), stream[10..20].Order());
    }

    [Fact]
    public void Tasks_and_seeds_have_orders_of_their_own()
    {
        var orders = from task in new[] { "a", "b" }
                     from seed in new ulong[] { 1, 2 }
                     select string.Join(",", DataOrder.Indices(task, seed, 0, 8, 100));
        Assert.Equal(4, orders.Distinct().Count());
    }

    [Fact]
    public void A_sample_is_fixed_has_no_repeats_and_leaves_small_splits_alone()
    {
        var asked = new List<int>();
        var split = new Split(100, (indices, _) =>
        {
            asked.AddRange(indices);
            return new(zeros(1), zeros(1), zeros(1));
        });
        Assert.Same(split, split.Sample("t", 100));
        using var scope = NewDisposeScope();
        foreach (var _ in new[] { 1, 2 })
            split.Sample("t", 30).Fetch([.. Enumerable.Range(0, 30)], default).Dispose();
        Assert.Equal(asked[..30], asked[30..]);
        Assert.Equal(30, asked.Distinct().Count());
    }
}
