using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

public class InterruptTests
{
    private readonly NotebookSession notebook = new(Path.GetTempPath());

    public static TheoryData<string> Busy => new(
        "while (true) n++;",
        "while (true) try { while (true) n++; } catch { }",
        "System.Threading.Thread.Sleep(-1);",
        "while (true) try { System.Threading.Thread.Sleep(-1); } catch (Exception) { n++; }",
        "await Task.Delay(-1);",
        "Task.Delay(-1).Wait();",
        "while (true) await Task.Yield();",
        "while (true) await Task.Delay(1);",
        "while (true) { try { await Task.Delay(1); } catch { } }",
        "await Task.Run(() => System.Threading.Thread.Sleep(5000));",
        "new System.Collections.Concurrent.BlockingCollection<int>().Take();",
        "Enumerable.Repeat(1, int.MaxValue).Select(i => { System.Threading.Thread.Sleep(-1); return i; })");

    [Theory]
    [MemberData(nameof(Busy))]
    public void A_busy_cell_stops_and_what_it_assigned_stays(string code)
    {
        notebook.Value("var n = 0; var kept = 1;");
        var outcome = notebook.Interrupt($"kept = 2; var own = new List<int> {{ 3 }};\n{code}");
        Assert.Equal(CellEnding.Interrupted, outcome.Ending);
        Assert.Equal("KeyboardInterrupt", outcome.Error!.Name);
        Assert.Equal("The cell was interrupted.", outcome.Error.Message);
        Assert.EndsWith("KeyboardInterrupt: The cell was interrupted.", outcome.Error.Traceback[0]);
        Assert.DoesNotContain(outcome.Error.Traceback, l => l.Contains("   at "));
        Assert.Equal(5, notebook.Value("kept + own[0]"));
    }

    [Fact]
    public void The_place_of_a_busy_loop_is_told() => Assert.Equal(
        ["cell 1(2): KeyboardInterrupt: The cell was interrupted.", "    while (true) n++;"],
        notebook.Interrupt("long n = 0;\nwhile (true) n++;").Error!.Traceback);

    [Fact]
    public void A_cell_that_looks_at_the_token_stops_in_good_order()
    {
        RunningCell? running = null;
        var done = new System.Threading.ManualResetEventSlim();
        AppDomain.CurrentDomain.SetData("wait", () =>
        {
            running!.Interrupt();
            running.Stop.WaitHandle.WaitOne();
            return running.Stop;
        });
        running = RunningCell.Start(notebook.Session, new("""
            var steps = 0;
            var wait = (Func<System.Threading.CancellationToken>)AppDomain.CurrentDomain.GetData("wait");
            try { wait().ThrowIfCancellationRequested(); } finally { steps = 9; }
            """, "cell 1"), _ => { });
        Assert.True(running.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(CellEnding.Interrupted, running.Outcome.Ending);
        var next = RunningCell.Start(running.Outcome.After, new("steps", "cell 2"), _ => { });
        Assert.True(next.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(9, next.Outcome.Value);
    }

    [Fact]
    public void A_cell_that_has_ended_does_not_mind()
    {
        var running = RunningCell.Start(notebook.Session, new("1", "cell 1"), _ => { });
        Assert.True(running.Wait(TimeSpan.FromMinutes(1)));
        running.Interrupt();
        running.Interrupt();
        Assert.Equal((CellEnding.Finished, 1), (running.Outcome.Ending, running.Outcome.Value));
    }

    [Fact]
    public void The_outcome_of_a_running_cell_is_not_known()
    {
        using var gate = new System.Threading.ManualResetEventSlim();
        AppDomain.CurrentDomain.SetData("gate", (Action)gate.Wait);
        var running = RunningCell.Start(
            notebook.Session, new("((Action)AppDomain.CurrentDomain.GetData(\"gate\"))()", "cell 1"),
            _ => { });
        Assert.Contains("cell 1 is still running",
            Assert.Throws<InvalidOperationException>(() => running.Outcome).Message);
        gate.Set();
        Assert.True(running.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(CellEnding.Finished, running.Outcome.Ending);
    }
}
