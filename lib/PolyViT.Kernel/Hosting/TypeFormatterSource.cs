using System.Reflection;

namespace PolyViT.Kernel.Hosting;

/// <summary>
/// The formatters that a type brings itself, under .NET Interactive's convention: an attribute of a certain
/// name, wherever it is declared, names a class that makes them.
/// </summary>
internal static class TypeFormatterSource
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The MIME bundle of a value; null when its type brings no formatter.</summary>
    /// <param name="value">Not null.</param>
    public static IReadOnlyDictionary<string, object>? Of(object value)
    {
        var bundle = new Dictionary<string, object>();
        foreach (var formatter in FormattersOf(value.GetType()))
            if (Get(formatter, "MimeType") is string mime && Write(formatter, value) is { } text)
                bundle.TryAdd(mime, text);
        if (bundle.Count == 0)
            return null;
        bundle.TryAdd("text/plain", PlainText.Of(value));
        return bundle;
    }

    private static IEnumerable<object> FormattersOf(Type type) =>
        from attribute in type.GetCustomAttributes(inherit: true)
        where attribute.GetType().Name == "TypeFormatterSourceAttribute"
        let source = Get(attribute, "FormatterSourceType") as Type
        where source is not null
        from formatter in Call(Activator.CreateInstance(source, nonPublic: true)!, "CreateTypeFormatters")
            as IEnumerable<object> ?? []
        select formatter;

    private static string? Write(object formatter, object value)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        return Call(formatter, "Format", value, text) is true ? text.ToString() : null;
    }

    private static object? Get(object from, string property) =>
        from.GetType().GetProperty(property, Any)?.GetValue(from);

    private static object? Call(object on, string method, params object[] arguments) =>
        on.GetType().GetMethods(Any)
            .FirstOrDefault(m => m.Name == method && m.GetParameters().Length == arguments.Length)
            ?.Invoke(on, BindingFlags.DoNotWrapExceptions, null, arguments, CultureInfo.InvariantCulture);
}
