using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    /// <summary>What each schedule reached on each task, coloured by the share of the task's best.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="title">What the chart shows.</param>
    public static GenericChart Results(
        ComparisonResult result, string title = "Test metric; the colour is the share of the task's best")
    {
        var values = Outcome.Grid(result);
        return HeatMap(
            title, [.. result.Plan.Tasks.Select(t => t.Name)],
            [.. result.Plan.Schedules.Select(s => OnTwoLines(result, s))], values, ShareOfBest(values));
    }

    /// <summary>Test metrics while training, a panel per task: a line that falls is forgetting.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="title">What the chart shows.</param>
    public static GenericChart Forgetting(
        ComparisonResult result, string title = "Test metric while training") =>
        Panels(
            title, Course.Axis, "",
            ByTask(
                result, t => $"{t.Name}, {Tables.Written(t.Metric)}", (s, t) => Course.Metric(result, s, t)),
            range: (0, 100), rise: result.Plan.Tasks.Any(t => t.Metric == Metric.DPrime) ? null : (0, 1));

    /// <summary>Training losses, a panel per task.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="title">What the chart shows.</param>
    public static GenericChart Losses(ComparisonResult result, string title = "Training loss") =>
        Panels(
            title, Course.Axis, "", ByTask(result, t => t.Name, (s, t) => Course.Loss(result, s, t)),
            range: (0, 100));

    /// <summary>Minibatches of each task: bars are realised, marks planned; a panel per schedule.</summary>
    /// <param name="result">The comparison; the first run of a schedule stands for it.</param>
    /// <param name="title">What the chart shows.</param>
    public static GenericChart Counts(
        ComparisonResult result, string title = "Minibatches: bars are realised, marks planned")
    {
        var schedules = result.Plan.Schedules;
        var layout = Figure.Layout(
            title, Figure.Top(title, 82) + (24 * result.Plan.Tasks.Length), ("showlegend", false),
            ("barmode", "overlay"), ("bargap", 0.25),
            ("margin", new { l = 64, r = 16, t = Figure.Top(title, 30), b = 52 }),
            ("annotations", schedules.Select((s, i) =>
                Note($"<b>{Figure.Text(s)}</b>", (i + 0.5) / schedules.Length, 1, 4, size: 13)).ToArray()));
        foreach (var i in Enumerable.Range(0, schedules.Length))
        {
            layout["xaxis" + Suffix(i)] = Figure.Axis(
                i == schedules.Length / 2 ? "minibatches" : "",
                ("domain", new[] { (i + 0.06) / schedules.Length, (i + 0.94) / schedules.Length }),
                ("matches", i == 0 ? null : "x"), ("rangemode", "tozero"), ("nticks", 4));
        }
        layout["yaxis"] = TaskAxis(result.Plan);
        return Figure.Of(layout, schedules.SelectMany((s, i) => CountTraces(result, s, i)));
    }

    /// <summary>Seconds of training and of evaluation, the mean over a schedule's runs.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="title">What the chart shows.</param>
    public static GenericChart WallTime(ComparisonResult result, string title = "Wall time of a run")
    {
        var schedules = result.Plan.Schedules;
        IReadOnlyList<Estimate?> Seconds(Func<RunResult, double> of) =>
            [.. schedules.Select(s => Statistics.Mean(Outcome.Runs(result, s).Select(of)))];
        return Bars(
            title, "seconds", [.. schedules.Select(s => OnTwoLines(result, s))],
            ("training", Seconds(r => r.TrainSeconds)), ("evaluation", Seconds(r => r.EvaluationSeconds)));
    }

    private static string OnTwoLines(ComparisonResult result, string schedule) =>
        $"{schedule}\n{Outcome.Remark(result, schedule)}".Trim();

    private static ImmutableArray<Panel> ByTask(
        ComparisonResult result, Func<TaskSpec, string> title, Func<string, string, Curve> course) =>
    [
        .. result.Plan.Tasks.Select((t, k) => new Panel(
            title(t),
            [
                .. result.Plan.Schedules.Select((s, i) => course(s, t.Name) with
                {
                    Name = Outcome.Heading(result, s), Colour = Theme.Schedule(i), Dash = Theme.Dash(i),
                }),
            ],
            Theme.Task(k))),
    ];

    private static IEnumerable<object> CountTraces(ComparisonResult result, string schedule, int column)
    {
        var counts = Outcome.Runs(result, schedule).FirstOrDefault()?.Counts ?? [];
        var rows = result.Plan.Tasks.Select(t => counts.FirstOrDefault(c => c.Task == t.Name)).ToArray();
        yield return new
        {
            type = "bar",
            orientation = "h",
            name = "realised",
            x = rows.Select(c => c?.Realised).ToArray(),
            y = Enumerable.Range(0, rows.Length).ToArray(),
            xaxis = "x" + Suffix(column),
            yaxis = "y",
            marker = new { color = rows.Select((_, k) => Theme.Task(k)).ToArray() },
            hovertemplate = "%{x} realised<extra></extra>",
        };
        yield return new
        {
            type = "scatter",
            mode = "markers",
            name = "planned",
            x = rows.Select(c => c?.Planned).ToArray(),
            y = Enumerable.Range(0, rows.Length).ToArray(),
            xaxis = "x" + Suffix(column),
            yaxis = "y",
            marker = new
            {
                symbol = "line-ns-open",
                size = 16,
                color = Theme.Ink,
                line = new { width = 2.5, color = Theme.Ink },
            },
            hovertemplate = "%{x} planned<extra></extra>",
        };
    }
}
