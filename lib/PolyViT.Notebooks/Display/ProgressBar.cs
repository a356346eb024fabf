using static System.FormattableString;

namespace PolyViT.Notebooks;

/// <summary>Progress with rate and remaining time: a moving line on a terminal, else plain lines.</summary>
public static partial class ProgressBar
{
    private const int BarWidth = 24;
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(15);

    /// <summary>A report to the process's standard error, so that results can be piped.</summary>
    public static Report OnConsole() =>
        To(Console.Error, !Console.IsErrorRedirected, Width(), TimeProvider.System);

    /// <summary>A report to any writer. A label has its own clock, which its first report starts.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="inPlace">
    /// True redraws one line; false writes a line about every 10 % (but no two within a second) or 15 s.
    /// </param>
    /// <param name="width">The most characters of a line drawn in place.</param>
    /// <param name="time">The clock.</param>
    public static Report To(TextWriter writer, bool inPlace, int width, TimeProvider time)
    {
        State? state = null;
        return progress =>
        {
            var now = time.GetTimestamp();
            if (inPlace && state is { Open: true } && state.First.Label != progress.Label)
                writer.WriteLine();
            if (state?.First.Label != progress.Label || progress.Done < state.First.Done)
                state = new(progress, now, null, 0, false);
            var elapsed = time.GetElapsedTime(state.Started, now);
            var sinceShown = state.Shown is { } shown ? time.GetElapsedTime(shown, now) : (TimeSpan?)null;
            if (!(inPlace ? IsDueInPlace(progress, sinceShown) : IsDue(progress, state, sinceShown)))
                return;
            writer.Write(inPlace
                ? InPlace(progress, state.First, elapsed, width)
                : Plain(progress, state.First, elapsed));
            writer.Flush();
            state = state with
            {
                Shown = now,
                ShownDone = progress.Done,
                Open = inPlace && progress.Done < progress.Total,
            };
        };
    }

    // Windows knows the width by standard output; some terminals say 0.
    private static int Width() =>
        Console.IsOutputRedirected || Console.WindowWidth < 20 ? 80 : Console.WindowWidth;

    private static bool IsDueInPlace(Progress p, TimeSpan? sinceShown) =>
        sinceShown is null || sinceShown >= Redraw || p.Done >= p.Total;

    // The first line comes with the first known rate.
    private static bool IsDue(Progress p, State state, TimeSpan? sinceShown) =>
        p.Done >= p.Total ? state.Shown is null || state.ShownDone < p.Total
        : sinceShown is { } t ? t >= AtMost || (t >= AtLeast && Tenth(p.Done, p) > Tenth(state.ShownDone, p))
        : p.Done > state.First.Done;

    private static long Tenth(long done, Progress p) => 10 * done / Math.Max(p.Total, 1);

    private static string Plain(Progress p, Progress first, TimeSpan elapsed)
    {
        var pace = Pace(p, first, elapsed) + Status(p, ", ");
        return Invariant($"{OneLine(p.Label)}: {p.Done} of {p.Total} ({Percent(p)} %), {pace}\n");
    }

    private static string InPlace(Progress p, Progress first, TimeSpan elapsed, int width)
    {
        var full = (int)(Share(p) * BarWidth);
        var bar = new string('#', full).PadRight(BarWidth, '.');
        var pace = Pace(p, first, elapsed) + Status(p, "  ");
        var line = Invariant($"{OneLine(p.Label)} [{bar}] {Percent(p),3} %  {p.Done}/{p.Total}  {pace}");
        var room = Math.Max(width - 1, 1);
        var shown = line.Length > room ? line[..room] : line.PadRight(room);
        return p.Done >= p.Total ? $"\r{shown}\n" : $"\r{shown}";
    }

    private static string Pace(Progress p, Progress first, TimeSpan elapsed)
    {
        var rate = (p.Done - first.Done) / elapsed.TotalSeconds;
        if (!(rate > 0) || !double.IsFinite(rate))
            return p.Done >= p.Total ? "done" : "rate and ETA not known yet";
        var pace = rate >= 1 ? Invariant($"{rate:0.0}/s") : Invariant($"{1 / rate:0.0} s each");
        return p.Done >= p.Total
            ? $"{pace}, took {Clock(elapsed)}"
            : $"{pace}, ETA {Clock(TimeSpan.FromSeconds((p.Total - p.Done) / rate))}";
    }

    private static string Clock(TimeSpan t) => t.TotalHours >= 1
        ? Invariant($"{(int)t.TotalHours}:{t.Minutes:00}:{t.Seconds:00}")
        : Invariant($"{t.Minutes}:{t.Seconds:00}");

    private static double Share(Progress p) => Math.Clamp((double)p.Done / Math.Max(p.Total, 1), 0, 1);

    private static int Percent(Progress p) => (int)(100 * Share(p));

    private static string Status(Progress p, string before) =>
        p.Status.Length == 0 ? "" : before + OneLine(p.Status);

    // A name with a line break or an escape code must not break the line.
    private static string OneLine(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private sealed record State(Progress First, long Started, long? Shown, long ShownDone, bool Open);
}
