using static System.FormattableString;

namespace PolyViT.Notebooks;

public static partial class ProgressBar
{
    /// <summary>
    /// A report to where this code runs: a bar updated in place in a notebook, one line on a terminal, plain
    /// lines elsewhere. In a notebook it throws when the cell is interrupted, so that the work stops between
    /// two steps.
    /// </summary>
    /// <exception cref="OperationCanceledException">By the report: the cell was interrupted.</exception>
    public static Report Here()
    {
        var host = Host.Current();
        return host.IsNotebook ? In(host, TimeProvider.System) : OnConsole();
    }

    /// <summary>A report to a notebook: each label has a bar, which stays as it ended.</summary>
    /// <param name="host">The notebook.</param>
    /// <param name="time">The clock.</param>
    internal static Report In(Host host, TimeProvider time)
    {
        State? state = null;
        Action<Bundle>? update = null;
        return progress =>
        {
            var now = time.GetTimestamp();
            if (state?.First.Label != progress.Label || progress.Done < state.First.Done)
                (state, update) = (new(progress, now, null, 0, false), null);
            var stopped = host.Stop().IsCancellationRequested;
            var sinceShown = state.Shown is { } shown ? time.GetElapsedTime(shown, now) : (TimeSpan?)null;
            if (stopped || IsDueInPlace(progress, sinceShown))
            {
                var bar = Bar(progress, state.First, time.GetElapsedTime(state.Started, now), stopped);
                if (update is null)
                    update = host.Show(bar);
                else
                    update(bar);
                state = state with { Shown = now };
            }
            host.Stop().ThrowIfCancellationRequested();
        };
    }

    private static Bundle Bar(Progress p, Progress first, TimeSpan elapsed, bool stopped)
    {
        var pace = stopped && p.Done < p.Total
            ? $"stopped after {Clock(elapsed)}{Status(p, ", ")}"
            : Pace(p, first, elapsed) + Status(p, ", ");
        var words = Invariant($"{OneLine(p.Label)}: {p.Done} of {p.Total} ({Percent(p)} %), {pace}");
        var bar = Invariant($"<progress max=\"100\" value=\"{100 * Share(p):0.#}\" style=\"width:16em\">");
        return Mime.Page($"<div>{bar}</progress> {Page.Text(words)}</div>", words);
    }
}
