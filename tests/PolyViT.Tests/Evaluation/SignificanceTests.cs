namespace PolyViT.Tests;

public class SignificanceTests
{
    // Demsar 2006, table 6: ranks of C4.5 and three variants on 14 data sets.
    private static readonly double[][] Demsar =
    [
        [4, 3, 2, 1], [1, 2, 3, 4], [4, 1, 2, 3], [4, 1, 3, 2], [4, 2, 3, 1], [1, 2.5, 4, 2.5], [3, 2, 4, 1],
        [2.5, 2.5, 4, 1], [4, 3, 2, 1], [2.5, 2.5, 2.5, 2.5], [4, 2.5, 1, 2.5], [3, 2, 4, 1], [4, 1, 2, 3],
        [3, 1, 4, 2],
    ];

    [Fact]
    public void Friedmans_test_is_the_one_worked_out_by_Demsar()
    {
        var test = Friedman.Of([.. Demsar.Select(row => row.Select(r => -r).ToArray())]);
        Assert.Equal([3.143, 2.000, 2.893, 1.964], test.MeanRanks.Select(r => Math.Round(r, 3)));
        // The paper's 9.28 does not correct for ties; they take 78 of 840.
        Assert.Equal(9.28, test.ChiSquared * (1 - (78 / 840.0)), 0.01);
        Assert.Equal(1.25, test.CriticalDifference, 0.005);
        Assert.InRange(test.P, 0.016, 0.018); // chi-squared 10.23 with 3 degrees of freedom
        Assert.True(test.PF < test.P);
    }

    [Theory]
    [InlineData(2, 1.960)]
    [InlineData(3, 2.343)]
    [InlineData(4, 2.569)]
    [InlineData(5, 2.728)]
    [InlineData(10, 3.164)]
    public void Quantiles_of_the_range_are_those_of_the_table(int k, double q)
    {
        Assert.Equal(q, Friedman.RangeQuantile(k, 0.95) / Math.Sqrt(2), 0.0015);
        Assert.Equal(q * Math.Sqrt(k * (k + 1) / 60.0), Friedman.NemenyiDifference(k, 10), 0.002);
    }

    [Fact]
    public void Equal_competitors_do_not_differ_and_one_that_always_wins_does()
    {
        var equal = Friedman.Of([[1, 1], [2, 2], [3, 3]]);
        Assert.Equal((0.0, 1.0), (equal.ChiSquared, equal.P));
        var sure = Friedman.Of([.. Enumerable.Range(0, 8).Select(_ => new double[] { 3, 2, 1 })]);
        Assert.Equal((16.0, 0.0), (sure.ChiSquared, sure.PF));
        Assert.Equal(Math.Exp(-8), sure.P, 1e-9); // two degrees of freedom
    }

    [Fact]
    public void What_cannot_be_ranked_is_refused()
    {
        var error = Assert.Throws<InputException>(() => Friedman.Of([[1, 2]]));
        Assert.Contains("2 competitors on 1 tasks", error.Message);
        Assert.Throws<InputException>(() => Friedman.Of([[1, 2], [1, double.NaN]]));
    }

    [Fact]
    public void Wilcoxons_test_is_scipys_on_Darwins_plants()
    {
        // scipy.stats.wilcoxon's documentation: statistic 24.0, p 0.041259765625.
        double[] d = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75];
        Assert.Equal((24, 0.041259765625, 15), PairedTests.Wilcoxon(d));
        Assert.Equal(PairedTests.Wilcoxon(d), PairedTests.Wilcoxon(d.Select(v => -v).Append(0)));
    }

    [Fact]
    public void Equal_sizes_share_ranks_and_have_the_exact_distribution_of_these()
    {
        // Ranks 1.5, 1.5, 3; of 8 choices of signs those with a sum of 0 or 6: 2.
        Assert.Equal((0, 0.25, 3), PairedTests.Wilcoxon([1, 1, 2]));
        Assert.Equal((0, 1, 0), PairedTests.Wilcoxon([0, 0]));
        var many = Enumerable.Range(1, 150).Select(i => i % 3 == 0 ? -i : (double)i).ToArray();
        var few = PairedTests.Wilcoxon(many.Take(100));
        Assert.InRange(few.P, 1e-6, 0.01);
        Assert.True(PairedTests.Wilcoxon(many).P < few.P);
    }

    [Fact]
    public void Sign_flips_count_the_means_that_are_as_far_from_zero()
    {
        // Of the 8 sums of +-1 +-2 +-3 those of size 6: 2; of size 4 and more: 4.
        Assert.Equal(0.25, PairedTests.SignFlips([1, 2, 3]));
        Assert.Equal(0.5, PairedTests.SignFlips([-1, 2, 3]));
        Assert.Equal(2 / 65536.0, PairedTests.SignFlips(Enumerable.Repeat(0.1, 16)));
    }

    [Fact]
    public void Many_pairs_are_flipped_at_random_with_nearly_the_same_answer()
    {
        double[] d = [.. Enumerable.Range(0, 17).Select(i => Rng.At(1, "pairs", 0).Normal(i) + 0.3)];
        double Sum(int signs) => Math.Abs(d.Select((v, i) => (signs >> i & 1) != 0 ? -v : v).Sum());
        var exact = Enumerable.Range(0, 1 << 17).Count(signs => Sum(signs) >= Sum(0) - 1e-9);
        Assert.Equal(exact / (double)(1 << 17), PairedTests.SignFlips(d), 0.01);
        var error = Assert.Throws<InputException>(() => PairedTests.SignFlips([double.NaN]));
        Assert.Contains("A difference is NaN", error.Message);
    }
}
