using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>The project's charts, each one function from numbers to a Plotly.NET chart.</summary>
public static partial class Charts
{
    /// <summary>Several lines, with a band around those that have one.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="x">The horizontal axis and its unit.</param>
    /// <param name="y">The vertical axis and its unit.</param>
    /// <param name="curves">The lines.</param>
    public static GenericChart Lines(string title, string x, string y, params IReadOnlyList<Curve> curves) =>
        Figure.Of(
            Figure.Layout(
                title, 420, ("xaxis", Figure.Axis(x)), ("yaxis", Figure.Axis(y)), ("legend", LegendAbove),
                ("margin", Room(title, curves.Count > 1)), ("hovermode", "x unified")),
            curves.SelectMany((c, i) => Traces(c, c.Colour ?? Theme.Task(i), "", curves.Count > 1)));

    /// <summary>Grouped columns.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="y">The vertical axis and its unit.</param>
    /// <param name="names">The groups.</param>
    /// <param name="series">The columns of each group: name and one value per group.</param>
    public static GenericChart Bars(
        string title, string y, IReadOnlyList<string> names,
        params IReadOnlyList<(string Name, IReadOnlyList<Estimate?> Values)> series) =>
        Figure.Of(
            Figure.Layout(
                title, 420, ("xaxis", Figure.Axis("", ("type", "category"), ("showgrid", false))),
                ("yaxis", Figure.Axis(y)),
                ("legend", LegendAbove), ("barmode", "group"), ("bargap", 0.3),
                ("margin", Room(title, series.Count > 1))),
            series.Select((s, i) => new
            {
                type = "bar",
                name = Figure.Text(s.Name),
                x = names.Select(Figure.Text).ToArray(),
                y = Figure.Gaps(s.Values.Select(v => v?.Mean)),
                error_y = Whiskers(s.Values),
                marker = new { color = Theme.Schedule(i) },
                showlegend = series.Count > 1,
            }));

    /// <summary>Labelled points.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="x">The horizontal axis and its unit.</param>
    /// <param name="y">The vertical axis and its unit.</param>
    /// <param name="points">Label, place and colour (#rrggbb; null takes the first of the palette).</param>
    public static GenericChart Scatter(
        string title, string x, string y,
        params IReadOnlyList<(string Label, double X, double Y, string? Colour)> points) =>
        Figure.Of(
            Figure.Layout(title, 420, ("xaxis", Figure.Axis(x)), ("yaxis", Figure.Axis(y))),
            [
                new
                {
                    type = "scatter",
                    mode = "markers+text",
                    x = points.Select(p => p.X).ToArray(),
                    y = points.Select(p => p.Y).ToArray(),
                    text = points.Select(p => Figure.Text(p.Label)).ToArray(),
                    textposition = "top center",
                    cliponaxis = false,
                    marker = new
                    {
                        size = 10, color = points.Select(p => p.Colour ?? Theme.Task(0)).ToArray(),
                    },
                    hovertemplate = "%{text}<br>%{x:.4g}, %{y:.4g}<extra></extra>",
                },
            ]);

    private static object LegendAbove { get; } = new
    {
        orientation = "h",
        x = 0,
        xanchor = "left",
        y = 1.0,
        yanchor = "bottom",
    };

    private static object? Whiskers(IReadOnlyList<Estimate?> values) =>
        values.Any(v => v?.HalfWidth is not null)
            ? new { type = "data", array = Figure.Gaps(values.Select(v => v?.HalfWidth)), color = Theme.Ink }
            : null;

    private static object Room(string title, bool legend) =>
        new { l = 64, r = 20, t = Figure.Top(title, legend ? 40 : 12), b = 52 };

    // The band is a closed outline: plotly fills between two lines only where neither has a gap.
    private static IEnumerable<object> Traces(Curve curve, string colour, string axis, bool legend)
    {
        if (!curve.Low.IsEmpty)
            yield return Band(curve, colour, axis);
        yield return new
        {
            type = "scatter",
            mode = curve.X.Length > 1 ? "lines" : "markers",
            name = Figure.Text(curve.Name),
            legendgroup = Figure.Text(curve.Name),
            x = curve.X.ToArray(),
            y = Figure.Gaps(curve.Y),
            xaxis = "x" + axis,
            yaxis = "y" + axis,
            line = new { color = colour, width = 2, dash = curve.Dash },
            marker = new { color = colour },
            showlegend = legend,
            hovertemplate = "%{y:.3g}",
        };
    }

    private static object Band(Curve curve, string colour, string axis)
    {
        var known = Enumerable.Range(0, curve.X.Length)
            .Where(i => double.IsFinite((curve.High[i] - curve.Low[i]) ?? double.NaN))
            .ToArray();
        return new
        {
            type = "scatter",
            mode = "lines",
            legendgroup = Figure.Text(curve.Name),
            x = known.Concat(known.Reverse()).Select(i => curve.X[i]).ToArray(),
            y = known.Select(i => curve.High[i]).Concat(known.Reverse().Select(i => curve.Low[i])).ToArray(),
            xaxis = "x" + axis,
            yaxis = "y" + axis,
            fill = "toself",
            fillcolor = Theme.Fade(colour, 0.18),
            line = new { width = 0 },
            hoverinfo = "skip",
            showlegend = false,
        };
    }
}
