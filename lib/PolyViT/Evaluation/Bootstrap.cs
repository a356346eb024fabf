using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace PolyViT;

/// <summary>A value and how far the sample that it was measured on lets one trust it.</summary>
/// <param name="Value">On the sample itself.</param>
/// <param name="Low">The interval's lower end.</param>
/// <param name="High">The interval's upper end.</param>
public readonly record struct Interval(double Value, double Low, double High);

/// <summary>A number from some of a sample's items, given by their indices, which may repeat.</summary>
/// <param name="items">Indices into the sample.</param>
public delegate double Statistic(IReadOnlyList<int> items);

/// <summary>
/// Intervals of any number that is computed from a sample, by drawing samples of the same size from it with
/// repeats (Efron and Tibshirani, An Introduction to the Bootstrap, 1993). They tell what other test examples
/// would do; what other seeds would do, <see cref="Statistics.Mean"/> tells.
/// </summary>
public static class Bootstrap
{
    private const int MostGroups = 400;

    /// <summary>The same statistic of so many samples drawn with repeats; sample k is drawn by
    /// <c>Rng.At(seed, "bootstrap", k)</c>.</summary>
    /// <param name="items">How many items the sample has.</param>
    /// <param name="statistic">The number.</param>
    /// <param name="seed">Draws the samples.</param>
    /// <param name="samples">How many.</param>
    /// <returns>In rising order; samples on which the statistic is not a number are left out.</returns>
    /// <exception cref="InputException">An empty sample, or a statistic that never is a number.</exception>
    public static double[] Replicates(int items, Statistic statistic, ulong seed, int samples = 2000)
    {
        if (items < 1 || samples < 1)
            throw new InputException(
                $"{samples} samples of {items} items cannot be drawn: give at least 1 of each.");
        var values = Enumerable.Range(0, samples).Select(k =>
        {
            var rng = Rng.At(seed, "bootstrap", k);
            return statistic([.. Enumerable.Range(0, items).Select(i => rng.Below(i, items))]);
        }).Where(v => !double.IsNaN(v)).Order().ToArray();
        return values.Length > 0 ? values : throw new InputException(
            "The statistic is not a number on any sample: choose a metric that the task has.");
    }

    /// <summary>The interval between two percentiles of the replicates (Efron 1979).</summary>
    /// <param name="items">How many items the sample has.</param>
    /// <param name="statistic">The number.</param>
    /// <param name="seed">Draws the samples.</param>
    /// <param name="samples">How many are drawn.</param>
    /// <param name="level">The share that lies inside.</param>
    public static Interval Percentile(
        int items, Statistic statistic, ulong seed, int samples = 2000, double level = 0.95)
    {
        var values = Replicates(items, statistic, seed, samples);
        var tail = (1 - level) / 2;
        return new(statistic(All(items)), Quantile(values, tail), Quantile(values, 1 - tail));
    }

    /// <summary>
    /// The interval that corrects the percentiles for bias and for a spread that changes with the value: BCa
    /// (Efron 1987, scipy's default). The acceleration is the jackknife's; of more than 400 items whole
    /// groups are left out at a time, so that it costs no more than 400 statistics.
    /// </summary>
    /// <param name="items">How many items the sample has.</param>
    /// <param name="statistic">The number.</param>
    /// <param name="seed">Draws the samples.</param>
    /// <param name="samples">How many are drawn.</param>
    /// <param name="level">The share that lies inside.</param>
    /// <returns>The percentile interval where the statistic is the same on all samples.</returns>
    public static Interval Accelerated(
        int items, Statistic statistic, ulong seed, int samples = 2000, double level = 0.95)
    {
        var values = Replicates(items, statistic, seed, samples);
        var groups = Math.Min(items, MostGroups);
        var left = Enumerable.Range(0, items > 1 ? groups : 0)
            .Select(g => statistic([.. All(items).Where(i => (long)i * groups / items != g)]))
            .Where(v => !double.IsNaN(v)).ToArray();
        return Accelerated(statistic(All(items)), values, left, level);
    }

    /// <summary>The BCa interval of replicates and jackknife values that are there already.</summary>
    /// <param name="value">The statistic of the sample.</param>
    /// <param name="replicates">In rising order.</param>
    /// <param name="jackknife">The statistic without one item, or group, at a time.</param>
    /// <param name="level">The share that lies inside.</param>
    internal static Interval Accelerated(double value, double[] replicates, double[] jackknife, double level)
    {
        var mean = jackknife.DefaultIfEmpty(0).Average();
        double Moment(int power) => jackknife.Sum(v => Math.Pow(mean - v, power));
        var (squares, cubes) = (Moment(2), Moment(3));
        var acceleration = squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
        // As scipy's: of replicates that equal the value, half count as below it.
        var below = replicates.Sum(v => v < value ? 1 : v == value ? 0.5 : 0) / replicates.Length;
        var edge = 0.5 / replicates.Length; // else the bias would be infinite
        var bias = Normal.InvCDF(0, 1, Math.Clamp(below, edge, 1 - edge));
        double End(double share)
        {
            var z = bias + Normal.InvCDF(0, 1, share);
            return Quantile(replicates, Normal.CDF(0, 1, bias + (z / (1 - (acceleration * z)))));
        }
        return new(value, End((1 - level) / 2), End((1 + level) / 2));
    }

    private static int[] All(int items) => [.. Enumerable.Range(0, items)];

    // numpy's default: linear between the two values beside the place.
    private static double Quantile(double[] sorted, double share) =>
        SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
}
