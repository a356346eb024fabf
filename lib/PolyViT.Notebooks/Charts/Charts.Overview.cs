using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    // Pixels from the top of the plot area downwards.
    private const int StripHeight = 30, CurvesTop = 36, CurvesHeight = 170, CellsTop = 262, CellHeight = 28,
        HeadingHeight = 44;

    /// <summary>
    /// The comparison at a glance: one column per schedule with, from top to bottom, what it trains when, how
    /// the metrics of all tasks move meanwhile, and where they end.
    /// </summary>
    /// <param name="result">The comparison.</param>
    /// <param name="planned">Name and, for each minibatch, the position of its task.</param>
    public static GenericChart Overview(
        ComparisonResult result, Timelines planned)
    {
        var schedules = result.Plan.Schedules;
        var plot = PlotHeight(result.Plan.Tasks.Length);
        var layout = Figure.Layout(
            "", OverviewHeight(result.Plan.Tasks.Length), ("showlegend", false),
            ("margin", new { l = 150, r = 12, t = HeadingHeight, b = 8 }),
            ("annotations", Headings(result).Concat(Ranks(result)).ToArray()));
        foreach (var i in Enumerable.Range(0, schedules.Length))
            AddColumn(layout, i, schedules.Length, plot);
        layout["xaxis" + Suffix(schedules.Length)] = Figure.Axis(
            "", ("domain", new[] { 0, 1 }), ("anchor", "y" + Suffix(2 * schedules.Length)),
            ("type", "category"), ("visible", false));
        layout["yaxis" + Suffix(2 * schedules.Length)] = TaskAxis(
            result.Plan, ("domain", Domain(CellsTop, CellHeight * result.Plan.Tasks.Length, plot)),
            ("anchor", "x" + Suffix(schedules.Length)));
        return Figure.Of(
            layout, schedules.SelectMany((s, i) => Column(result, planned, s, i)).Append(Ends(result)));
    }

    private static IEnumerable<object> Column(
        ComparisonResult result, Timelines planned, string schedule, int i)
    {
        var names = result.Plan.Tasks.Select(t => t.Name).ToArray();
        var taskAt = planned.FirstOrDefault(p => p.Schedule == schedule).TaskAt ?? [];
        if (taskAt.Count > 0)
            yield return Strip(names, 0, taskAt, 54, 100, ("x" + Suffix(i), "y" + Suffix(2 * i)));
        foreach (var (k, name) in names.Index())
            yield return Rise(Course.Metric(result, schedule, name), name, k, BestEver(result, name), i);
    }

    // A metric of any unit fits beside the others as the share of its own best.
    private static object Rise(Curve metric, string task, int position, double best, int column) => new
    {
        type = "scatter",
        mode = metric.X.Length > 1 ? "lines" : "markers",
        name = Figure.Text(task),
        x = metric.X.ToArray(),
        y = Figure.Gaps(metric.Y.Select(v => v / best)),
        customdata = Figure.Gaps(metric.Y),
        xaxis = "x" + Suffix(column),
        yaxis = "y" + Suffix((2 * column) + 1),
        line = new { color = Theme.Task(position), width = 2 },
        marker = new { color = Theme.Task(position) },
        hovertemplate = "%{customdata:.3f} after %{x:.0f} %",
    };

    private static object Ends(ComparisonResult result)
    {
        var (values, schedules) = (Outcome.Grid(result), result.Plan.Schedules);
        return new
        {
            type = "heatmap",
            x = schedules.Select(Figure.Text).ToArray(),
            y = Enumerable.Range(0, values.Length).ToArray(),
            z = ShareOfBest(values).Select(Figure.Gaps).ToArray(),
            text = values.Select(row => row.Select(v => Emphasised(v, row)).ToArray()).ToArray(),
            texttemplate = "%{text}",
            textfont = new { color = Theme.CellInk, size = 11 },
            customdata = result.Plan.Tasks
                .Select(t => schedules.Select(_ => Figure.Text(t.Name)).ToArray()).ToArray(),
            hovertemplate = "%{customdata}, %{x}<br>%{text}<extra></extra>",
            colorscale = Theme.Sequential.Select(s => new object[] { s.At, s.Colour }).ToArray(),
            zmin = 0,
            zmax = 1,
            showscale = false,
            xgap = 12,
            ygap = 2,
            xaxis = "x" + Suffix(schedules.Length),
            yaxis = "y" + Suffix(2 * schedules.Length),
        };
    }

    private static double BestEver(ComparisonResult result, string task) =>
        result.Runs.SelectMany(r => r.Metrics).Where(m => m.Task == task && double.IsFinite(m.Value))
            .Select(m => m.Value).Append(double.Epsilon).Max();
}
