using Deedle;

namespace PolyViT.Notebooks;

/// <summary>Results as Deedle frames, and frames as text and HTML.</summary>
public static partial class Tables
{
    /// <summary>The last row of <see cref="Results"/>.</summary>
    public const string MeanRank = "mean rank";

    /// <summary>What each schedule reached on each task, "0.712 ± 0.021", and its mean rank.</summary>
    /// <param name="result">The comparison.</param>
    /// <returns>Rows are tasks and the mean rank; columns are the metric and the schedules.</returns>
    public static Frame<string, string> Results(ComparisonResult result)
    {
        var tasks = result.Plan.Tasks;
        var rows = tasks.Select(t => t.Name).Append(MeanRank).ToArray();
        var grid = Outcome.Grid(result);
        var ranks = Outcome.MeanRanks(result);
        var metric = Column("metric", rows, tasks.Select(t => Written(t.Metric)).Append(""));
        var schedules = result.Plan.Schedules.Select((s, i) => Column(
            Outcome.Heading(result, s), rows,
            grid.Select(row => OrDash(Charts.Written(row[i]))).Append(Rank(ranks[i]))));
        return Frame.FromColumns([metric, .. schedules]);
    }

    /// <summary>The means alone, as numbers to compute with; missing where nothing was measured.</summary>
    /// <param name="result">The comparison.</param>
    /// <returns>Rows are tasks, columns are schedules.</returns>
    public static Frame<string, string> Means(ComparisonResult result)
    {
        var rows = result.Plan.Tasks.Select(t => t.Name).ToArray();
        var grid = Outcome.Grid(result);
        return Frame.FromColumns(result.Plan.Schedules.Select((s, i) => Column(
            s, rows, grid.Select(row => row[i]?.Mean ?? double.NaN))));
    }

    /// <summary>What each task is and how it is trained.</summary>
    /// <param name="plan">The plan.</param>
    /// <returns>Rows are tasks; columns are modality, classes, metric, batch, steps, rate.</returns>
    public static Frame<string, string> Tasks(Plan plan)
    {
        var rows = plan.Tasks.Select(t => t.Name).ToArray();
        KeyValuePair<string, Series<string, string>> Of(string name, Func<TaskSpec, object> value) => Column(
            name, rows, plan.Tasks.Select(t => FormattableString.Invariant($"{value(t)}")));
        return Frame.FromColumns(
        [
            Of("modality", t => Lower(t.Modality)), Of("classes", t => t.Classes),
            Of("metric", t => Written(t.Metric)), Of("batch", t => t.Batch), Of("steps", t => t.Steps),
            Of("learning rate ×", t => t.LrCoefficient),
        ]);
    }

    /// <summary>A metric's short name.</summary>
    /// <param name="metric">The metric.</param>
    public static string Written(Metric metric) => metric switch
    {
        Metric.Top1 => "top-1",
        Metric.Top5 => "top-5",
        Metric.MeanAveragePrecision => "mAP",
        _ => "d'",
    };

    private static KeyValuePair<string, Series<string, T>> Column<T>(
        string name, string[] rows, IEnumerable<T> values) =>
        KeyValuePair.Create(name, new Series<string, T>(rows, [.. values]));

    private static string Rank(double? rank) => rank?.ToString("0.0", CultureInfo.InvariantCulture) ?? "–";

    private static string OrDash(string cell) => cell.Length == 0 ? "–" : cell;

    private static string Lower(Modality modality) => modality switch
    {
        Modality.Image => "image",
        Modality.Video => "video",
        _ => "audio",
    };
}
