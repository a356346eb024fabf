using System.Collections;
using System.Net;
using System.Text;

namespace PolyViT.Kernel.Hosting;

/// <summary>Rows of texts under names.</summary>
/// <param name="Columns">The names.</param>
/// <param name="Rows">As many texts each as there are columns.</param>
/// <param name="Numbers">Of each column, whether all its values are numbers.</param>
/// <param name="More">What is said below about rows that are not shown; empty when all are.</param>
internal sealed record Table(
    ImmutableArray<string> Columns,
    ImmutableArray<ImmutableArray<string>> Rows,
    ImmutableArray<bool> Numbers,
    string More)
{
    private const int MostRows = 50;

    /// <summary>
    /// A table of a sequence of records, or of a dictionary; null when the items are not such, or none.
    /// </summary>
    /// <param name="items">Only as many are asked for as are shown, and one more.</param>
    public static Table? Of(IEnumerable items)
    {
        var some = items.Cast<object?>().Take(MostRows + 1).ToArray();
        if (some.Length == 0 || some.Any(i => i is null || !Members.AreAll(i.GetType())))
            return null;
        var names = some.SelectMany(i => Members.Names(i!.GetType())).Distinct().Take(30).ToImmutableArray();
        var shown = some.Take(MostRows).Select(i => names.Select(n => Members.Get(i, n)).ToArray()).ToArray();
        return new(
            names,
            [.. shown.Select(row => row.Select(PlainText.Inner).ToImmutableArray())],
            [.. names.Select((_, c) => shown.All(row => row[c] is null || IsNumber(row[c]!)))],
            some.Length <= MostRows ? "" : Rest(items));
    }

    /// <summary>The members of one value, each a row.</summary>
    /// <param name="value">One for which <see cref="Members.AreAll"/>.</param>
    public static Table OfMembers(object value) => new(
        ["", PlainText.NameOf(value.GetType())],
        [.. Members.Names(value.GetType())
            .Select(n => ImmutableArray.Create(n, PlainText.Inner(Members.Get(value, n))))],
        [false, false],
        "");

    /// <summary>As HTML.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table><thead>");
        Append(html, Columns, "th");
        html.Append("</thead><tbody>");
        foreach (var row in Rows)
            Append(html, row, "td");
        html.Append("</tbody></table>");
        return (More.Length == 0 ? html : html.Append($"<p>{Encode(More)}</p>")).ToString();
    }

    /// <summary>As lines with columns of equal width.</summary>
    public string ToText()
    {
        var lines = Rows.Insert(0, Columns).Select(r => r.Select(OneLine).ToArray()).ToArray();
        var widths = Columns.Select((_, c) => lines.Max(l => l[c].Length)).ToArray();
        var text = string.Join('\n', lines.Select(l => string.Join("  ", l.Select(Pad)).TrimEnd()));
        return More.Length == 0 ? text : $"{text}\n{More}";

        string Pad(string cell, int column) =>
            Numbers[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]);
    }

    private void Append(StringBuilder html, ImmutableArray<string> row, string tag)
    {
        html.Append("<tr>");
        foreach (var (i, cell) in row.Index())
            html.Append($"<{tag}{(Numbers[i] ? " style=\"text-align:right\"" : "")}>{Encode(cell)}</{tag}>");
        html.Append("</tr>");
    }

    private static string Rest(IEnumerable items) => items is ICollection all
        ? string.Create(CultureInfo.InvariantCulture, $"… and {all.Count - MostRows} more rows")
        : "… and more rows";

    private static string OneLine(string cell) => cell.ReplaceLineEndings(" ");

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static bool IsNumber(object value) =>
        value is decimal or Half or float or double or byte or sbyte or short or ushort or int or uint
            or long or ulong or nint or nuint or System.Numerics.BigInteger;
}
