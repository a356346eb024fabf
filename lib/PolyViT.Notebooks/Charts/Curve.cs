namespace PolyViT.Notebooks;

/// <summary>A line of a chart; a missing y is a gap.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="X">Where.</param>
/// <param name="Y">How much, one for each x.</param>
public sealed record Curve(string Name, ImmutableArray<double> X, ImmutableArray<double?> Y)
{
    /// <summary>The lower edge of a band around the line; empty is no band.</summary>
    public ImmutableArray<double?> Low { get; init; } = [];

    /// <summary>The upper edge of the band.</summary>
    public ImmutableArray<double?> High { get; init; } = [];

    /// <summary>#rrggbb; null takes the palette's next colour.</summary>
    public string? Colour { get; init; }

    /// <summary>Plotly's word for the dash: solid, dot, dash, dashdot.</summary>
    public string Dash { get; init; } = "solid";

    /// <summary>A line through values.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="x">Where.</param>
    /// <param name="y">How much, one for each x.</param>
    public static Curve Of(string name, IEnumerable<double> x, IEnumerable<double> y) =>
        new(name, [.. x], [.. y.Select(v => (double?)v)]);

    /// <summary>The mean of several runs, and its 95 % interval as a band where two have an x.</summary>
    /// <param name="name">Its name in the legend.</param>
    /// <param name="points">(x, y) of all runs, in any order.</param>
    public static Curve Mean(string name, IEnumerable<(double X, double Y)> points)
    {
        var at = (from p in points
                  where double.IsFinite(p.Y)
                  group p.Y by p.X into g
                  orderby g.Key
                  select (X: g.Key, Y: Statistics.Mean(g)!.Value)).ToArray();
        var band = at.Any(p => p.Y.HalfWidth is not null);
        return new(name, [.. at.Select(p => p.X)], [.. at.Select(p => (double?)p.Y.Mean)])
        {
            Low = band ? [.. at.Select(p => (double?)p.Y.Low)] : [],
            High = band ? [.. at.Select(p => (double?)p.Y.High)] : [],
        };
    }
}
