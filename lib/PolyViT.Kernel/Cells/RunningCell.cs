using System.Runtime;
using PolyViT.Kernel.Hosting;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>A cell on a thread of its own, which its awaits come back to.</summary>
internal sealed class RunningCell
{
    private const int StackBytes = 16 << 20;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenBlows = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource abort = new();
    private readonly Pump pump = new();
    private readonly Session before;
    private readonly Cell cell;
    private readonly Thread thread;
    private readonly Lazy<CellOutcome> outcome;
    private int interrupted;
    private volatile bool overdue;

    // Written by the cell's thread and read when it has ended. Nothing is made of them on that thread:
    // whatever it does after an interrupt may be interrupted as well.
    private ImmutableArray<string> errors = [];
    private Execution? execution;
    private object? value;
    private IReadOnlyDictionary<string, object>? shown;
    private Exception? thrown;

    private RunningCell(Session session, Cell cell, Action<string> tell)
    {
        (before, this.cell) = (session, cell);
        outcome = new(Conclude);
        thread = new(() => Run(tell), StackBytes) { IsBackground = true, Name = cell.Name };
    }

    /// <summary>Cancelled by an interrupt: what a cell that wants to stop in good order looks at.</summary>
    public CancellationToken Stop => stop.Token;

    /// <summary>How it ended; only after <see cref="Wait"/> has said that it has.</summary>
    public CellOutcome Outcome => thread.IsAlive
        ? throw new InvalidOperationException($"{cell.Name} is still running: wait for it.")
        : outcome.Value;

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
    /// <remarks>A call into a native library, or a finally block, ends only when it returns.</remarks>
    public void Interrupt()
    {
        if (Interlocked.Exchange(ref interrupted, 1) == 0)
            new Thread(Insist) { IsBackground = true, Name = $"interrupt of {cell.Name}" }.Start();
    }

    /// <summary>Waits for the end of the cell.</summary>
    /// <param name="limit">How long; may be infinite.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Wait(TimeSpan limit) => thread.Join(limit);

    /// <summary>Ends the cell here, if it should have stopped by now and this is its thread.</summary>
    /// <remarks>Called where output is taken: a cell that prints without end needs no abort.</remarks>
    /// <exception cref="OperationCanceledException">It should have.</exception>
    public void EndIfOverdue()
    {
        if (overdue && Thread.CurrentThread == thread)
            throw new OperationCanceledException(Stop);
    }

    private void Insist()
    {
        // Not on this thread: the callbacks are the cell's, and an abort waits until it is heard.
        stop.CancelAsync();
        if (thread.Join(Grace))
            return;
        overdue = true;
        pump.Stop();
        if (thread.Join(BetweenBlows))
            return;
        // Sleeps and waits hear this. Managed code hears only an abort, which comes second: it can take the
        // process with it when it meets a thread inside the runtime, as where locks are taken.
        thread.Interrupt();
        if (thread.Join(BetweenBlows))
            return;
        abort.CancelAsync();
        // A cell may catch what an interrupt throws.
        while (!thread.Join(BetweenBlows))
            thread.Interrupt();
    }

#pragma warning disable CA1031 // A cell may throw anything, and its thread must not end the process.
    private void Run(Action<string> tell)
    {
        try
        {
            (var code, errors) = before.Compile(cell.Code, cell.Name, tell, Stop);
            if (code is not null)
                Execute(execution = Execution.Of(code));
        }
        catch (Exception e)
        {
            thrown ??= e;
        }
    }

#pragma warning disable SYSLIB0046 // The abort is what this is for: a cell that does not stop by itself.
    private void Execute(Execution run)
    {
        // With a token that can be cancelled, always: with another one, this call never returns.
        ControlledExecution.Run(
            () =>
            {
                try
                {
                    value = pump.Run(run.Begin);
                    shown = value is null ? null : Formatting.Of(value);
                }
                catch (Exception e)
                {
                    // Here, because an aborted run throws something else, which does not know the place.
                    thrown = e;
                    throw;
                }
            },
            abort.Token);
    }
#pragma warning restore SYSLIB0046, CA1031

    private CellOutcome Conclude()
    {
        var after = execution?.After() ?? before;
        if (thrown is not null)
            return Stop.IsCancellationRequested
                ? new(CellEnding.Interrupted, null, CellErrors.Interrupted(thrown, after), after)
                : new(CellEnding.Failed, null, CellErrors.Of(thrown, after), after);
        return execution is null
            ? new(CellEnding.NotCompiled, null, CellErrors.Of(errors), before)
            : new(CellEnding.Finished, value, null, after) { Shown = shown };
    }
}
