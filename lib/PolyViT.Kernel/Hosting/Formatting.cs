using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Hosting;

/// <summary>Turns values into MIME bundles: registered formatters first, then the type's own, then defaults.</summary>
internal static class Formatting
{
    /// <summary>The MIME bundle of a value.</summary>
    /// <param name="value">Anything.</param>
    public static IReadOnlyDictionary<string, object> Of(object? value) =>
        new Dictionary<string, object>
        {
            ["text/plain"] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null",
        };

    /// <summary>A bundle as Jupyter sends and notebooks store it.</summary>
    /// <param name="bundle">MIME types with text or JSON.</param>
    public static JsonObject ToJson(IReadOnlyDictionary<string, object> bundle) =>
        new(bundle.Select(e => KeyValuePair.Create(
            e.Key, e.Value is JsonNode node ? node.DeepClone() : JsonValue.Create(e.Value.ToString()))));

    /// <summary>An empty store of formatters, as the delegate that adds to it.</summary>
    public static Action<Type, Func<object, IReadOnlyDictionary<string, object>?>> Registry() => (_, _) => { };
}
