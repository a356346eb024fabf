using System.Text.Json;

namespace PolyViT;

/// <summary>Reads lists that are JSON.</summary>
internal static class JsonLists
{
    /// <summary>These properties, texts or numbers, of every object of an array.</summary>
    public static ImmutableArray<TextRow> Entries(string file, params ImmutableArray<string> properties) =>
        Read(file, root => root.ValueKind == JsonValueKind.Array
            ? root.EnumerateArray().Select((e, i) => Entry(file, i + 1, e, properties)).ToImmutableArray()
            : throw new InputException($"{file} is not a list of entries: copy it again."));

    /// <summary>The properties of an object, as rows of a name and a value.</summary>
    public static ImmutableArray<TextRow> Pairs(string file) =>
        Read(file, root => root.ValueKind == JsonValueKind.Object
            ? root.EnumerateObject()
                .Select((p, i) => new TextRow(file, i + 1, ["name", "value"], [p.Name.Trim(), Text(p.Value)]))
                .ToImmutableArray()
            : throw new InputException($"{file} is not one object of names and numbers: copy it again."));

    private static TextRow Entry(
        string file, int number, JsonElement element, ImmutableArray<string> properties)
    {
        var row = new TextRow(file, number, properties, []);
        return row with { Fields = [.. properties.Select(Value)] };
        string Value(string property) =>
            element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value)
                ? Text(value)
                : throw row.Wrong($"has no \"{property}\"", "copy the file again.");
    }

    private static string Text(JsonElement value) =>
        (value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText()).Trim();

    private static T Read<T>(string file, Func<JsonElement, T> read)
    {
        if (!File.Exists(file))
            throw new InputException($"{file} does not exist: copy the data set again, all of it.");
        try
        {
            // As a text, which heeds a byte order mark.
            using var json = JsonDocument.Parse(File.ReadAllText(file));
            return read(json.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException($"{file} is not JSON: copy it again. ({e.Message})", e);
        }
    }
}
