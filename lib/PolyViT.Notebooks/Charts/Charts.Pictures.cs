using Plotly.NET;
using SkiaSharp;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    private const int GridWidth = 820;
    private const int CaptionHeight = 20;
    private const double MostZoom = 4;

    /// <summary>Pictures side by side, each under its caption, with square pixels.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="pictures">Caption and PNG of each, row by row; of any sizes.</param>
    /// <param name="columns">How many lie side by side.</param>
    public static GenericChart Pictures(
        string title, IReadOnlyList<(string Caption, byte[] Png)> pictures, int columns = 8)
    {
        var grid = Grid.Of([.. pictures.Select(p => p.Png)], columns);
        return Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 16) + (int)(grid.Height * grid.Zoom),
                ("xaxis", Hidden(
                    ("range", new[] { 0, grid.Width }), ("constrain", "domain"), ("constraintoward", "left"))),
                ("yaxis", Hidden(
                    ("range", new[] { grid.Height, 0 }), ("scaleanchor", "x"), ("constrain", "domain"),
                    ("constraintoward", "top"))),
                ("margin", new { l = 8, r = 8, t = Figure.Top(title, 8), b = 8 }),
                ("annotations", pictures.Select((p, i) => Caption(p.Caption, grid.X(i), grid.Y(i))).ToArray())),
            pictures.Select((p, i) => new
            {
                type = "image",
                source = "data:image/png;base64," + Convert.ToBase64String(p.Png),
                x0 = grid.X(i) + 0.5,
                y0 = grid.Y(i) + 0.5,
                zsmooth = false,
                hoverinfo = "skip",
            }));
    }

    private static object Hidden(params (string Key, object? Value)[] more) => Figure.Axis(
        "", [("visible", false), ("showgrid", false), ("fixedrange", true), .. more]);

    private static object Caption(string text, double x, double y) => new
    {
        text = Figure.Text(text),
        xref = "x",
        yref = "y",
        x,
        y,
        xanchor = "left",
        yanchor = "bottom",
        showarrow = false,
        font = new { size = 12 },
    };

    // Lengths in the pictures' own pixels. Zoom: screen pixels of one of them, where a chart is GridWidth wide.
    private sealed record Grid(int Columns, double CellWidth, ImmutableArray<double> Rows, double Gap, double Zoom)
    {
        public double Width => (Columns * (CellWidth + Gap)) - Gap;

        public double Height => Top(Rows.Length) - Above;

        private double Above => CaptionHeight / Zoom;

        public double X(int i) => i % Columns * (CellWidth + Gap);

        public double Y(int i) => Top(i / Columns);

        public static Grid Of(IReadOnlyList<byte[]> pictures, int columns)
        {
            if (pictures.Count == 0)
                throw new InputException("There are no pictures to show: give at least one.");
            var sizes = pictures.Select(p => SKBitmap.DecodeBounds(p)).ToArray();
            var (w, fewer) = (sizes.Max(s => s.Width), Math.Clamp(columns, 1, pictures.Count));
            var gap = Math.Max(2, w / 12.0);
            var zoom = Math.Min(MostZoom, GridWidth / ((fewer * (w + gap)) - gap));
            return new(fewer, w, [.. sizes.Chunk(fewer).Select(row => (double)row.Max(s => s.Height))], gap, zoom);
        }

        // Where the pictures of a row begin, below their captions.
        private double Top(int row) =>
            Rows.Take(row).Sum(h => h + Above + Math.Min(Gap / 2, h / 8)) + Above;
    }
}
