using MathNet.Numerics.Distributions;

namespace PolyViT;

/// <summary>The numbers a task is judged by (section 8.1).</summary>
public static class Metrics
{
    /// <summary>The task's own metric.</summary>
    /// <param name="task">Says which.</param>
    /// <param name="scores">The model's answers.</param>
    public static double Of(TaskSpec task, Scores scores) => (task.Metric, task.Kind) switch
    {
        (Metric.Top1, TaskKind.MultiHeadLabel) => JointTop(scores, task.ClassSplits, 1),
        (Metric.Top5, TaskKind.MultiHeadLabel) => JointTop(scores, task.ClassSplits, 5),
        (Metric.Top1, _) => Top(scores, 1),
        (Metric.Top5, _) => Top(scores, 5),
        (Metric.MeanAveragePrecision, _) => MeanAveragePrecision(scores),
        _ => DPrime(scores),
    };

    /// <summary>
    /// Share of labelled rows with a positive class among the k highest logits; equal logits go to the lower
    /// class first.
    /// With multi-hot targets and k = 1 this is scenic's precision at 1.
    /// </summary>
    /// <param name="scores">The model's answers.</param>
    /// <param name="k">1, 5, ..</param>
    public static double Top(Scores scores, int k) =>
        Mean(scores.Labelled.Select(r => Highest(r.Logits, k).Any(c => r.Target[c] > 0) ? 1.0 : 0.0));

    /// <summary>
    /// Share of rows whose combination of labels, one per group, is among the k most probable ones, the
    /// groups being
    /// independent (nouns and verbs: the action).
    /// </summary>
    /// <param name="scores">The model's answers.</param>
    /// <param name="splits">Sizes of the groups.</param>
    /// <param name="k">1, 5, ..</param>
    public static double JointTop(Scores scores, ImmutableArray<int> splits, int k) =>
        Mean(scores.Labelled.Select(r => JointRank(r.Logits, r.Target, splits) < k ? 1.0 : 0.0));

    /// <summary>The mean of the average precisions of the classes that have positives.</summary>
    /// <param name="scores">The model's answers.</param>
    /// <remarks>
    /// differs: scenic averages sklearn's values over all classes, which count a class without positives as
    /// 0 or leave
    /// it out, depending on sklearn's version; here it is left out.
    /// </remarks>
    public static double MeanAveragePrecision(Scores scores) => Mean(PerClass(scores, AveragePrecision));

    /// <summary>d' = sqrt(2) times the normal quantile of the mean area under the ROC curve.</summary>
    /// <param name="scores">The model's answers.</param>
    public static double DPrime(Scores scores) =>
        Math.Sqrt(2) * Normal.InvCDF(0, 1, Mean(PerClass(scores, AreaUnderRoc)));

    /// <summary>Sum over distinct scores of (R_n - R_{n-1}) P_n; equal scores form one threshold, as in
    /// sklearn.</summary>
    /// <param name="rows">Score and whether the row is positive, in any order.</param>
    public static double AveragePrecision(IEnumerable<(float Score, bool Positive)> rows)
    {
        var groups = rows.GroupBy(r => r.Score).OrderByDescending(g => g.Key)
            .Select(g => (All: g.Count(), Positive: g.Count(r => r.Positive))).ToArray();
        var (seen, hits, sum) = (0, 0, 0.0);
        foreach (var (all, positive) in groups)
        {
            (seen, hits) = (seen + all, hits + positive);
            sum += positive * ((double)hits / seen);
        }
        return sum / hits;
    }

    /// <summary>The chance that a positive row scores above a negative one; ties count half.</summary>
    /// <param name="rows">Score and whether the row is positive, in any order.</param>
    public static double AreaUnderRoc(IEnumerable<(float Score, bool Positive)> rows)
    {
        var groups = rows.GroupBy(r => r.Score).OrderBy(g => g.Key)
            .Select(g => (Positive: g.LongCount(r => r.Positive), Negative: g.LongCount(r => !r.Positive))).ToArray();
        var (below, wins) = (0L, 0.0);
        foreach (var (positive, negative) in groups)
        {
            wins += positive * (below + (0.5 * negative));
            below += negative;
        }
        return wins / ((double)groups.Sum(g => g.Positive) * below);
    }

    private static IEnumerable<double> PerClass(
        Scores scores, Func<IEnumerable<(float Score, bool Positive)>, double> metric)
    {
        var rows = Enumerable.Range(0, scores.Logits.Count).Where(i => scores.Mask[i] > 0).ToArray();
        return from c in Enumerable.Range(0, scores.Logits[0].Length)
               let column = rows.Select(i => (scores.Logits[i][c], scores.Targets[i][c] > 0)).ToArray()
               where column.Any(r => r.Item2) && column.Any(r => !r.Item2)
               select metric(column);
    }

    // Stable: among equal logits the lower class comes first, as in jax's argmax and top_k.
    private static IEnumerable<int> Highest(float[] logits, int k) =>
        Enumerable.Range(0, logits.Length).OrderByDescending(c => logits[c]).Take(k);

    private static int JointRank(float[] logits, float[] target, ImmutableArray<int> splits)
    {
        var joint = new[] { (LogP: 0.0, Right: true) };
        var start = 0;
        foreach (var size in splits)
        {
            var labels = LogSoftmax(logits.AsSpan(start, size)).Zip(target.Skip(start).Take(size)).ToArray();
            joint = [.. from a in joint from b in labels select (a.LogP + b.First, a.Right && b.Second > 0)];
            start += size;
        }
        var best = joint.Where(j => j.Right).Max(j => j.LogP);
        return joint.Count(j => j.LogP > best);
    }

    private static double[] LogSoftmax(ReadOnlySpan<float> logits)
    {
        double[] z = [.. logits.ToArray().Select(v => (double)v)];
        var max = z.Max();
        var log = Math.Log(z.Sum(v => Math.Exp(v - max)));
        return [.. z.Select(v => v - max - log)];
    }

    private static double Mean(IEnumerable<double> values)
    {
        var all = values.ToArray();
        return all.Length == 0 ? double.NaN : all.Average();
    }
}
