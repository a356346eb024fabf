using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Notebooks;

/// <summary>A Jupyter notebook of format 4, with everything in it that this tool does not know.</summary>
/// <param name="Path">The full path of its file.</param>
/// <param name="Root">The JSON, which is changed in place.</param>
/// <param name="Read">The bytes that were read.</param>
internal sealed record Notebook(string Path, JsonObject Root, ImmutableArray<byte> Read)
{
    /// <summary>Its folder, to which paths in cells refer.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>All cells.</summary>
    public JsonArray Cells => Root["cells"]!.AsArray();

    /// <summary>The code cells.</summary>
    public IEnumerable<JsonObject> Code =>
        Cells.Select(c => c!.AsObject()).Where(c => (string?)c["cell_type"] == "code");
}

/// <summary>The parts of cells and outputs.</summary>
internal static class NotebookParts
{
    /// <summary>The code or prose of a cell.</summary>
    /// <param name="cell">Of any type.</param>
    public static string Source(this JsonObject cell) => Text(cell["source"]);

    /// <summary>A text that may be stored as one string or as a list of lines.</summary>
    /// <param name="node">"" when null.</param>
    public static string Text(JsonNode? node) =>
        node is JsonArray lines ? string.Concat(lines.Select(l => (string?)l)) : (string?)node ?? "";

    /// <summary>A text as notebooks store it: a list of lines with their line breaks.</summary>
    /// <param name="text">Any number of lines.</param>
    public static JsonArray Lines(string text)
    {
        var lines = new JsonArray();
        for (int start = 0, next; start < text.Length; start = next)
        {
            next = text.IndexOf('\n', start) + 1;
            next = next == 0 ? text.Length : next;
            lines.Add((JsonNode)text[start..next]);
        }
        return lines;
    }

    /// <summary>Whether a cell carries a tag.</summary>
    /// <param name="cell">Of any type.</param>
    /// <param name="tag">For example "parameters".</param>
    public static bool HasTag(this JsonObject cell, string tag) =>
        cell["metadata"]?["tags"] is JsonArray tags && tags.Any(t => (string?)t == tag);

    /// <summary>Puts outputs and a count into a code cell.</summary>
    /// <param name="cell">A code cell.</param>
    /// <param name="count">Null: it has not run.</param>
    /// <param name="outputs">A new array.</param>
    public static void SetOutputs(this JsonObject cell, int? count, JsonArray outputs)
    {
        cell["execution_count"] = count;
        cell["outputs"] = outputs;
    }

    /// <summary>The outputs that have a MIME bundle.</summary>
    /// <param name="cell">A code cell.</param>
    public static IEnumerable<JsonObject> Bundles(this JsonObject cell) =>
        (cell["outputs"] as JsonArray ?? []).Select(o => o?["data"]).OfType<JsonObject>();

    /// <summary>Raises the format to 4.5, in which every cell has an id.</summary>
    /// <param name="notebook">Changed in place.</param>
    public static void Upgrade(this Notebook notebook)
    {
        if ((int?)notebook.Root["nbformat_minor"] is not >= 5)
            notebook.Root["nbformat_minor"] = 5;
        notebook.Root["metadata"] ??= new JsonObject();
        var known = notebook.Cells.Select(c => (string?)c!["id"]).OfType<string>().ToHashSet();
        foreach (var (index, cell) in notebook.Cells.Select(c => c!.AsObject()).Index())
        {
            cell["metadata"] ??= new JsonObject();
            if (!cell.ContainsKey("id"))
                cell.Insert(cell.IndexOf("metadata"), "id", NewId($"{index} {cell.Source()}", known));
        }
    }

    // From place and content, so that a notebook that is run twice is the same twice.
    private static string NewId(string content, HashSet<string> known)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))[..8];
        return known.Add(id) ? id : NewId(content + id, known);
    }
}
