namespace PolyViT.Notebooks;

/// <summary>A cell of a table.</summary>
/// <param name="Text">What it shows.</param>
/// <param name="IsNumber">Numbers stand to the right, words to the left.</param>
/// <param name="Swatch">#rrggbb before the text; null is none.</param>
internal readonly record struct Cell(string Text, bool IsNumber = false, string? Swatch = null);

/// <summary>A table ready to be written: words only, so long ones are cut before.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">Each with a cell per column; the first names the row.</param>
internal sealed record Grid(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<Cell>> Rows)
{
    /// <summary>The place of what was left out, such as "… 80 more rows"; past the end is below.</summary>
    public int GapAt { get; init; } = int.MaxValue;

    /// <summary>What was left out; empty is nothing.</summary>
    public string Gap { get; init; } = "";

    /// <summary>A sentence below the table; may be empty.</summary>
    public string Remark { get; init; } = "";

    /// <summary>The rows and the gap in their order; a gap is null.</summary>
    public IEnumerable<ImmutableArray<Cell>?> Lines()
    {
        var at = Math.Min(GapAt, Rows.Length);
        var lines = Rows.Select(r => (ImmutableArray<Cell>?)r);
        return Gap.Length == 0 ? lines : lines.Take(at).Append(null).Concat(lines.Skip(at));
    }

    /// <summary>Whether a cell stands to the right: a number, or the dash in a number's place.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="column">Its column.</param>
    public bool IsRight(Cell cell, int column) =>
        cell.IsNumber || (cell.Text == Brief.Missing && Rows.Any(r => r[column].IsNumber));

    /// <summary>The table as HTML and as text.</summary>
    public Bundle Bundle() => Mime.Page(GridHtml.Of(this), GridText.Of(this));
}
