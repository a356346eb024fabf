using System.Diagnostics;

namespace PolyViT.Kernel.Notebooks;

/// <summary>What a run may take and whether it goes on after an error.</summary>
/// <param name="Cell">For each cell; infinite when there is no limit.</param>
/// <param name="Total">For a notebook.</param>
/// <param name="AllowErrors">A cell that throws does not end the run.</param>
internal sealed record Limits(TimeSpan Cell, TimeSpan Total, bool AllowErrors);

/// <summary>How the run of a notebook went.</summary>
/// <param name="Cells">How many cells were started.</param>
/// <param name="Errors">How many cells failed and were allowed to.</param>
/// <param name="Seconds">In all.</param>
/// <param name="Failure">Why it did not reach its end, in one line; null when it did.</param>
/// <param name="Stopped">Whether the user ended it.</param>
internal sealed record Ran(int Cells, int Errors, double Seconds, string? Failure, bool Stopped);

/// <summary>Runs a notebook in a process of its own and stores the outputs in its cells.</summary>
internal static class NotebookRun
{
    /// <summary>Runs all cells in order, until one fails that must not.</summary>
    /// <param name="notebook">
    /// Its code cells get new outputs; those tagged skip-execution stay as they are.
    /// </param>
    /// <param name="limits">Of time.</param>
    /// <param name="terminal">Shows how far it is.</param>
    /// <param name="stop">Interrupts the running cell and ends the run.</param>
    public static Ran Run(Notebook notebook, Limits limits, Terminal terminal, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var transcript = new Transcript();
        using var process = NotebookProcess.Start(notebook.Folder);
        var (number, errors, failure) = (0, 0, (CellRun?)null);
        foreach (var cell in notebook.Code.Where(c => !c.HasTag("skip-execution")))
        {
            if (failure is not null || string.IsNullOrWhiteSpace(cell.Source()))
            {
                cell.SetOutputs(null, []);
                continue;
            }
            transcript.Begin(++number);
            var ran = CellRun.Run(process, transcript, new(cell.Source(), number), limits,
                limits.Total - clock.Elapsed, terminal, stop);
            cell.SetOutputs(number, transcript.End());
            var allowed = limits.AllowErrors || cell.HasTag("raises-exception");
            errors += ran.How == CellEnd.Failed && allowed ? 1 : 0;
            failure = ran.How == CellEnd.Finished || (ran.How == CellEnd.Failed && allowed) ? null : ran;
        }
        var why = failure?.Error is { } error
            ? $"cell {number}: {error.Name}: {FirstLine(error.Text)}"
            : null;
        return new(number, errors, clock.Elapsed.TotalSeconds, why, failure?.How == CellEnd.Stopped);
    }

    private static string FirstLine(string? text) => (text ?? "").Split('\n')[0].Trim();
}
