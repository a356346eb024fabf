using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Hosting;

/// <summary>
/// Any value as text that ends: at most so deep, so many items and so many characters, whatever refers to
/// whatever.
/// </summary>
internal static class PlainText
{
    private const int Depth = 3;

    private const int Items = 20;

    private const int OutermostItems = 100;

    private const int Characters = 10_000;

    private const int InnerCharacters = 200;

    /// <summary>The text of a value; a string is itself, in full.</summary>
    /// <param name="value">Anything.</param>
    public static string Of(object? value) => value as string ?? Within(value, 0);

    /// <summary>The text of a value inside another, as in a cell of a table.</summary>
    /// <param name="value">Anything.</param>
    public static string Inner(object? value) =>
        value is string text ? Cut(text, InnerCharacters) : Cut(Within(value, 1), InnerCharacters);

    /// <summary>The name of a type as C# writes it.</summary>
    /// <param name="type">Any.</param>
    public static string NameOf(Type type) =>
        type.IsArray ? $"{NameOf(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]"
        : type.Name.StartsWith("<>", StringComparison.Ordinal) ? ""
        : !type.IsGenericType ? type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>";

    private static string Within(object? value, int depth)
    {
        var text = new StringBuilder();
        Write(text, value, depth);
        return Cut(text.ToString(), Characters);
    }

    private static void Write(StringBuilder text, object? value, int depth) => _ = value switch
    {
        null => text.Append("null"),
        string s => text.Append(Cut(s, InnerCharacters)),
        DateTime time => text.Append(time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
        DateTimeOffset time =>
            text.Append(time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)),
        Type type => text.Append(NameOf(type)),
        Exception e when depth == 0 => text.Append(Complaint.About(e)),
        Exception e => text.Append($"{Trace.NameOf(e.GetType())}: {e.Message}"),
        ITuple tuple =>
            Sequence(text, "(", Enumerable.Range(0, tuple.Length).Select(i => tuple[i]), ")", depth),
        IDictionary pairs => Sequence(text, "{", pairs, "}", depth),
        DictionaryEntry pair => Pair(text, pair.Key, pair.Value, depth),
        IEnumerable items when HasNoText(items) => Sequence(text, "[", items, "]", depth),
        _ when Members.AreAll(value.GetType()) => Object(text, value, depth),
        IFormattable f => text.Append(f.ToString(null, CultureInfo.InvariantCulture)),
        _ => text.Append(ToText(value)),
    };

    private static StringBuilder Sequence(
        StringBuilder text, string open, IEnumerable items, string close, int depth)
    {
        text.Append(open);
        if (depth > Depth)
            return text.Append('…').Append(close);
        var most = depth == 0 ? OutermostItems : Items;
        var shown = 0;
        foreach (var item in items)
        {
            text.Append(shown == 0 ? "" : ", ");
            if (shown++ == most || text.Length > Characters)
                return text.Append('…').Append(Rest(items, shown - 1)).Append(close);
            Write(text, item, depth + 1);
        }
        return text.Append(close);
    }

    private static StringBuilder Object(StringBuilder text, object value, int depth)
    {
        var type = value.GetType();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Pair(text, Members.Get(value, "Key"), Members.Get(value, "Value"), depth);
        text.Append(NameOf(type)).Append(type.Name[0] == '<' ? "{ " : " { ");
        if (depth > Depth)
            return text.Append("… }");
        foreach (var (i, name) in Members.Names(type).Index())
        {
            if (text.Length > Characters)
                return text.Append(", … }");
            text.Append(i == 0 ? "" : ", ").Append(name).Append(" = ");
            Write(text, Members.Get(value, name), depth + 1);
        }
        return text.Append(" }");
    }

    private static StringBuilder Pair(StringBuilder text, object? key, object? value, int depth)
    {
        Write(text, key, depth + 1);
        text.Append(": ");
        Write(text, value, depth + 1);
        return text;
    }

    private static string Rest(IEnumerable items, int shown) =>
        items is ICollection all
            ? string.Create(CultureInfo.InvariantCulture, $" ({all.Count - shown} more)")
            : "";

    // A collection with a text of its own says better what it is.
    private static bool HasNoText(IEnumerable items) =>
        items.GetType().GetMethod(nameof(ToString), Type.EmptyTypes)?.DeclaringType is { } declares
        && (declares == typeof(object) || declares == typeof(ValueType)
            || declares.Namespace?.StartsWith("System", StringComparison.Ordinal) == true);

    private static string ToText(object value) =>
        value.GetType() is { IsGenericType: true } type && value.ToString() == type.ToString()
            ? NameOf(type)
            : value.ToString() ?? "";

    private static string Cut(string text, int length) =>
        text.Length <= length ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)}…";
}
