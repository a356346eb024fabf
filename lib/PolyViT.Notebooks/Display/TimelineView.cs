using SkiaSharp;

namespace PolyViT.Notebooks;

/// <summary>A schedule laid out, as a strip in the tasks' colours above a table.</summary>
internal static class TimelineView
{
    private const int Width = 640, Height = 22;

    /// <summary>What a timeline looks like.</summary>
    /// <param name="timeline">The timeline.</param>
    public static Bundle Of(Timeline timeline)
    {
        var tasks = timeline.Minibatches.Select(m => m.Task).DefaultIfEmpty().Max() + 1;
        var counts = timeline.Counts(tasks);
        var grid = new Grid(
            ["task", "minibatches", "share", "longest gap"],
            [
                .. Enumerable.Range(0, tasks).Select(t => ImmutableArray.Create<Cell>(
                    new(Brief.Of(t), Swatch: Theme.Task(t)), Brief.Cell(counts[t]),
                    new(Share(counts[t], timeline.Minibatches.Length), true),
                    Brief.Cell(timeline.LongestGap(t)))),
            ])
        {
            Remark = FormattableString.Invariant(
                $"{timeline.Schedule.Updates} updates, {timeline.Minibatches.Length} minibatches."),
        };
        var strip = DrawingView.Of(Strip(timeline));
        return Mime.Of(
            (Mime.Png, strip[Mime.Png]), (Mime.Html, $"{strip[Mime.Html]}{GridHtml.Of(grid)}"),
            (Mime.Plain, $"{timeline.Schedule.Name}\n{GridText.Of(grid)}"));
    }

    private static string Share(int part, int whole) => FormattableString.Invariant(
        $"{100.0 * part / Math.Max(whole, 1):0.0} %");

    private static Drawing Strip(Timeline timeline)
    {
        var shown = Charts.Bin([.. timeline.Minibatches.Select(m => m.Task)], Width);
        return Drawing.Painted(Width, Height, timeline.Schedule.Name, canvas =>
        {
            for (var x = 0; x < Width; x++)
            {
                var task = shown[(int)((long)x * shown.Length / Width)];
                using var paint = new SKPaint { Color = SKColor.Parse(Theme.Task(task)) };
                canvas.DrawRect(x, 0, 1, Height, paint);
            }
        });
    }
}
