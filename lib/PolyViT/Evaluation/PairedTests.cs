using MathNet.Numerics.Distributions;

namespace PolyViT;

/// <summary>Whether one of two is better, from paired differences (one per task, or per seed and
/// task).</summary>
public static class PairedTests
{
    private const int MostExact = 100;
    private const int MostEnumerated = 16;

    /// <summary>
    /// Wilcoxon's signed-rank test, two-sided: how likely such a sum of ranks is where either sign is as
    /// likely. Differences of zero are left out; equal sizes share their mean rank, and the distribution is
    /// the exact one of these ranks, up to 100 pairs (beyond that normal).
    /// </summary>
    /// <param name="differences">One minus the other.</param>
    /// <returns>The smaller sum of ranks, the p-value (1 without a difference), and the pairs that were
    /// used.</returns>
    /// <remarks>Wilcoxon 1945; Demsar 2006, section 3.1.3; scipy.stats.wilcoxon(method="exact") where no
    /// sizes are equal.</remarks>
    public static (double W, double P, int Pairs) Wilcoxon(IEnumerable<double> differences)
    {
        var d = Checked(differences).Where(v => v != 0).ToArray();
        if (d.Length == 0)
            return (0, 1, 0);
        // Ranks of sizes from the smallest; twice, so that shared ranks are whole.
        var ranks = Statistics.Ranks([.. d.Select(v => -Math.Abs(v))]);
        int[] twice = [.. ranks.Select(r => (int)Math.Round(2 * r))];
        var positive = d.Zip(twice).Sum(p => p.First > 0 ? p.Second : 0);
        var smaller = Math.Min(positive, twice.Sum() - positive);
        var p = d.Length <= MostExact ? Exact(twice, smaller) : Approximate(twice, smaller);
        return (smaller / 2.0, Math.Min(1, 2 * p), d.Length);
    }

    /// <summary>
    /// The permutation test of the mean difference, two-sided: the share of all choices of signs that give a
    /// mean at least as far from 0. Up to 16 pairs all choices are made, beyond that 100,000 random ones.
    /// </summary>
    /// <param name="differences">One minus the other.</param>
    /// <param name="seed">Draws the random choices.</param>
    /// <returns>The p-value; it cannot be below 2 / 2^n.</returns>
    /// <remarks>Fisher 1935; scipy.stats.permutation_test(permutation_type="samples").</remarks>
    public static double SignFlips(IEnumerable<double> differences, ulong seed = 0)
    {
        const int draws = 100_000;
        var d = Checked(differences);
        var exact = d.Length <= MostEnumerated;
        var observed = Math.Abs(d.Sum()) * (1 - 1e-12); // sums in another order differ in the last bits
        var extreme = Enumerable.Range(0, exact ? 1 << d.Length : draws).Count(k =>
        {
            var rng = Rng.At(seed, "sign flips", k);
            bool Flip(int i) => exact ? (k >> i & 1) != 0 : (rng.Bits(i / 64) >> (i % 64) & 1) != 0;
            return Math.Abs(d.Select((v, i) => Flip(i) ? -v : v).Sum()) >= observed;
        });
        return exact ? (double)extreme / (1 << d.Length) : (extreme + 1.0) / (draws + 1);
    }

    // P(sum of a random half of the ranks <= w), by counting the ways to every sum.
    private static double Exact(int[] ranks, int w)
    {
        var ways = new double[ranks.Sum() + 1];
        ways[0] = 1;
        foreach (var rank in ranks)
            for (var sum = ways.Length - 1; sum >= rank; sum--)
                ways[sum] += ways[sum - rank];
        return ways.Take(w + 1).Sum() / ways.Sum();
    }

    private static double Approximate(int[] ranks, int w)
    {
        var deviation = Math.Sqrt(ranks.Sum(r => (double)r * r)) / 2;
        return Normal.CDF(ranks.Sum() / 2.0, deviation, w);
    }

    private static double[] Checked(IEnumerable<double> differences)
    {
        var d = differences.ToArray();
        return d.All(double.IsFinite) ? d : throw new InputException(
            $"A difference is {d.First(v => !double.IsFinite(v))}: leave out pairs that were not measured.");
    }
}
