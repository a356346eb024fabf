using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;
using MathNet.Numerics.RootFinding;

namespace PolyViT;

/// <summary>Whether several competitors differ over several tasks, by their ranks.</summary>
/// <param name="MeanRanks">Of each competitor; 1 is best.</param>
/// <param name="Blocks">How many tasks.</param>
/// <param name="ChiSquared">Friedman's statistic, corrected for ties.</param>
/// <param name="P">Its p-value by the chi-squared distribution, which is rough for few blocks.</param>
/// <param name="F">Iman and Davenport's statistic; infinite where all blocks rank alike.</param>
/// <param name="PF">Its p-value by the F distribution.</param>
/// <param name="CriticalDifference">Nemenyi's: mean ranks farther apart than this differ.</param>
public sealed record Friedman(
    ImmutableArray<double> MeanRanks, int Blocks, double ChiSquared, double P, double F, double PF,
    double CriticalDifference)
{
    /// <summary>
    /// The test on one value per block and competitor. Blocks must be independent: take tasks, each the mean
    /// over its seeds, not the seeds of one task.
    /// </summary>
    /// <param name="values">[block][competitor], higher is better.</param>
    /// <param name="alpha">The level of the critical difference.</param>
    /// <exception cref="InputException">Fewer than 2 blocks or competitors, rows of different lengths, or a
    /// value that is not a number.</exception>
    /// <remarks>Demsar, Statistical Comparisons of Classifiers over Multiple Data Sets, JMLR 7 (2006),
    /// section 3.2; the correction for ties as in scipy's friedmanchisquare.</remarks>
    public static Friedman Of(IReadOnlyList<IReadOnlyList<double>> values, double alpha = 0.05)
    {
        var (n, k) = (values.Count, values.Count == 0 ? 0 : values[0].Count);
        if (n < 2 || k < 2 || values.Any(r => r.Count != k || r.Any(double.IsNaN)))
            throw new InputException(
                $"{k} competitors on {n} tasks cannot be ranked: give at least 2 of each, and a number for "
                + "all.");
        var ranks = values.Select(Statistics.Ranks).ToArray();
        var means = Enumerable.Range(0, k).Select(c => ranks.Average(r => r[c])).ToImmutableArray();
        var spread = 12.0 * n / (k * (k + 1)) * means.Sum(m => Math.Pow(m - ((k + 1) / 2.0), 2));
        var free = 1 - (ranks.Sum(Ties) / ((double)n * k * ((k * k) - 1)));
        var chi = free > 0 ? spread / free : 0; // all equal everywhere: no difference
        var rest = (n * (k - 1.0)) - chi;
        var f = rest > 1e-9 ? (n - 1) * chi / rest : double.PositiveInfinity;
        return new(
            means, n, chi, 1 - Share(k - 1, chi), f,
            double.IsPositiveInfinity(f) ? 0 : 1 - FisherSnedecor.CDF(k - 1, (k - 1.0) * (n - 1), f),
            NemenyiDifference(k, n, alpha));
    }

    /// <summary>
    /// Nemenyi's critical difference of mean ranks: q sqrt(k (k + 1) / (6 n)), q being the quantile of the
    /// studentized range of k normal values, divided by sqrt 2.
    /// </summary>
    /// <param name="competitors">k.</param>
    /// <param name="blocks">n.</param>
    /// <param name="alpha">The chance that any of the k differ by more where none does.</param>
    /// <remarks>Demsar 2006, table 5: q = 1.960, 2.343, 2.569, 2.728 for k = 2 .. 5 at 0.05.</remarks>
    public static double NemenyiDifference(int competitors, int blocks, double alpha = 0.05) =>
        RangeQuantile(competitors, 1 - alpha) / Math.Sqrt(2)
        * Math.Sqrt(competitors * (competitors + 1.0) / (6.0 * blocks));

    /// <summary>The quantile of the range of k independent standard normal values (the studentized range with
    /// infinite degrees of freedom).</summary>
    /// <param name="k">How many values.</param>
    /// <param name="share">Below 1.</param>
    public static double RangeQuantile(int k, double share)
    {
        // P(range < q): one value is the smallest, at z, and the others lie within q above it.
        double Others(double z, double q) => Math.Pow(Normal.CDF(0, 1, z + q) - Normal.CDF(0, 1, z), k - 1);
        double Below(double q) =>
            k * GaussLegendreRule.Integrate(z => Normal.PDF(0, 1, z) * Others(z, q), -9, 9, 128);
        return Brent.FindRoot(q => Below(q) - share, 1e-6, 20, 1e-10);
    }

    private static double Share(int freedom, double x) =>
        MathNet.Numerics.Distributions.ChiSquared.CDF(freedom, x);

    private static double Ties(double[] ranks) =>
        ranks.GroupBy(r => r).Sum(g => Math.Pow(g.Count(), 3) - g.Count());
}
