using System.Reflection;
using System.Text.RegularExpressions;
using Deedle;

namespace PolyViT.Notebooks;

/// <summary>Deedle's frames and series as tables: their first and last rows, never their insides.</summary>
internal static partial class FrameGrid
{
    private const int MostRows = 20, MostColumns = 30;

    /// <summary>A frame as a table.</summary>
    /// <param name="frame">Any.</param>
    public static Grid Of(IFrame frame) => frame.Apply(new Operation());

    /// <summary>A series as a table of keys and values; null for what is none.</summary>
    /// <param name="series">Deedle's Series of any key and value.</param>
    public static Grid? OfSeries(object series)
    {
        var kind = series.GetType().GetInterfaces()
            .FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ISeries<>));
        return kind is null ? null : (Grid)typeof(FrameGrid)
            .GetMethod(nameof(OfKeyed), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(kind.GetGenericArguments()).Invoke(null, [series])!;
    }

    private static Grid OfKeyed<K>(ISeries<K> series)
        where K : notnull => Table(
            series.Index.Keys, ["", "value"], [series.Vector],
            IsShort(series.Index.KeyCount) ? "" : Count(series.Index.KeyCount, "value"));

    private static bool IsShort(long rows) => rows is > 0 and <= MostRows;

    private static Grid Table<K>(
        IReadOnlyList<K> keys, ImmutableArray<string> columns, IReadOnlyList<IVector> vectors, string remark)
    {
        var head = keys.Count <= MostRows ? keys.Count : MostRows / 2;
        var shown = Enumerable.Range(0, head).Concat(
            keys.Count <= MostRows ? [] : Enumerable.Range(keys.Count - (MostRows / 2), MostRows / 2));
        return new(columns, [.. shown.Select(i => Row(keys[i], i, vectors))])
        {
            GapAt = head,
            Gap = keys.Count <= MostRows ? "" : $"… {Count(keys.Count - MostRows, "more row")} …",
            Remark = remark,
        };
    }

    private static ImmutableArray<Cell> Row(object? key, int at, IEnumerable<IVector> vectors) =>
        [new(Brief.Of(key)), .. vectors.Select(v => ValueOf(v.GetObject(at).ValueOrDefault))];

    // Frames of words often hold numbers in their final form: "13,504", "92.1 %", "0.712 ± 0.021".
    private static Cell ValueOf(object? value) => value is string text
        ? new(Brief.Of(text), WrittenNumber().IsMatch(text))
        : Brief.Cell(value);

    [GeneratedRegex(@"^[-+]?\d[\d.,]*( ?%| ± \d[\d.,]*)?$")]
    private static partial Regex WrittenNumber();

    private static string Count(long n, string noun) =>
        FormattableString.Invariant($"{n} {noun}{(n == 1 ? "" : "s")}");

    private sealed class Operation : IFrameOperation<Grid>
    {
        public Grid Invoke<R, C>(Frame<R, C> frame)
            where R : notnull
            where C : notnull
        {
            var columns = frame.ColumnKeys.Select(k => (Name: Brief.Of(k), frame.GetColumn<object>(k).Vector))
                .Take(MostColumns).ToArray();
            var more = frame.ColumnCount > MostColumns ? $", {MostColumns} of them shown" : "";
            var size = $"{Count(frame.RowCount, "row")}, {Count(frame.ColumnCount, "column")}{more}";
            return Table(
                [.. frame.RowKeys], ["", .. columns.Select(c => c.Name)], [.. columns.Select(c => c.Vector)],
                IsShort(frame.RowCount) && more.Length == 0 ? "" : size);
        }
    }
}
