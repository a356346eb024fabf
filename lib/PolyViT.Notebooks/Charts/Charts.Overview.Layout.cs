namespace PolyViT.Notebooks;

public static partial class Charts
{
    private static void AddColumn(Dictionary<string, object?> layout, int i, int columns, int plot)
    {
        const double halfGap = 0.006;
        var (strip, curves) = (Suffix(2 * i), Suffix((2 * i) + 1));
        layout["xaxis" + Suffix(i)] = Figure.Axis(
            i == columns / 2 ? Course.Axis : "",
            ("domain", new[] { ((double)i / columns) + halfGap, ((i + 1.0) / columns) - halfGap }),
            ("anchor", "y" + curves), ("range", new[] { 0, 100 }), ("showgrid", false),
            ("tickvals", i == columns - 1 ? new[] { 0, 50, 100 } : [0, 50]));
        layout["yaxis" + strip] = Figure.Axis(
            "", ("domain", Domain(0, StripHeight, plot)), ("anchor", "x" + Suffix(i)),
            ("range", new[] { -0.5, 0.5 }), ("visible", false), ("fixedrange", true));
        layout["yaxis" + curves] = Figure.Axis(
            i == 0 ? "share of the task's best" : "", ("domain", Domain(CurvesTop, CurvesHeight, plot)),
            ("anchor", "x" + Suffix(i)), ("range", new[] { 0, 1.04 }), ("tickvals", new[] { 0, 0.5, 1 }),
            ("tickformat", ".0%"), ("showticklabels", i == 0));
    }

    private static object TaskAxis(Plan plan, params (string Key, object? Value)[] more) => Figure.Axis(
        "",
        [
            ("autorange", "reversed"), ("showgrid", false), ("showline", false), ("ticks", ""),
            ("fixedrange", true),
            ("tickvals", Enumerable.Range(0, plan.Tasks.Length).ToArray()),
            ("ticktext", plan.Tasks
                .Select((t, i) => $"{Figure.Text(t.Name)} {Mark(Theme.Task(i))} ").ToArray()),
            .. more,
        ]);

    private static IEnumerable<object> Headings(ComparisonResult result) =>
        result.Plan.Schedules.Select((s, i) => Note(
            Heading(s, Outcome.Remark(result, s)), (i + 0.5) / result.Plan.Schedules.Length, 1, 8));

    private static string Heading(string schedule, string remark) =>
        $"<b>{Figure.Text(schedule)}</b>"
        + (remark.Length == 0 ? "" : $"<br><span style=\"font-size:11px\">{Figure.Text(remark)}</span>");

    private static IEnumerable<object> Ranks(ComparisonResult result)
    {
        var ranks = Outcome.MeanRanks(result);
        yield return Note("mean rank (1 is best)", 0, 0, 4, "right", 13);
        foreach (var (i, rank) in ranks.Index())
        {
            var text = rank is { } r ? r.ToString("0.0", CultureInfo.InvariantCulture) : "–";
            var shown = rank == ranks.Min() ? $"<b>{text}</b>" : text;
            yield return Note(shown, (i + 0.5) / ranks.Length, 0, 4, size: 13);
        }
    }

    private static object Note(
        string text, double x, int y, int shift, string anchor = "center", int size = 14) => new
        {
            text,
            x,
            y,
            xref = "paper",
            yref = "paper",
            xanchor = anchor,
            yanchor = "bottom",
            yshift = shift,
            xshift = anchor == "right" ? -10 : 0,
            showarrow = false,
            font = new { size },
        };

    private static string Mark(string colour) => $"<span style=\"color:{colour}\">■</span>";

    internal static int OverviewHeight(int tasks) => PlotHeight(tasks) + HeadingHeight + 8;

    private static int PlotHeight(int tasks) => CellsTop + (CellHeight * (tasks + 1));

    private static double[] Domain(int top, int height, int plot) =>
        [1 - ((double)(top + height) / plot), 1 - ((double)top / plot)];
}
