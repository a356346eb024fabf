namespace PolyViT.Kernel.Notebooks;

/// <summary>Shows a run: a line for each cell.</summary>
/// <param name="Out">Where to.</param>
/// <param name="Width">Columns; null when it is a file or a pipe, where no line can be changed.</param>
internal sealed record Terminal(TextWriter Out, int? Width)
{
    private const int WidthOfFiles = 110;

    /// <summary>The process's own output.</summary>
    public static Terminal Here() =>
        new(Console.Out, Console.IsOutputRedirected ? null : Math.Max(40, Console.BufferWidth));

    /// <summary>A sentence of its own.</summary>
    /// <param name="text">One line.</param>
    public void Say(string text) => Out.WriteLine($"{Back}  {text}");

    /// <summary>Says how long a cell has been running, on terminals only.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="elapsed">Since its start.</param>
    /// <param name="doing">What it is doing.</param>
    public void Running(CellOrder cell, TimeSpan elapsed, string doing)
    {
        if (Width is not null)
            Out.Write(Back + Line(cell, Text(elapsed, "0"), "...", doing));
    }

    /// <summary>Says how a cell ended, and what is wrong with it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="elapsed">What it took.</param>
    /// <param name="ran">How it went.</param>
    public void Done(CellOrder cell, TimeSpan elapsed, CellRun ran)
    {
        Out.WriteLine(Back + Line(cell, Text(elapsed, "0.00"), ran.Error is null ? "ok" : "!!", cell.FirstLine));
        foreach (var line in (ran.Error?.Lines ?? []).SelectMany(l => l.Split('\n')))
            Out.WriteLine($"         {line}");
        Out.Flush();
    }

    private static string Text(TimeSpan elapsed, string format) =>
        elapsed.TotalSeconds.ToString(format, CultureInfo.InvariantCulture);

    private string Back => Width is null ? "" : "\r\u001b[K";

    private string Line(CellOrder cell, string seconds, string mark, string what)
    {
        var line = $"  [{cell.Number,2}] {mark,-3} {seconds,7} s  {what}";
        var width = (Width ?? WidthOfFiles) - 1;
        return line.Length <= width ? line : line[..(width - 3)] + "...";
    }
}
