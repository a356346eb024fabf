using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

/// <summary>A session to which cells are given one after another.</summary>
internal sealed class NotebookSession(string folder)
{
    private int count;

    public Session Session { get; private set; } = Session.StartNotebook(folder);

    /// <summary>Runs a cell to its end.</summary>
    public CellOutcome Run(string code)
    {
        var running = RunningCell.Start(Session, new(code, $"cell {++count}"), _ => { });
        return End(running);
    }

    /// <summary>Runs a cell, which must finish, for its value.</summary>
    public object? Value(string code)
    {
        var outcome = Run(code);
        Assert.Equal("", string.Join('\n', outcome.Error?.Traceback ?? []));
        Assert.Equal(CellEnding.Finished, outcome.Ending);
        return outcome.Value;
    }

    /// <summary>Starts a cell, and interrupts it when it has begun.</summary>
    public CellOutcome Interrupt(string code)
    {
        // Not disposed: the cell may still be about to use it.
        var ready = new System.Threading.ManualResetEventSlim();
        var key = $"ready {Guid.NewGuid()}";
        AppDomain.CurrentDomain.SetData(key, (Action)ready.Set);
        var tell = $"((Action)AppDomain.CurrentDomain.GetData(\"{key}\"))();";
        var running = RunningCell.Start(Session, new($"{tell} {code}", $"cell {++count}"), _ => { });
        Assert.True(ready.Wait(TimeSpan.FromMinutes(1)), "The cell did not begin within a minute.");
        Assert.False(running.Wait(TimeSpan.Zero));
        running.Interrupt();
        var outcome = End(running);
        Assert.True(running.Stop.IsCancellationRequested);
        return outcome;
    }

    private CellOutcome End(RunningCell running)
    {
        Assert.True(running.Wait(TimeSpan.FromMinutes(1)), "The cell did not end within a minute.");
        Session = running.Outcome.After;
        return running.Outcome;
    }
}
