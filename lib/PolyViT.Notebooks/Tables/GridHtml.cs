using System.Text;

namespace PolyViT.Notebooks;

/// <summary>Tables as HTML that fits a light and a dark page; its styles stand in its elements, because
/// notebooks that are not trusted keep no others.</summary>
internal static class GridHtml
{
    private const string Left = "padding:.2em .6em;text-align:left";
    private const string Right = "padding:.2em .6em;text-align:right";
    private const int ShortEnough = 48;

    /// <summary>The table.</summary>
    public static string Of(Grid grid)
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto\"><table>")
            .Append(Head(grid)).Append("<tbody>\n");
        foreach (var line in grid.Lines())
            html.Append("<tr>").Append(line is { } row ? Row(grid, row) : Gap(grid)).Append("</tr>\n");
        html.Append("</tbody></table></div>");
        return grid.Remark.Length == 0 ? html.ToString()
            : html.Append($"<div style=\"opacity:.75\">{Page.Text(grid.Remark)}</div>").ToString();
    }

    private static string Head(Grid grid) => grid.Columns.All(c => c.Length == 0) ? "" : "<thead><tr>"
        + string.Concat(grid.Columns.Select((c, i) => $"<th style=\"{Side(grid, i)}\">{Page.Text(c)}</th>"))
        + "</tr></thead>";

    private static string Row(Grid grid, ImmutableArray<Cell> row) => string.Concat(row.Select((cell, i) =>
    {
        var (tag, side) = i == 0 ? ("th", Left) : ("td", grid.IsRight(cell, i) ? Right : Left);
        var wrap = cell.Text.Length <= ShortEnough ? ";white-space:nowrap" : "";
        return $"<{tag} style=\"{side}{wrap}\">{Swatch(cell)}{Page.Text(cell.Text)}</{tag}>";
    }));

    private static string Swatch(Cell cell) => cell.Swatch is not { } colour ? ""
        : "<span style=\"display:inline-block;width:.8em;height:.8em;margin-right:.5em;"
            + $"background-color:{colour}\"></span>";

    private static string Gap(Grid grid) =>
        $"<td colspan=\"{grid.Columns.Length}\" style=\"{Left}\"><i>{Page.Text(grid.Gap)}</i></td>";

    private static string Side(Grid grid, int column) =>
        column > 0 && grid.Rows.Any(r => r[column].IsNumber) ? Right : Left;
}
