using Deedle;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    /// <summary>What every setting reached on each task, "0.712 ± 0.021", its mean rank, and the parameters
    /// of its models.</summary>
    /// <param name="result">An experiment of several settings.</param>
    /// <returns>Rows are tasks, the mean rank and the parameters; columns are settings.</returns>
    public static Frame<string, string> BySetting(ComparisonResult result)
    {
        string[] rows = [.. result.Plan.Tasks.Select(t => t.Name), MeanRank, "parameters"];
        var ranks = Settings.Ranks(result);
        double? RankOf(string setting) =>
            ranks is { } r && r.Settings.IndexOf(setting) is >= 0 and var i ? r.Test.MeanRanks[i] : null;
        return Frame.FromColumns(Settings.Of(result).Select(s => Column(
            s, rows,
            [
                .. result.Plan.Tasks.Select(t => OrDash(Charts.Written(Settings.Mean(result, s, t.Name)))),
                Rank(RankOf(s)),
                Settings.Parameters(result, s).Total.ToString("N0", CultureInfo.InvariantCulture),
            ])));
    }

    /// <summary>What every setting's probes reached, a row per task and protocol.</summary>
    /// <param name="result">A comparison of probes.</param>
    /// <returns>Columns are settings.</returns>
    public static Frame<string, string> ByProbe(ComparisonResult result)
    {
        var (few, full) = (Probes.Protocols[0], Probes.Protocols[1..]);
        (string Task, string Protocol, int Shots)[] asked =
        [
            .. from task in result.Plan.Probes
               from way in result.Plan.Probing.Shots.Select(s => (few, s)).Concat(full.Select(p => (p, 0)))
               select (task.Name, way.Item1, way.Item2),
        ];
        string[] rows =
            [.. asked.Select(a => $"{a.Task}, {(a.Shots > 0 ? $"{a.Shots} per class" : a.Protocol)}")];
        return Frame.FromColumns(Settings.Of(result).Select(s => Column(
            s, rows,
            asked.Select(a => OrDash(Charts.Written(
                CompareProbes.Mean(result, s, a.Task, a.Protocol, a.Shots)))))));
    }

    /// <summary>How well each class is answered.</summary>
    /// <param name="scores">From <see cref="ClassScore.Of"/>.</param>
    /// <returns>Rows are classes, the columns support, precision, recall, F1 and average precision.</returns>
    public static Frame<string, string> PerClass(IReadOnlyList<ClassScore> scores)
    {
        // Two classes may have one name; the rows of a frame may not.
        string[] rows = [.. scores.Select((s, i) =>
            scores.Count(o => o.Name == s.Name) > 1 ? $"{s.Name} ({i})" : s.Name)];
        string Share(double? v) => v?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
        return Frame.FromColumns(
        [
            Column("support", rows, scores.Select(s => s.Support.ToString(CultureInfo.InvariantCulture))),
            Column("precision", rows, scores.Select(s => Share(s.Precision))),
            Column("recall", rows, scores.Select(s => Share(s.Recall))),
            Column("F1", rows, scores.Select(s => Share(s.F1))),
            Column("average precision", rows, scores.Select(s => Share(s.AveragePrecision))),
        ]);
    }
}
