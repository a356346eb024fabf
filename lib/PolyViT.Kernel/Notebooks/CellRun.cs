using System.Diagnostics;

namespace PolyViT.Kernel.Notebooks;

/// <summary>How a cell of a run ended.</summary>
internal enum CellEnd
{
    /// <summary>It ran to its end.</summary>
    Finished,

    /// <summary>It did not compile, or threw.</summary>
    Failed,

    /// <summary>It took too long, or its process ended with it: nothing can follow.</summary>
    Broken,

    /// <summary>The user ended the run.</summary>
    Stopped,
}

/// <summary>A cell on its way to a notebook's process.</summary>
/// <param name="Source">Its code.</param>
/// <param name="Number">Its execution count.</param>
internal sealed record CellOrder(string Source, int Number)
{
    /// <summary>A line that says what the cell does rather than what it needs, if there is one.</summary>
    public string FirstLine
    {
        get
        {
            var lines = Source.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0).ToArray();
            return lines.FirstOrDefault(l => !IsPreface(l)) ?? lines.FirstOrDefault() ?? "";
        }
    }

    private static bool IsPreface(string line) => line.StartsWith('#')
        || line.StartsWith("//", StringComparison.Ordinal)
        || (line.StartsWith("using ", StringComparison.Ordinal) && line.EndsWith(';'));
}

/// <summary>The run of one cell.</summary>
/// <param name="How">It ended.</param>
/// <param name="Error">What was recorded as its error output; null when it finished.</param>
internal sealed record CellRun(CellEnd How, Message? Error)
{
    // The engine asks first and insists after a second; then the cell must be in native code.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs a cell and records what comes out.</summary>
    /// <param name="process">Of the notebook.</param>
    /// <param name="transcript">Begun for this cell.</param>
    /// <param name="cell">What to run.</param>
    /// <param name="limits">Of time.</param>
    /// <param name="left">Of the notebook's own limit; negative when that is infinite.</param>
    /// <param name="terminal">Shows that it runs, and how it ended.</param>
    /// <param name="stop">Of the user.</param>
    public static CellRun Run(
        NotebookProcess process,
        Transcript transcript,
        CellOrder cell,
        Limits limits,
        TimeSpan left,
        Terminal terminal,
        CancellationToken stop)
    {
        var (clock, total) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        var doing = cell.FirstLine;
        process.Send(new(About.Run, $"cell {cell.Number}", cell.Source));
        var (last, error, why) =
            Follow(process, Take, Reason, () => terminal.Running(cell, clock.Elapsed, doing));
        var ran = Judge(last, error, why);
        if (ran.Error is not null)
            transcript.Add(ran.Error);
        terminal.Done(cell, clock.Elapsed, ran);
        return ran;

        void Take(Message message)
        {
            // The start of the process is not the first cell's time.
            if (message.About == About.Ready)
                clock.Restart();
            else if (message.About == About.Told)
                terminal.Say(message.Text!);
            else
                transcript.Add(message);
            // A progress bar says more than the code.
            if (message is { About: About.Display or About.Update, Data: { } data })
                doing = data["text/plain"]?.ToString().Split('\n')[0] ?? doing;
        }

        Message? Reason() =>
            stop.IsCancellationRequested ? new(About.Error, "KeyboardInterrupt", "The run was interrupted.")
            : clock.Elapsed > limits.Cell && IsLimit(limits.Cell)
                ? TimedOut($"The cell did not end within {Seconds(limits.Cell)} s (--cell-timeout).")
            : total.Elapsed > left && IsLimit(limits.Total)
                ? TimedOut($"The notebook did not end within {Seconds(limits.Total)} s (--timeout).")
            : null;
    }

    // Until the cell or its process has ended, or is made to.
    private static (Message? Last, Message? Error, Message? Why) Follow(
        NotebookProcess process, Action<Message> take, Func<Message?> reason, Action tick)
    {
        Message? error = null, why = null;
        var (since, shown) = (new Stopwatch(), new Stopwatch());
        while (since.Elapsed < Grace)
        {
            var message = process.Next(Tick);
            if (message is { About: About.Ended or About.Gone })
                return (message, error, why);
            if (message is { About: About.Error })
                error = message;
            else if (message is not null)
                take(message);
            if (!shown.IsRunning || shown.Elapsed > Refresh)
            {
                tick();
                shown.Restart();
            }
            if (why is null && (why = reason()) is not null)
            {
                process.Send(new(About.Interrupt));
                since.Start();
            }
        }
        process.Kill();
        return (null, error, why);
    }

    private static CellRun Judge(Message? last, Message? error, Message? why) => (last, error, why) switch
    {
        ({ About: About.Ended }, null, null) => new(CellEnd.Finished, null),
        ({ About: About.Ended }, _, null) => new(CellEnd.Failed, error),
        ({ About: About.Gone }, _, null) => new(CellEnd.Broken, Gone(last.Text!)),
        (null, _, { } reason) => new(Ending(reason), reason with
        {
            Text = reason.Text + " It could not be interrupted, so its process was ended.",
            Lines = [reason.Text!, "It could not be interrupted, so its process was ended."],
        }),
        (_, _, { } reason) =>
            new(Ending(reason), reason with { Lines = [reason.Text!, .. error?.Lines ?? []] }),
        _ => throw new UnreachableException(),
    };

    private static CellEnd Ending(Message why) =>
        why.Name == "KeyboardInterrupt" ? CellEnd.Stopped : CellEnd.Broken;

    private static Message TimedOut(string text) => new(About.Error, "CellTimeoutError", text);

    private static Message Gone(string code)
    {
        var text = $"The process of the notebook ended with code {code} while this cell ran.";
        return new(About.Error, "DeadKernelError", text, Lines: [text]);
    }

    private static bool IsLimit(TimeSpan limit) => limit != Timeout.InfiniteTimeSpan;

    private static string Seconds(TimeSpan limit) =>
        limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
}
