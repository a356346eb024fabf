using MathNet.Numerics.Distributions;

namespace PolyViT;

/// <summary>A mean over runs and how far it can be trusted.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="HalfWidth">Half the width of its 95 % interval; null with fewer than two values.</param>
/// <param name="Count">How many values.</param>
public readonly record struct Estimate(double Mean, double? HalfWidth, int Count)
{
    /// <summary>The interval's lower end; the mean where there is no interval.</summary>
    public double Low => Mean - (HalfWidth ?? 0);

    /// <summary>The interval's upper end; the mean where there is no interval.</summary>
    public double High => Mean + (HalfWidth ?? 0);
}

/// <summary>Means, intervals and ranks over seeds.</summary>
public static class Statistics
{
    /// <summary>The mean with its 95 % Student-t interval; null where there is no value.</summary>
    /// <param name="values">One per seed.</param>
    public static Estimate? Mean(IEnumerable<double> values)
    {
        var x = values.ToArray();
        if (x.Length == 0)
            return null;
        var mean = x.Average();
        if (x.Length == 1)
            return new(mean, null, 1);
        var variance = x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1);
        return new(mean, TQuantile(x.Length - 1) * Math.Sqrt(variance / x.Length), x.Length);
    }

    /// <summary>Ranks of values: 1 is the highest, equal values share the mean of their ranks.</summary>
    /// <param name="values">One per competitor.</param>
    public static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(v => 1 + values.Count(o => o > v) + ((values.Count(o => o == v) - 1) / 2.0))];

    /// <summary>
    /// The mean rank of each competitor over the tasks that all competitors have; null for one without any
    /// value, which does not compete, and for all where no task is common.
    /// </summary>
    /// <param name="values">[task][competitor]; null is not measured.</param>
    public static double?[] MeanRanks(IReadOnlyList<IReadOnlyList<double?>> values)
    {
        var count = values.Count == 0 ? 0 : values[0].Count;
        var competing = Enumerable.Range(0, count)
            .Where(c => values.Any(row => row[c] is not null)).ToArray();
        var ranks = values
            .Where(row => competing.All(c => row[c] is { } v && !double.IsNaN(v)))
            .Select(row => Ranks([.. competing.Select(c => row[c]!.Value)]))
            .ToArray();
        var means = new double?[count];
        foreach (var (place, competitor) in competing.Index())
            means[competitor] = ranks.Length == 0 ? null : ranks.Average(r => r[place]);
        return means;
    }

    // 97.5 % quantile: 95 % lie between minus and plus this.
    private static double TQuantile(int freedom) => StudentT.InvCDF(0, 1, freedom, 0.975);
}
