using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    private const int MostNumbers = 20;

    /// <summary>
    /// What a model takes for what: rows are the truth, columns the answers, the bluer the larger the share of
    /// the row; the worst pairs stand below.
    /// </summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="confusion">The counts; up to 20 classes they are written into the cells.</param>
    public static GenericChart ConfusionMatrix(string title, Confusion confusion)
    {
        var classes = confusion.Classes;
        var cell = Math.Clamp(560 / Math.Max(classes.Length, 1), 12, 38);
        return Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 150) + (cell * classes.Length),
                ("xaxis", ClassAxis("answer", classes, ("side", "bottom"))),
                ("yaxis", ClassAxis("truth", classes, ("autorange", "reversed"), ("ticksuffix", " "))),
                ("margin", new { l = 64, r = 20, t = Figure.Top(title, 12), b = 100 }),
                ("annotations", new[] { WorstPairs(confusion) })),
            [ConfusionCells(confusion)]);
    }

    private static object ClassAxis(
        string title, ImmutableArray<string> classes, params (string Key, object? Value)[] more) => Figure.Axis(
        title,
        [
            ("tickvals", Enumerable.Range(0, classes.Length).ToArray()),
            ("ticktext", classes.Select(Figure.Text).ToArray()),
            ("showgrid", false), ("showline", false), ("ticks", ""), .. more,
        ]);

    private static object ConfusionCells(Confusion confusion) => new
    {
        type = "heatmap",
        z = confusion.Shares().Select(Figure.Gaps).ToArray(),
        text = confusion.Counts
            .Select(row => row.Select(n => n == 0 ? "" : n.ToString(CultureInfo.InvariantCulture)).ToArray())
            .ToArray(),
        texttemplate = confusion.Classes.Length <= MostNumbers ? "%{text}" : "",
        textfont = new { color = Theme.CellInk, size = 12 },
        customdata = confusion.Classes
            .Select(t => confusion.Classes.Select(a => $"{Figure.Text(t)} taken for {Figure.Text(a)}").ToArray())
            .ToArray(),
        hovertemplate = "%{customdata}: %{text}, %{z:.0%} of its row<extra></extra>",
        colorscale = Theme.Sequential.Select(s => new object[] { s.At, s.Colour }).ToArray(),
        zmin = 0,
        zmax = 1,
        xgap = 2,
        ygap = 2,
        colorbar = new
        {
            thickness = 10,
            outlinewidth = 0,
            tickformat = ".0%",
            title = new { text = "share of the row", side = "right" },
        },
    };

    private static object WorstPairs(Confusion confusion)
    {
        var pairs = confusion.Worst(3)
            .Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Truth} → {w.Answer} ({w.Count})"));
        var text = pairs.Any() ? "Most often confused: " + string.Join(", ", pairs) : "Nothing is confused.";
        return new
        {
            text = Figure.Text(text),
            xref = "paper",
            yref = "paper",
            x = 0,
            y = 0,
            xanchor = "left",
            yanchor = "top",
            yshift = -72,
            showarrow = false,
            font = new { size = 13 },
        };
    }
}
