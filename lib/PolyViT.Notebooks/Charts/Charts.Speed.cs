using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    private static readonly ImmutableArray<(string Name, Func<StepPhases, double> Of)> Phases =
    [
        ("data", p => p.Data), ("forward", p => p.Forward), ("backward", p => p.Backward), ("update", p => p.Update),
    ];

    /// <summary>What operations reach under what the machine can do: a roof for each precision, sloped where
    /// memory bounds and flat where arithmetic does (Williams et al., 2009). Points above a roof were in the
    /// processor's caches. Names are written at the first precision.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="ceilings">The machine's.</param>
    /// <param name="operations">The operations, at least one.</param>
    public static GenericChart Roofline(
        string title, Ceilings ceilings, IReadOnlyList<OperationSpeed> operations)
    {
        var low = 0.5 * operations.Min(o => o.Intensity);
        var high = 2 * operations.Max(o => o.Intensity);
        var precisions = ceilings.Gflops.Keys.Order().ToArray();
        return Figure.Of(
            Figure.Layout(
                title, 480, ("xaxis", Figure.Axis("operations per byte of memory", ("type", "log"))),
                ("yaxis", Figure.Axis("10⁹ operations a second", ("type", "log"))),
                ("legend", LegendAbove), ("margin", Room(title, legend: true))),
            [
                .. precisions.Select(p => Roof(ceilings, p, low, high)),
                .. operations.GroupBy(o => o.Precision).Select((g, i) => Reached(g.Key, [.. g], named: i == 0)),
            ]);
    }

    /// <summary>The phases of a training step of each task, one upon the other.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="steps">One for each task.</param>
    public static GenericChart Breakdown(string title, IReadOnlyList<StepPhases> steps) =>
        Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 100) + (44 * steps.Count),
                ("xaxis", Figure.Axis("milliseconds of a step")),
                ("yaxis", Figure.Axis(
                    "", ("type", "category"), ("autorange", "reversed"), ("showgrid", false), ("ticksuffix", "  "))),
                ("barmode", "stack"), ("bargap", 0.3), ("margin", Room(title, legend: true)),
                ("legend", new
                {
                    orientation = "h",
                    x = 0,
                    xanchor = "left",
                    y = 1.0,
                    yanchor = "bottom",
                    traceorder = "normal",
                })),
            Phases.Select((p, i) => new
            {
                type = "bar",
                orientation = "h",
                name = p.Name,
                x = steps.Select(p.Of).ToArray(),
                y = steps.Select(s => Figure.Text(s.Task)).ToArray(),
                marker = new { color = Theme.Schedule(i) },
                hovertemplate = "%{y}: %{x:.3g} ms " + p.Name + "<extra></extra>",
            }));

    /// <summary>What was predicted against what was measured; on the line they agree.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="unit">Of both.</param>
    /// <param name="points">Label, predicted and measured, above 0; at least one.</param>
    public static GenericChart Agreement(
        string title, string unit, IReadOnlyList<(string Label, double Predicted, double Measured)> points)
    {
        double[] ends =
        [
            0.7 * points.Min(p => Math.Min(p.Predicted, p.Measured)),
            1.4 * points.Max(p => Math.Max(p.Predicted, p.Measured)),
        ];
        return Figure.Of(
            Figure.Layout(
                title, 440, ("xaxis", Figure.Axis($"measured ({unit})", ("type", "log"))),
                ("yaxis", Figure.Axis($"predicted ({unit})", ("type", "log")))),
            [
                new
                {
                    type = "scatter", mode = "lines", x = ends, y = ends, hoverinfo = "skip", showlegend = false,
                    line = new { color = Theme.Ink, width = 1, dash = "dot" },
                },
                new
                {
                    type = "scatter",
                    mode = "markers+text",
                    x = points.Select(p => p.Measured).ToArray(),
                    y = points.Select(p => p.Predicted).ToArray(),
                    text = points.Select(p => Figure.Text(p.Label)).ToArray(),
                    textposition = points.Select((_, i) => i % 2 == 0 ? "middle left" : "middle right").ToArray(),
                    cliponaxis = false,
                    showlegend = false,
                    marker = new { size = 10, color = Theme.Task(0) },
                    hovertemplate = "%{text}<br>measured %{x:.4g}, predicted %{y:.4g}<extra></extra>",
                },
            ]);
    }

    private static object Roof(Ceilings ceilings, Precision precision, double low, double high)
    {
        var (top, ridge) = (ceilings.Gflops[precision], ceilings.Gflops[precision] / ceilings.Gigabytes);
        double[] x = [low, Math.Clamp(ridge, low, high), high];
        return new
        {
            type = "scatter",
            mode = "lines",
            name = $"{precision}",
            x,
            y = x.Select(i => Math.Min(top, i * ceilings.Gigabytes)).ToArray(),
            line = new { color = Theme.Schedule((int)precision), width = 2, dash = Theme.Dash((int)precision) },
            hovertemplate = "%{y:.4g}",
        };
    }

    // The same operations in another precision stand near those that are named: their names would overlap.
    private static object Reached(Precision precision, OperationSpeed[] operations, bool named) => new
    {
        type = "scatter",
        mode = named ? "markers+text" : "markers",
        name = $"{precision}, reached",
        x = operations.Select(o => o.Intensity).ToArray(),
        y = operations.Select(o => o.Gflops).ToArray(),
        text = operations.Select(o => Figure.Text(o.Name)).ToArray(),
        textposition = operations.Select((_, i) => i % 2 == 0 ? "middle left" : "middle right").ToArray(),
        textfont = new { size = 10 },
        cliponaxis = false,
        marker = new { size = 9, color = Theme.Schedule((int)precision) },
        hovertemplate = "%{text}: %{y:.4g} at %{x:.3g}<extra>" + precision + "</extra>",
    };
}
