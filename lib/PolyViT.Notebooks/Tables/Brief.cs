using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace PolyViT.Notebooks;

/// <summary>Any value in a few words, the same whatever the machine's language.</summary>
internal static class Brief
{
    private const int MostItems = 8, MostLetters = 160, MostDepth = 3;

    /// <summary>What stands for a value that is not there.</summary>
    public const string Missing = "–";

    /// <summary>A value as a cell.</summary>
    /// <param name="value">Anything.</param>
    public static Cell Cell(object? value) => new(Of(value), value is not null && IsNumber(value.GetType()));

    /// <summary>Whether values of a type are numbers.</summary>
    /// <param name="type">Any.</param>
    public static bool IsNumber(Type type) =>
        (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: false } t
        && (Type.GetTypeCode(t) is >= TypeCode.SByte and <= TypeCode.Decimal || t == typeof(Half)
            || t == typeof(BigInteger) || t == typeof(Int128) || t == typeof(UInt128));

    /// <summary>A value in words, in one line.</summary>
    /// <param name="value">Anything.</param>
    public static string Of(object? value) => Cut(Of(value, 0));

    /// <summary>A number with six digits, and no more than it has.</summary>
    /// <param name="value">The number.</param>
    public static string Number(double value) => value switch
    {
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "-∞",
        _ when double.IsInteger(value) && Math.Abs(value) < 1e15 =>
            value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("G6", CultureInfo.InvariantCulture),
    };

    /// <summary>A number with at most two digits after the point.</summary>
    /// <param name="value">The number.</param>
    public static string Rounded(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Of(object? value, int depth) => value switch
    {
        null => Missing,
        string s => OneLine(s),
        bool b => b ? "true" : "false",
        double d => Number(d),
        float f => Number(f),
        Half h => Number((double)h),
        Enum e => e.ToString(),
        DateTime t => t.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        DateTimeOffset t => t.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture),
        Tensor x => TensorSummary.Kind(x),
        Delegate => "a function",
        Type t => t.Name,
        ITuple t => $"({string.Join(", ", Enumerable.Range(0, t.Length).Select(i => Of(t[i], depth + 1)))})",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        DictionaryEntry e => $"{Of(e.Key, depth + 1)}: {Of(e.Value, depth + 1)}",
        _ when depth >= MostDepth => "…",
        IEnumerable items => Items(items, depth),
        _ when RecordShape.Of(value.GetType()) is { } shape => Parts(shape, value, depth),
        _ => Named(value),
    };

    private static string Items(IEnumerable items, int depth)
    {
        var (shown, more) = Sequence.Head(items, MostItems);
        var words = shown.Select(i => Of(i, depth + 1));
        return $"[{string.Join(", ", more.Length == 0 ? words : words.Append(more))}]";
    }

    // What has a name is known by it.
    private static string Parts(RecordShape shape, object value, int depth)
    {
        string Part(RecordPart part) => Of(part.Read(value), depth + 1);
        return shape.Parts is [{ Name: "Key" } key, { Name: "Value" } item] ? $"{Part(key)}: {Part(item)}"
            : shape.Parts.FirstOrDefault(p => p.Name == "Name")?.Read(value) is string name ? OneLine(name)
            : string.Join(", ", shape.Parts.Select(p => $"{p.Name} {Part(p)}"));
    }

    private static string Named(object value) =>
        value.ToString() is { } text && text != value.GetType().ToString()
            ? OneLine(text)
            : value.GetType().Name.Split('`')[0];

    private static string OneLine(string text) =>
        string.Concat(text.Take(MostLetters + 1).Select(c => char.IsControl(c) ? ' ' : c));

    private static string Cut(string text) =>
        text.Length <= MostLetters ? text : text[..(MostLetters - 1)] + "…";
}
