using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Hosting;

/// <summary>
/// Turns values into MIME bundles: registered formatters first, then those that the type brings, then
/// defaults.
/// </summary>
internal static class Formatting
{
    private const string Text = "text/plain";

    private const string Web = "text/html";

    /// <summary>The MIME bundle of a value.</summary>
    /// <param name="value">Anything; a bundle is itself.</param>
    public static IReadOnlyDictionary<string, object> Of(object? value)
    {
        var failures = new List<string>();
        if (value is not null)
            foreach (var formatter in Registered(value.GetType()).Append(TypeFormatterSource.Of))
                if (Try(formatter, value, failures) is { } bundle)
                    return bundle;
        return Explained(Try(Default, value!, failures) ?? Plain(NameOf(value)), failures);
    }

    /// <summary>A bundle as Jupyter sends and notebooks store it.</summary>
    /// <param name="bundle">MIME types with text or JSON.</param>
    public static JsonObject ToJson(IReadOnlyDictionary<string, object> bundle) =>
        new(bundle.Select(e => KeyValuePair.Create(
            e.Key, e.Value is JsonNode node ? node.DeepClone() : JsonValue.Create(e.Value.ToString()))));

    /// <summary>Whether an exception is a mistake of what was asked, and not the end of a cell.</summary>
    /// <param name="thrown">By a formatter or a property.</param>
    public static bool IsFault(Exception thrown) =>
        thrown is not (ThreadInterruptedException or OperationCanceledException);

    private static IEnumerable<Formatters.Formatter> Registered(Type type) =>
        (AppContext.GetData(Contract.FormatKey) as Delegate)?.Target is Formatters formatters
            ? formatters.For(type)
            : [];

    private static IReadOnlyDictionary<string, object>? Try(
        Formatters.Formatter format, object value, List<string> failures)
    {
        try
        {
            return format(value);
        }
        catch (Exception e) when (IsFault(e))
        {
            failures.Add($"{NameOf(value)} could not be formatted: {e.GetType().Name}: {e.Message}");
            return null;
        }
    }

    private static IReadOnlyDictionary<string, object>? Default(object? value) => value switch
    {
        IReadOnlyDictionary<string, object> bundle when IsBundle(bundle) => bundle,
        Html html => Bundle(html.Content, html.Content),
        JsonNode node => new Dictionary<string, object>
        {
            ["application/json"] = node,
            [Text] = node.ToJsonString(),
        },
        string text => Plain(text),
        IEnumerable items when Table.Of(items) is { } table => Bundle(table.ToHtml(), table.ToText()),
        null or IEnumerable => Plain(PlainText.Of(value)),
        _ when value is not ITuple && Members.AreAll(value.GetType()) =>
            Bundle(Table.OfMembers(value).ToHtml(), PlainText.Of(value)),
        _ => Plain(PlainText.Of(value)),
    };

    private static bool IsBundle(IReadOnlyDictionary<string, object> bundle) =>
        bundle.Count > 0 && bundle.All(e => e.Key.Contains('/', StringComparison.Ordinal)
            && e.Value is string or JsonNode);

    private static IReadOnlyDictionary<string, object> Explained(
        IReadOnlyDictionary<string, object> bundle, List<string> failures) =>
        failures.Count == 0 ? bundle : Plain(string.Join('\n', [.. failures, bundle[Text]]));

    private static string NameOf(object? value) => value is null ? "null" : PlainText.NameOf(value.GetType());

    private static Dictionary<string, object> Plain(string text) => new() { [Text] = text };

    private static Dictionary<string, object> Bundle(string html, string text) =>
        new() { [Web] = html, [Text] = text };
}
