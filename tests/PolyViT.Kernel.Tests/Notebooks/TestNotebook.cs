using System.Text.Json.Nodes;
using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>A notebook that a test writes, runs and looks at.</summary>
internal static class TestNotebook
{
    /// <summary>A code cell.</summary>
    public static JsonObject Code(string source, params string[] tags) => new()
    {
        ["cell_type"] = "code",
        ["execution_count"] = 7,
        ["metadata"] = tags.Length == 0 ? new JsonObject() : new() { ["tags"] = Array(tags) },
        ["outputs"] = new JsonArray(new JsonObject
        {
            ["name"] = "stdout",
            ["output_type"] = "stream",
            ["text"] = Array("of an earlier run\n"),
        }),
        ["source"] = NotebookParts.Lines(source),
    };

    /// <summary>A notebook for the C# kernel, of format 4.2.</summary>
    public static JsonObject Of(params JsonObject[] cells) => new()
    {
        ["cells"] = new JsonArray([.. cells]),
        ["metadata"] = new JsonObject
        {
            ["kernelspec"] = new JsonObject
            {
                ["display_name"] = ".NET (C#)",
                ["language"] = "C#",
                ["name"] = ".net-csharp",
            },
        },
        ["nbformat"] = 4,
        ["nbformat_minor"] = 2,
    };

    /// <summary>A notebook of code cells.</summary>
    public static JsonObject Of(params string[] sources) => Of([.. sources.Select(s => Code(s))]);

    /// <summary>Writes it into a folder.</summary>
    public static ScriptFolder With(this ScriptFolder folder, string name, JsonObject notebook) =>
        folder.With(name, System.Text.Encoding.UTF8.GetString(NotebookJson.Bytes(notebook)));

    /// <summary>Reads it from a folder.</summary>
    public static Notebook Notebook(this ScriptFolder folder, string name)
    {
        var (notebook, trouble) = NotebookFile.Read(Path.Combine(folder.Path, name));
        Assert.Null(trouble);
        return notebook!;
    }

    /// <summary>What is in each output of the code cells: its type, and its stream, error or MIME types.</summary>
    public static string[] Kinds(this Notebook notebook) =>
        [.. notebook.Code.Select(c => string.Join(" ", c["outputs"]!.AsArray().Select(o => Kind(o!))))];

    /// <summary>The text of an output: what was printed, the plain text of a value, or an error.</summary>
    public static string[] Texts(this Notebook notebook, int cell) =>
        [.. notebook.Code.ElementAt(cell)["outputs"]!.AsArray().Select(o => NotebookParts.Text(
            o!["text"] ?? o["data"]?["text/plain"] ?? o["evalue"]))];

    private static string Kind(JsonNode output) => (string?)output["output_type"] switch
    {
        "stream" => (string)output["name"]!,
        "error" => (string)output["ename"]!,
        var type => $"{type}({string.Join(",", output["data"]!.AsObject().Select(d => d.Key))})",
    };

    private static JsonArray Array(params string[] items) => [.. items.Select(i => (JsonNode)i)];
}
