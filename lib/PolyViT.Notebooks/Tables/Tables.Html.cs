using System.Text;
using Deedle;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    /// <summary>A frame as an HTML table.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="best">Which cells (row, column) to mark; null marks none.</param>
    /// <param name="swatches">#rrggbb before the names of the first rows.</param>
    public static string Html(
        Frame<string, string> frame, Func<string, string, bool>? best = null,
        IReadOnlyList<string>? swatches = null)
    {
        string[] columns = [.. frame.ColumnKeys];
        var html = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr><th></th>");
        foreach (var column in columns)
            html.Append("<th>").Append(Page.Text(column)).Append("</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var (i, row) in Rows(frame).Index())
        {
            html.Append("<tr><th>").Append(Swatch(swatches, i)).Append(Page.Text(row[0])).Append("</th>");
            foreach (var (cell, column) in row.Skip(1).Zip(columns))
            {
                html.Append(best?.Invoke(row[0], column) == true ? "<td class=\"best\">" : "<td>")
                    .Append(Page.Text(cell)).Append("</td>");
            }
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table></div>\n").ToString();
    }

    private static string Swatch(IReadOnlyList<string>? swatches, int row) => row < swatches?.Count
        ? $"<span class=\"swatch\" style=\"background:{swatches[row]}\"></span>"
        : "";
}
