using System.Text;

namespace PolyViT.Notebooks;

/// <summary>Tables as aligned text.</summary>
internal static class GridText
{
    /// <summary>The table, without a line break at its end.</summary>
    public static string Of(Grid grid)
    {
        var widths = grid.Columns.Select((name, c) => Math.Max(
            name.Length, grid.Rows.Select(r => r[c].Text.Length).DefaultIfEmpty().Max())).ToArray();
        var numbers = widths.Select((_, c) => c > 0 && grid.Rows.Any(r => r[c].IsNumber)).ToArray();
        var text = new StringBuilder();
        if (grid.Columns.Any(c => c.Length > 0))
            Append(text, grid.Columns.Select((name, c) => new Cell(name, numbers[c])), widths);
        foreach (var line in grid.Lines())
        {
            if (line is { } row)
                Append(text, row.Select((cell, c) => cell with { IsNumber = grid.IsRight(cell, c) }), widths);
            else
                text.Append(grid.Gap).Append('\n');
        }
        return text.Append(grid.Remark).ToString().TrimEnd('\n');
    }

    private static void Append(StringBuilder text, IEnumerable<Cell> cells, int[] widths) => text
        .Append(string.Join("  ", cells.Zip(widths, Padded)).TrimEnd()).Append('\n');

    private static string Padded(Cell cell, int width) =>
        cell.IsNumber ? cell.Text.PadLeft(width) : cell.Text.PadRight(width);
}
