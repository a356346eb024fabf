using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolyViT.Notebooks;

/// <summary>Records, sequences of records and dictionaries as tables.</summary>
internal static class RecordGrid
{
    private const int MostRows = 30, MostItems = 100, WideColumns = 8;

    /// <summary>What a record, a sequence or a dictionary looks like; null for anything else.</summary>
    /// <param name="value">Any value.</param>
    public static Bundle? Of(object value) => value switch
    {
        string or JsonNode or JsonDocument or Bundle => null,
        _ when HostContract.IsOfHost(value.GetType()) => null,
        IEnumerable items => OfItems(items),
        ITuple => Mime.Text(Brief.Of(value)),
        _ when RecordShape.Of(value.GetType()) is { Parts.Length: > 0 } shape => OfOne(shape, value).Bundle(),
        _ => null,
    };

    private static Grid OfOne(RecordShape shape, object value) =>
        new(["", ""], [.. shape.Parts.Select(p => ImmutableArray.Create<Cell>(
            new(p.Name), new(Brief.Of(p.Read(value)))))]);

    private static Bundle OfItems(IEnumerable items)
    {
        var (shown, more) = Sequence.Head(items, MostRows);
        if (shown.Count > 0 && shown.All(i => i is Drawing))
            return DrawingView.Of([.. shown.Cast<Drawing>()]);
        if (shown.Count > 0 && ShapeOfAll(shown) is { } shape)
            return Folded(OfMany(shape, shown) with { Gap = more }).Bundle();
        var (many, rest) = Sequence.Head(items, MostItems);
        var words = many.Select(Brief.Of);
        return Mime.Text($"[{string.Join(", ", rest.Length == 0 ? words : words.Append(rest))}]");
    }

    // Items of one type only: others have no columns in common.
    private static RecordShape? ShapeOfAll(IReadOnlyList<object?> items) =>
        items[0] is { } first && items.All(i => i?.GetType() == first.GetType())
        && RecordShape.Of(first.GetType()) is { Parts.Length: > 0 } shape ? shape : null;

    // Values of a dictionary that are records themselves spread their parts over the columns.
    private static Grid OfMany(RecordShape shape, IReadOnlyList<object?> items)
    {
        if (shape.Parts is [{ Name: "Key" } key, { Name: "Value" } inner]
            && ShapeOfAll([.. items.Select(i => inner.Read(i!))]) is { } within)
        {
            return new(
                ["", .. within.Parts.Select(p => p.Name)],
                [.. items.Select(i => Row(key.Read(i!), within.Parts.Select(p => p.Read(inner.Read(i!)!))))]);
        }
        return new(
            [.. shape.Parts.Select(p => p.Name)],
            [.. items.Select(i => Row(shape.Parts[0].Read(i!), shape.Parts[1..].Select(p => p.Read(i!))))]);
    }

    private static ImmutableArray<Cell> Row(object? head, IEnumerable<object?> rest) =>
        [new(Brief.Of(head)), .. rest.Select(Brief.Cell)];

    // In a wide table, what is the same in every row is said once, below.
    private static Grid Folded(Grid grid)
    {
        if (grid.Columns.Length <= WideColumns || grid.Rows.Length < 2)
            return grid;
        var varies = Enumerable.Range(0, grid.Columns.Length)
            .ToLookup(c => c == 0 || grid.Rows.Any(r => r[c] != grid.Rows[0][c]));
        var same = varies[false].Select(c => $"{grid.Columns[c]} {grid.Rows[0][c].Text}");
        return grid with
        {
            Columns = [.. varies[true].Select(c => grid.Columns[c])],
            Rows = [.. grid.Rows.Select(r => varies[true].Select(c => r[c]).ToImmutableArray())],
            Remark = varies[false].Any() ? $"The same in each row: {string.Join(", ", same)}." : "",
        };
    }
}
