using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    /// <summary>How often a model is right when it is so sure: on the diagonal it is calibrated; bars below
    /// show where its predictions lie.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="bins">From <see cref="Calibration.EqualWidth"/> or
    /// <see cref="Calibration.EqualMass"/>.</param>
    public static GenericChart Reliability(string title, IReadOnlyList<ReliabilityBin> bins)
    {
        var filled = bins.Where(b => b.Count > 0).ToArray();
        var error = string.Create(
            CultureInfo.InvariantCulture, $"expected calibration error {Calibration.Error(bins):0.000}");
        return Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 480),
                ("xaxis", Figure.Axis("confidence", ("range", new[] { 0, 1 }))),
                ("yaxis", Figure.Axis(
                    "share that is right", ("range", new[] { 0, 1 }), ("domain", new[] { 0.28, 1 }))),
                ("yaxis2", Figure.Axis("predictions", ("domain", new[] { 0, 0.18 }), ("nticks", 3))),
                ("legend", LegendAbove), ("margin", Room(title, legend: true)), ("bargap", 0.04)),
            [
                new
                {
                    type = "scatter", mode = "lines", name = "calibrated", x = new[] { 0, 1 }, y = new[] { 0, 1 },
                    line = new { color = Theme.Ink, width = 1, dash = "dot" }, hoverinfo = "skip",
                },
                new
                {
                    type = "scatter", mode = "lines+markers", name = error,
                    x = filled.Select(b => b.Confidence).ToArray(), y = filled.Select(b => b.Right).ToArray(),
                    line = new { color = Theme.Task(0), width = 2 },
                    marker = new { size = 8, color = Theme.Task(0) },
                    hovertemplate = "sure to %{x:.3f}, right in %{y:.3f}<extra></extra>",
                },
                new
                {
                    type = "bar", yaxis = "y2", showlegend = false,
                    x = bins.Select(b => (b.Low + b.High) / 2).ToArray(), y = bins.Select(b => b.Count).ToArray(),
                    width = bins.Select(b => Math.Max(b.High - b.Low, 0.002)).ToArray(),
                    marker = new { color = Theme.Fade(Theme.Task(0), 0.5) },
                    hovertemplate = "%{y} predictions<extra></extra>",
                },
            ]);
    }

    /// <summary>Mean ranks on a line, best at the left; a bar joins those that are nearer than the critical
    /// difference, which stands above.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="names">The competitors.</param>
    /// <param name="test">Their ranks, in the same order.</param>
    /// <remarks>Demsar 2006, figure 1.</remarks>
    public static GenericChart CriticalDifference(string title, IReadOnlyList<string> names, Friedman test)
    {
        var order = Enumerable.Range(0, names.Count).OrderBy(i => test.MeanRanks[i]).ToArray();
        var ranks = order.Select(i => test.MeanRanks[i]).ToArray();
        var groups = Together(ranks, test.CriticalDifference);
        var rows = names.Count + groups.Length + 1;
        return Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 90) + (26 * rows),
                ("xaxis", Figure.Axis(
                    "mean rank (1 is best)", ("range", new[] { 0.6, names.Count + 0.4 }), ("dtick", 1))),
                ("yaxis", Figure.Axis(
                    "", ("range", new[] { rows - 0.4, -0.6 }), ("showgrid", false), ("ticksuffix", "  "),
                    ("tickvals", order.Select((_, i) => i + groups.Length + 1).ToArray()),
                    ("ticktext", order.Select(i => Figure.Text(names[i])).ToArray()))),
                ("showlegend", false), ("margin", Room(title, legend: false))),
            [
                Stretch(1, 1 + test.CriticalDifference, 0, Theme.Ink, string.Create(
                    CultureInfo.InvariantCulture,
                    $" critical difference {test.CriticalDifference:0.00}; p = {test.P:0.000} (Friedman), "
                    + $"{test.Blocks} tasks")),
                .. groups.Select((g, i) => Stretch(g.From - 0.03, g.To + 0.03, i + 1, Theme.Schedule(1), "")),
                new
                {
                    type = "scatter", mode = "markers+text", x = ranks,
                    y = ranks.Select((_, i) => i + groups.Length + 1).ToArray(),
                    text = ranks.Select(r => r.ToString("0.00", CultureInfo.InvariantCulture)).ToArray(),
                    textposition = "middle right", marker = new { size = 11, color = Theme.Task(0) },
                    hovertemplate = "%{y}: %{x:.2f}<extra></extra>",
                },
            ]);
    }

    // The longest stretches of ranks within the difference, of two or more, none inside another.
    private static (double From, double To)[] Together(double[] ranks, double difference)
    {
        var ends = ranks.Select(r => Array.FindLastIndex(ranks, o => o - r <= difference)).ToArray();
        return
        [
            .. Enumerable.Range(0, ranks.Length).Where(i => ends[i] > i && (i == 0 || ends[i] > ends[i - 1]))
                .Select(i => (ranks[i], ranks[ends[i]])),
        ];
    }

    private static object Stretch(double from, double to, int row, string colour, string text) => new
    {
        type = "scatter",
        mode = "lines+text",
        x = new[] { from, to },
        y = new[] { row, row },
        text = new[] { "", text },
        textposition = "middle right",
        line = new { color = colour, width = 5 },
        hoverinfo = "skip",
    };
}
