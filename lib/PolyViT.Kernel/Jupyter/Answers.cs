using System.Text.Json.Nodes;
using PolyViT.Kernel.Cells;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Answers to requests that run nothing.</summary>
internal static class Answers
{
    /// <summary>What this kernel is.</summary>
    public static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Wire.Version,
        ["implementation"] = "polyvit",
        ["implementation_version"] = typeof(Answers).Assembly.GetName().Version!.ToString(3),
        ["banner"] = $"C# on .NET {Environment.Version}",
        ["debugger"] = false,
        ["help_links"] = new JsonArray(new JsonObject
        {
            ["text"] = "C# reference",
            ["url"] = "https://learn.microsoft.com/dotnet/csharp/",
        }),
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = LanguageVersion.Latest.MapSpecifiedToEffectiveVersion().ToDisplayString(),
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
        },
    };

    /// <summary>Whether code can be run as it is.</summary>
    /// <param name="request">With the code.</param>
    public static JsonObject IsComplete(Message request) => Submission.IsComplete(request.Text("code") ?? "")
        ? new() { ["status"] = "complete" }
        : new() { ["status"] = "incomplete", ["indent"] = "    " };

    /// <summary>What could stand at the cursor.</summary>
    /// <param name="request">With the code and the position.</param>
    /// <param name="session">What the cells so far left.</param>
    public static JsonObject Complete(Message request, Session session)
    {
        var (code, position) = Cursor(request);
        var found = Completion.At(session, code, position);
        var (start, end) = (CodePoints.FromUnits(code, found.Start), CodePoints.FromUnits(code, found.End));
        return new()
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Items.Select(i => (JsonNode)i.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] =
                    new JsonArray([.. found.Items.Select(i => Typed(i, start, end))]),
            },
        };
    }

    /// <summary>What the name at the cursor stands for.</summary>
    /// <param name="request">With the code and the position.</param>
    /// <param name="session">What the cells so far left.</param>
    public static JsonObject Inspect(Message request, Session session)
    {
        var (code, position) = Cursor(request);
        var text = Inspection.At(session, code, position);
        return new()
        {
            ["status"] = "ok",
            ["found"] = text is not null,
            ["data"] = text is null ? [] : new JsonObject { ["text/plain"] = text },
            ["metadata"] = new JsonObject(),
        };
    }

    private static JsonNode Typed((string Text, string Kind) item, int start, int end) => new JsonObject
    {
        ["text"] = item.Text,
        ["type"] = item.Kind,
        ["start"] = start,
        ["end"] = end,
    };

    private static (string Code, int Position) Cursor(Message request)
    {
        var code = request.Text("code") ?? "";
        return (code, CodePoints.ToUnits(code, request.Number("cursor_pos") ?? int.MaxValue));
    }
}
