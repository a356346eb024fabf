using System.Text;
using Deedle;
using Spectre.Console;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    /// <summary>Prints a frame: with rules on a terminal, as plain aligned text elsewhere.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="console">Where to; null is the process's console.</param>
    public static void Print(Frame<string, string> frame, IAnsiConsole? console = null)
    {
        console ??= AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Out.Writer.Write(Text(frame));
            return;
        }
        var table = new Table().Border(TableBorder.Simple).AddColumn("");
        foreach (var name in frame.ColumnKeys)
            table.AddColumn(new TableColumn($"[bold]{Markup.Escape(name)}[/]").RightAligned());
        foreach (var row in Rows(frame))
            table.AddRow([.. row.Select(Markup.Escape)]);
        console.Write(table);
    }

    /// <summary>A frame as aligned text; columns that do not fit follow below.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="width">The most characters in a line.</param>
    public static string Text(Frame<string, string> frame, int width = 120)
    {
        string[][] all = [["", .. frame.ColumnKeys], .. Rows(frame)];
        var widths = Enumerable.Range(0, all[0].Length)
            .Select(c => Math.Min(all.Max(r => r[c].Length), c == 0 ? width / 3 : (width * 2 / 3) - 2))
            .ToArray();
        var text = new StringBuilder();
        foreach (var block in Blocks(widths, width))
        {
            if (text.Length > 0)
                text.Append('\n');
            foreach (var row in all)
                text.AppendJoin("  ", block.Select(c => Pad(row[c], widths[c], c == 0))).Append('\n');
        }
        return text.ToString();
    }

    private static IEnumerable<string[]> Rows(Frame<string, string> frame)
    {
        var columns = frame.ColumnKeys.Select(c => frame.GetColumn<object>(c)).ToArray();
        return frame.RowKeys.Select(r => (string[])[r, .. columns.Select(c => Cell(c.TryGet(r)))]);
    }

    private static string Cell(OptionalValue<object> value) => value.HasValue
        ? value.Value is double d ? d.ToString("0.000", CultureInfo.InvariantCulture)
            : Convert.ToString(value.Value, CultureInfo.InvariantCulture) ?? "–"
        : "–";

    // Each block has the row names and as many columns as fit.
    private static IEnumerable<int[]> Blocks(int[] widths, int width)
    {
        var (block, used) = (new List<int> { 0 }, widths[0]);
        for (var c = 1; c < widths.Length; c++)
        {
            if (block.Count > 1 && used + 2 + widths[c] > width)
            {
                yield return [.. block];
                (block, used) = ([0], widths[0]);
            }
            block.Add(c);
            used += 2 + widths[c];
        }
        yield return [.. block];
    }

    private static string Pad(string cell, int width, bool left)
    {
        var shown = cell.Length <= width ? cell : cell[..(width - 1)] + "…";
        return left ? shown.PadRight(width) : shown.PadLeft(width);
    }
}
