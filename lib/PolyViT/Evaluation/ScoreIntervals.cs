namespace PolyViT;

/// <summary>Bootstrap intervals of metrics, the test examples being the sample; classes are not held to their
/// shares.</summary>
public static class ScoreIntervals
{
    /// <summary>Some of the rows, in this order.</summary>
    /// <param name="scores">The model's answers.</param>
    /// <param name="rows">Indices, which may repeat.</param>
    public static Scores At(this Scores scores, IReadOnlyList<int> rows) => new(
        [.. rows.Select(i => scores.Logits[i])], [.. rows.Select(i => scores.Targets[i])],
        [.. rows.Select(i => scores.Mask[i])]);

    /// <summary>A metric with its BCa interval.</summary>
    /// <param name="scores">The model's answers.</param>
    /// <param name="metric">For example <c>s => Metrics.Top(s, 1)</c>.</param>
    /// <param name="seed">Draws the samples.</param>
    /// <param name="samples">How many are drawn.</param>
    /// <param name="level">The share that lies inside.</param>
    public static Interval Of(
        Scores scores, Func<Scores, double> metric, ulong seed, int samples = 2000, double level = 0.95)
    {
        var counted = Counted(scores);
        return Bootstrap.Accelerated(
            counted.Logits.Count, rows => metric(counted.At(rows)), seed, samples, level);
    }

    /// <summary>
    /// How much better a model is than another on the same examples: the difference of the metric on samples
    /// that are the same for both, with its BCa interval. An interval without 0 is a difference that other
    /// examples would show too.
    /// </summary>
    /// <param name="one">The model's answers.</param>
    /// <param name="other">The other's, on the same examples in the same order.</param>
    /// <param name="metric">For example <c>s => Metrics.Top(s, 1)</c>.</param>
    /// <param name="seed">Draws the samples.</param>
    /// <param name="samples">How many are drawn.</param>
    /// <param name="level">The share that lies inside.</param>
    /// <exception cref="InputException">Answers to other examples.</exception>
    public static Interval Difference(
        Scores one, Scores other, Func<Scores, double> metric, ulong seed, int samples = 2000,
        double level = 0.95)
    {
        if (one.Targets.Count != other.Targets.Count
            || !one.Mask.SequenceEqual(other.Mask)
            || !one.Targets.Zip(other.Targets, (a, b) => a.AsSpan().SequenceEqual(b)).All(same => same))
            throw new InputException(
                $"The two models answered different examples ({one.Targets.Count} and {other.Targets.Count}, "
                + "or other targets): evaluate both on the same split.");
        var (a, b) = (Counted(one), Counted(other));
        return Bootstrap.Accelerated(
            a.Logits.Count, rows => metric(a.At(rows)) - metric(b.At(rows)), seed, samples, level);
    }

    // Padding is no part of the sample: its number would change from sample to sample.
    private static Scores Counted(Scores scores) =>
        scores.At([.. Enumerable.Range(0, scores.Mask.Count).Where(i => scores.Mask[i] > 0)]);
}
