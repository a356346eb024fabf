namespace PolyViT;

/// <summary>Predictions of like confidence, and how often they are right.</summary>
/// <param name="Low">The lower end of the bin's confidences.</param>
/// <param name="High">The upper end.</param>
/// <param name="Count">How many predictions.</param>
/// <param name="Confidence">Their mean confidence; NaN in an empty bin.</param>
/// <param name="Right">The share that is right; NaN in an empty bin.</param>
public sealed record ReliabilityBin(double Low, double High, int Count, double Confidence, double Right);

/// <summary>
/// Whether a model is as often right as it says. For one label of K a prediction is the most probable class
/// with its probability (of each group, for multi-head labels); for multi-label tasks every class of every
/// row is one, "it is there", with its sigmoid.
/// </summary>
public static class Calibration
{
    private const double Tiny = 1e-300;

    /// <summary>Confidence of every prediction, and whether it is right.</summary>
    /// <param name="task">Says how logits are read.</param>
    /// <param name="scores">The model's answers; rows without a label are left out.</param>
    /// <exception cref="InputException">Logits that are not finite.</exception>
    public static ImmutableArray<(double Confidence, bool Right)> Predictions(TaskSpec task, Scores scores) =>
    [
        .. from row in Answers.Probabilities(task, scores)
           from c in task.Kind == TaskKind.MultiLabel
               ? Enumerable.Range(0, row.P.Length)
               : [Array.IndexOf(row.P, row.P.Max())]
           select (row.P[c], row.Y[c] > 0),
    ];

    /// <summary>The reliability curve over bins of equal width, ((i - 1) / bins, i / bins].</summary>
    /// <param name="predictions">From <see cref="Predictions"/>.</param>
    /// <param name="bins">How many.</param>
    /// <remarks>Guo et al., On Calibration of Modern Neural Networks, ICML 2017, section 2.</remarks>
    public static ImmutableArray<ReliabilityBin> EqualWidth(
        IReadOnlyList<(double Confidence, bool Right)> predictions, int bins = 15)
    {
        Require(bins);
        var groups = predictions.ToLookup(
            p => Math.Clamp((int)Math.Ceiling(p.Confidence * bins) - 1, 0, bins - 1));
        return
        [
            .. Enumerable.Range(0, bins).Select(i => Bin((double)i / bins, (i + 1.0) / bins, [.. groups[i]])),
        ];
    }

    /// <summary>The reliability curve over bins of equal numbers of predictions (they differ by one at the
    /// most); fewer where there are fewer predictions.</summary>
    /// <param name="predictions">From <see cref="Predictions"/>.</param>
    /// <param name="bins">How many.</param>
    /// <remarks>Nixon et al., Measuring Calibration in Deep Learning, 2019: adaptive bins.</remarks>
    public static ImmutableArray<ReliabilityBin> EqualMass(
        IReadOnlyList<(double Confidence, bool Right)> predictions, int bins = 15)
    {
        Require(bins);
        var sorted = predictions.OrderBy(p => p.Confidence).ToArray();
        var count = Math.Min(bins, sorted.Length);
        return
        [
            .. from i in Enumerable.Range(0, count)
               let first = (int)((long)i * sorted.Length / count)
               let part = sorted[first..(int)((i + 1L) * sorted.Length / count)]
               select Bin(part[0].Confidence, part[^1].Confidence, part),
        ];
    }

    /// <summary>The expected calibration error: the mean distance of confidence and right answers, bins
    /// weighted by their predictions; NaN without any.</summary>
    /// <param name="bins">From <see cref="EqualWidth"/> or <see cref="EqualMass"/>.</param>
    public static double Error(IReadOnlyList<ReliabilityBin> bins) =>
        bins.Where(b => b.Count > 0).Sum(b => b.Count * Math.Abs(b.Confidence - b.Right))
        / bins.Sum(b => b.Count);

    /// <summary>
    /// Brier's score: the squared distance of probabilities and targets, summed over the classes of a label
    /// (0 .. 2), the mean over rows; for multi-label tasks the mean over classes too (0 .. 1).
    /// </summary>
    /// <param name="task">Says how logits are read.</param>
    /// <param name="scores">The model's answers.</param>
    /// <remarks>Brier, Verification of Forecasts Expressed in Terms of Probability, 1950; sklearn's
    /// brier_score_loss, which for two classes is half the sum.</remarks>
    public static double Brier(TaskSpec task, Scores scores) => Mean(
        from row in Answers.Probabilities(task, scores)
        let squares = row.P.Zip(row.Y, (p, y) => (p - y) * (p - y)).Sum()
        select task.Kind == TaskKind.MultiLabel ? squares / row.P.Length : squares);

    /// <summary>The negative log-likelihood in nats, the mean over rows: of the label, or summed over the
    /// classes of a multi-label task, as its loss is; the mean over the groups of multi-head
    /// labels.</summary>
    /// <param name="task">Says how logits are read.</param>
    /// <param name="scores">The model's answers.</param>
    public static double LogLoss(TaskSpec task, Scores scores) => Mean(
        from row in Answers.Probabilities(task, scores)
        select row.P.Zip(row.Y, (p, y) => -(y * Log(p))
            - (task.Kind == TaskKind.MultiLabel ? (1 - y) * Log(1 - p) : 0)).Sum());

    private static double Log(double p) => Math.Log(Math.Max(p, Tiny));

    private static ReliabilityBin Bin(double low, double high, (double Confidence, bool Right)[] part) => new(
        low, high, part.Length,
        Mean(part.Select(p => p.Confidence)), Mean(part.Select(p => p.Right ? 1.0 : 0)));

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private static void Require(int bins)
    {
        if (bins < 1)
            throw new InputException($"{bins} bins cannot be made: choose 1 or more.");
    }
}
