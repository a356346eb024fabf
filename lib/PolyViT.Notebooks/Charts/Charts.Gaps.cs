using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    private static readonly ImmutableArray<string> Symbols =
    [
        "circle-open", "square-open", "diamond-open", "triangle-up-open", "x-open", "cross-open", "star-open",
    ];

    /// <summary>The longest wait of each task under each schedule, on a logarithmic axis.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="timelines">The schedules, laid out.</param>
    public static GenericChart Gaps(
        string title, IReadOnlyList<TaskSpec> tasks, IReadOnlyList<Timeline> timelines) =>
        Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 100) + (34 * tasks.Count),
                ("xaxis", Figure.Axis("longest wait (minibatches)", ("type", "log"), ("dtick", 1))),
                ("yaxis", Figure.Axis(
                    "", ("autorange", "reversed"), ("ticksuffix", "  "),
                    ("tickvals", Enumerable.Range(0, tasks.Count).ToArray()),
                    ("ticktext", tasks.Select(t => Figure.Text(t.Name)).ToArray()))),
                ("legend", LegendAbove), ("margin", Room(title, legend: true))),
            timelines.Select((l, i) => new
            {
                type = "scatter",
                mode = "markers",
                name = Figure.Text(l.Schedule.Name),
                x = tasks.Select((_, t) => Math.Max(1, l.LongestGap(t))).ToArray(), // a logarithm has no 0
                y = Enumerable.Range(0, tasks.Count).ToArray(),
                marker = new
                {
                    color = Theme.Schedule(i),
                    symbol = Symbols[i % Symbols.Length],
                    size = 11,
                    line = new { width = 2 },
                },
                customdata = tasks.Select((_, t) => l.LongestGap(t)).ToArray(),
                hovertemplate = "%{y}: %{customdata}",
            }));
}
