using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

public class TerminalTests
{
    private static readonly CellOrder Cell = new("// Trains.\nusing System;\nTrain(steps);\nShow();", 3);
    private static readonly TimeSpan Elapsed = TimeSpan.FromSeconds(12.345);

    [Fact]
    public void A_file_gets_a_line_for_each_cell_that_has_ended()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(text, null);
        terminal.Running(Cell, Elapsed, "50 %");
        terminal.Done(Cell, Elapsed, new(CellEnd.Finished, null));
        terminal.Done(Cell, Elapsed, new(CellEnd.Failed, new(About.Error, "E", "e", Lines: ["one\ntwo"])));
        Assert.Equal("""
              [ 3] ok    12.35 s  Train(steps);
              [ 3] !!    12.35 s  Train(steps);
                     one
                     two

            """.ReplaceLineEndings("\n"), text.ToString());
    }

    [Fact]
    public void A_terminal_shows_what_a_cell_is_doing_in_a_line_that_it_overwrites()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(text, 40);
        terminal.Running(Cell, Elapsed, "50 % of a very long sentence about training");
        terminal.Done(Cell, Elapsed, new(CellEnd.Finished, null));
        Assert.Equal("\r\u001b[K  [ 3] ...      12 s  50 % of a very..."
            + "\r\u001b[K  [ 3] ok    12.35 s  Train(steps);\n", text.ToString());
    }
}
