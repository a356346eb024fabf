using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>One of several small charts that share their axes' meaning and their legend.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Curves">Its lines; lines of the same name share one entry of the legend.</param>
/// <param name="Colour">The title's mark, #rrggbb; null is no mark.</param>
public sealed record Panel(string Title, ImmutableArray<Curve> Curves, string? Colour = null);

public static partial class Charts
{
    private const int PanelHeight = 190;

    /// <summary>Small charts in a grid, for comparing many lines.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="x">The horizontal axis and its unit.</param>
    /// <param name="y">The vertical axis and its unit.</param>
    /// <param name="panels">The small charts, row by row.</param>
    /// <param name="columns">How many lie side by side.</param>
    /// <param name="range">The ends of the horizontal axes; null fits them to the lines.</param>
    /// <param name="rise">The ends of the vertical axes; null fits them to the lines.</param>
    public static GenericChart Panels(
        string title, string x, string y, IReadOnlyList<Panel> panels, int columns = 3,
        (double From, double To)? range = null, (double From, double To)? rise = null)
    {
        var rows = (panels.Count + columns - 1) / columns;
        var layout = Figure.Layout(
            title, Figure.Top(title, 112) + (PanelHeight * rows), ("legend", Legend(rows)),
            ("margin", new { l = 64, r = 16, t = Figure.Top(title, 60), b = 52 }),
            ("annotations", panels.Select((p, i) => Heading(p, i + 1)).ToArray()));
        foreach (var i in Enumerable.Range(0, panels.Count))
        {
            var (row, column) = (i / columns, i % columns);
            var (left, right) = Span(column, columns, 0.06);
            var (top, bottom) = Span(row, rows, 0.36 / rows * (rows > 1 ? 1 : 0));
            var lowest = i + columns >= panels.Count;
            layout["xaxis" + Suffix(i)] = Figure.Axis(
                lowest ? x : "", ("domain", new[] { left, right }), ("anchor", "y" + Suffix(i)),
                ("nticks", 5), ("range", Ends(range)));
            layout["yaxis" + Suffix(i)] = Figure.Axis(
                column == 0 ? y : "", ("domain", new[] { 1 - bottom, 1 - top }), ("anchor", "x" + Suffix(i)),
                ("nticks", 5), ("range", Ends(rise)));
        }
        var seen = new HashSet<string>();
        return Figure.Of(
            layout,
            panels.SelectMany((p, i) => p.Curves.SelectMany((c, k) =>
                Traces(c, c.Colour ?? Theme.Schedule(k), Suffix(i), seen.Add(c.Name)))));
    }

    private static double[]? Ends((double From, double To)? range) =>
        range is var (from, to) ? [from, to] : null;

    private static (double From, double To) Span(int index, int count, double gap)
    {
        var size = (1 - (gap * (count - 1))) / count;
        return (index * (size + gap), (index * (size + gap)) + size);
    }

    private static string Suffix(int index) =>
        index == 0 ? "" : (index + 1).ToString(CultureInfo.InvariantCulture);

    private static object Legend(int rows) => new
    {
        orientation = "h",
        x = 0,
        xanchor = "left",
        yanchor = "bottom",
        y = 1 + (34.0 / (PanelHeight * Math.Max(rows, 1))),
    };

    private static object Heading(Panel panel, int number) => new
    {
        text = (panel.Colour is null ? "" : Mark(panel.Colour) + " ") + Figure.Text(panel.Title),
        xref = (number == 1 ? "x" : "x" + number) + " domain",
        yref = (number == 1 ? "y" : "y" + number) + " domain",
        x = 0,
        y = 1,
        xanchor = "left",
        yanchor = "bottom",
        showarrow = false,
        font = new { size = 13 },
    };
}
