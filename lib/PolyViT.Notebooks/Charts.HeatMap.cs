using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    /// <summary>A table of numbers, each written in its cell; the darker, the higher.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="rows">Names from top to bottom.</param>
    /// <param name="columns">Names from left to right.</param>
    /// <param name="values">[row][column]; null is an empty cell.</param>
    /// <param name="shades">[row][column], what the colour shows; null shows the values.</param>
    /// <param name="scale">What the colour means, beside its bar.</param>
    public static GenericChart HeatMap(
        string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<Estimate?>> values,
        IReadOnlyList<IReadOnlyList<double?>>? shades = null, string scale = "") =>
        Figure.Of(
            Figure.Layout(
                title, 110 + (36 * rows.Count),
                ("xaxis", Figure.Axis("", ("type", "category"), ("side", "top"), ("showgrid", false), ("ticks", ""))),
                ("yaxis", Figure.Axis(
                    "", ("type", "category"), ("autorange", "reversed"), ("showgrid", false), ("ticksuffix", "  "))),
                ("margin", new { l = 64, r = 20, t = 84, b = 16 })),
            [Cells(rows, columns, values, shades ?? Means(values), scale)]);

    /// <summary>Each value as a share of the best of its row, so that tasks of different difficulty compare.</summary>
    /// <param name="values">[row][column]; null is an empty cell.</param>
    /// <returns>[row][column], at most 1; null where the value is missing or the row's best is not positive.</returns>
    public static double?[][] ShareOfBest(IReadOnlyList<IReadOnlyList<Estimate?>> values) =>
    [
        .. from row in values
           let best = row.Max(v => v?.Mean)
           select row.Select(v => best > 0 ? v?.Mean / best : null).ToArray(),
    ];

    /// <summary>"0.712 ± 0.021", or the mean alone after one run; empty where nothing was measured.</summary>
    /// <param name="value">The estimate.</param>
    public static string Written(Estimate? value) => value switch
    {
        null => "",
        { HalfWidth: null } v => string.Create(CultureInfo.InvariantCulture, $"{v.Mean:0.000}"),
        { } v => string.Create(CultureInfo.InvariantCulture, $"{v.Mean:0.000} ± {v.HalfWidth:0.000}"),
    };

    private static object Cells(
        IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<Estimate?>> values,
        IReadOnlyList<IReadOnlyList<double?>> shades, string scale) => new
        {
            type = "heatmap",
            x = columns.Select(Figure.Text).ToArray(),
            y = rows.Select(Figure.Text).ToArray(),
            z = shades.Select(Figure.Gaps).ToArray(),
            text = values.Select(row => row.Select(Written).ToArray()).ToArray(),
            texttemplate = "%{text}",
            hovertemplate = "%{y}, %{x}<br>%{text}<extra></extra>",
            colorscale = Theme.Sequential.Select(s => new object[] { s.At, s.Colour }).ToArray(),
            zmin = shades.SelectMany(r => r).Any(v => v < 0) ? (double?)null : 0,
            xgap = 3,
            ygap = 3,
            colorbar = new { thickness = 10, outlinewidth = 0, title = new { text = Figure.Text(scale), side = "right" } },
        };

    private static double?[][] Means(IReadOnlyList<IReadOnlyList<Estimate?>> values) =>
        [.. values.Select(row => row.Select(v => v?.Mean).ToArray())];
}
