using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>A cell on a thread of its own, which its awaits come back to.</summary>
internal sealed class RunningCell
{
    private const int StackBytes = 16 << 20;

    private readonly CancellationTokenSource stop = new();
    private readonly Thread thread;
    private CellOutcome? outcome;

    private RunningCell(Session session, Cell cell, Action<string> tell) =>
        thread = new Thread(() => outcome = Run(session, cell, tell), StackBytes)
        {
            IsBackground = true,
            Name = cell.Name,
        };

    /// <summary>Cancelled by an interrupt: what a cell that wants to stop in good order looks at.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>How it ended; only after <see cref="Wait"/> has said that it has.</summary>
    public CellOutcome Outcome => outcome ?? throw new InvalidOperationException("The cell is still running.");

    /// <summary>Starts a cell.</summary>
    /// <param name="session">What earlier cells left.</param>
    /// <param name="cell">The code.</param>
    /// <param name="tell">Told, in a sentence, when something before the run takes a while.</param>
    public static RunningCell Start(Session session, Cell cell, Action<string> tell)
    {
        var running = new RunningCell(session, cell, tell);
        running.thread.Start();
        return running;
    }

    /// <summary>Asks the cell to stop, and makes it stop after a second; returns at once.</summary>
    public void Interrupt() => stop.Cancel();

    /// <summary>Waits for the end of the cell.</summary>
    /// <param name="limit">How long; may be infinite.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Wait(TimeSpan limit) => thread.Join(limit);

    private CellOutcome Run(Session session, Cell cell, Action<string> tell)
    {
        var (code, errors) = session.Compile(cell.Code, cell.Name, tell, Stop);
        if (code is null)
            return new(CellEnding.NotCompiled, null, new("CompilationError", errors[0], errors), session);
        var ran = Session.Run(code, Stop).GetAwaiter().GetResult();
        return ran.Error is null
            ? new(CellEnding.Finished, ran.Value, null, ran.After)
            : new(CellEnding.Failed, null, ErrorOf(ran.Error), ran.After);
    }

    private static CellError ErrorOf(Exception thrown) =>
        new(thrown.GetType().FullName!, thrown.Message, [.. Complaint.About(thrown).Split('\n')]);
}
