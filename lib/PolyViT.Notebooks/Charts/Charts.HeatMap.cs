using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    /// <summary>A table of numbers, each in its cell, a row's highest bold; the bluer, the higher.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="rows">Names from top to bottom.</param>
    /// <param name="columns">Names from left to right.</param>
    /// <param name="values">[row][column]; null is an empty cell.</param>
    /// <param name="shades">[row][column], what the colour shows; null shows the values.</param>
    public static GenericChart HeatMap(
        string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<Estimate?>> values,
        IReadOnlyList<IReadOnlyList<double?>>? shades = null) =>
        Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 60) + (36 * rows.Count),
                ("xaxis", Figure.Axis(
                    "", ("type", "category"), ("side", "top"), ("showgrid", false), ("showline", false),
                    ("ticks", ""), ("tickangle", 0))),
                ("yaxis", Figure.Axis(
                    "", ("type", "category"), ("autorange", "reversed"), ("showgrid", false),
                    ("showline", false), ("ticks", ""), ("ticksuffix", "  "))),
                ("margin", new { l = 64, r = 20, t = Figure.Top(title, 44), b = 16 })),
            [Cells(rows, columns, values, shades ?? Means(values))]);

    /// <summary>Each value as a share of its row's best, so that easy and hard tasks compare.</summary>
    /// <param name="values">[row][column]; null is an empty cell.</param>
    /// <returns>[row][column], at most 1; null for a missing value or a best that is not positive.</returns>
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
        IReadOnlyList<string> rows, IReadOnlyList<string> columns,
        IReadOnlyList<IReadOnlyList<Estimate?>> values, IReadOnlyList<IReadOnlyList<double?>> shades) => new
        {
            type = "heatmap",
            x = columns.Select(Figure.Text).ToArray(),
            y = rows.Select(Figure.Text).ToArray(),
            z = shades.Select(Figure.Gaps).ToArray(),
            text = values.Select(row => row.Select(v => Emphasised(v, row)).ToArray()).ToArray(),
            texttemplate = "%{text}",
            textfont = new { color = Theme.CellInk, size = 12 },
            hovertemplate = "%{y}, %{x}<br>%{text}<extra></extra>",
            colorscale = Theme.Sequential.Select(s => new object[] { s.At, s.Colour }).ToArray(),
            zmin = Math.Min(0, shades.SelectMany(r => r).Min() ?? 0),
            zmax = shades.SelectMany(r => r).Max() ?? 1,
            xgap = 3,
            ygap = 3,
            colorbar = new { thickness = 10, outlinewidth = 0 },
        };

    private static string Emphasised(Estimate? value, IReadOnlyList<Estimate?> row) =>
        value is { } v && row.Count > 1 && v.Mean == row.Max(o => o?.Mean)
            ? $"<b>{Written(v)}</b>"
            : Written(value);

    private static double?[][] Means(IReadOnlyList<IReadOnlyList<Estimate?>> values) =>
        [.. values.Select(row => row.Select(v => v?.Mean).ToArray())];
}
