using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Notebooks;

/// <summary>Whether a JSON is a notebook that this tool can run.</summary>
internal static class NotebookCheck
{
    private static readonly string[] CSharp =
        ["c#", "csharp", "polyglot-notebook", "dotnet-interactive.csharp"];

    /// <summary>What is wrong with it.</summary>
    /// <param name="root">The JSON of a file.</param>
    /// <returns>
    /// Null when all is well; else the rest of a sentence that begins with the file's name.
    /// </returns>
    public static string? WrongWith(JsonNode? root) => root switch
    {
        not JsonObject => "is not a notebook: its JSON is not an object.",
        _ when Number(root["nbformat"]) is null => "is not a notebook: it has no number 'nbformat'.",
        _ when Number(root["nbformat"]) is < 4 and var old => $"is a notebook of format {old}, and this tool"
            + " reads format 4: convert it with jupyter nbconvert --to notebook.",
        _ when Number(root["nbformat"]) is > 4 and var newer => $"is a notebook of format {newer}, which is"
            + " newer than this tool: it reads format 4.",
        _ when root["cells"] is not JsonArray => "is not a notebook: it has no list 'cells'.",
        _ => WrongWith(root["cells"]!.AsArray(), root["metadata"]),
    };

    private static string? WrongWith(JsonArray cells, JsonNode? metadata) =>
        Array.FindIndex([.. cells], c => !IsCell(c)) + 1 is > 0 and var number
            ? $"is not a valid notebook: its cell {number} has no 'cell_type' or no 'source' of text."
        : ForeignLanguage(metadata) is { } language
            ? $"is a notebook of the language '{language}', and this tool runs C#."
        : ForeignCell(cells) is (var place, var other)
            ? $"has a cell of the language '{other}' (number {place}), and this tool runs C# only."
        : null;

    private static bool IsCell(JsonNode? cell) =>
        cell is JsonObject && IsText(cell["cell_type"]) && (IsText(cell["source"])
            || (cell["source"] is JsonArray lines && lines.All(IsText)))
        && cell["outputs"] is null or JsonArray && cell["metadata"] is null or JsonObject;

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static int? Number(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    private static string? Word(JsonNode? node, params string[] path)
    {
        foreach (var name in path)
            node = (node as JsonObject)?[name];
        return IsText(node) ? (string?)node : null;
    }

    private static bool IsCSharp(string language) =>
        CSharp.Contains(language, StringComparer.OrdinalIgnoreCase)
        || language.StartsWith(".net-csharp", StringComparison.OrdinalIgnoreCase);

    // The kernel decides; a notebook without any metadata is taken for C#.
    private static string? ForeignLanguage(JsonNode? metadata) =>
        (Word(metadata, "kernelspec", "language") ?? Word(metadata, "kernelspec", "name")
            ?? Word(metadata, "language_info", "name")) is { } language && !IsCSharp(language)
            ? language : null;

    // .NET Interactive mixes languages in one notebook.
    private static (int Number, string Language)? ForeignCell(JsonArray cells) =>
        cells.Index().Where(c => Word(c.Item, "cell_type") == "code")
            .Select(c => (
                Number: c.Index + 1,
                Language: Word(c.Item, "metadata", "polyglot_notebook", "kernelName")
                    ?? Word(c.Item, "metadata", "dotnet_interactive", "language")))
            .Where(c => c.Language is not null && !IsCSharp(c.Language))
            .Select(c => ((int Number, string Language)?)(c.Number, c.Language!)).FirstOrDefault();
}
