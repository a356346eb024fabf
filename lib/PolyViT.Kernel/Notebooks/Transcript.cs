using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Notebooks;

/// <summary>
/// Turns what a notebook's process tells into outputs of cells, as Jupyter would have stored them. It keeps
/// what is open: a stream that may go on, displays that may be updated, a clearing that waits.
/// </summary>
internal sealed partial class Transcript
{
    /// <summary>What a stream of one cell may hold, characters; a cell that prints on is cut here.</summary>
    public const int Longest = 2_000_000;

    private readonly Dictionary<string, List<JsonObject>> displays = [];
    private readonly StringBuilder text = new();
    private JsonArray outputs = [];
    private JsonObject? stream;
    private bool clearFirst;
    private bool cut;
    private int? count;

    /// <summary>Starts a cell.</summary>
    /// <param name="number">Its execution count, counted from 1.</param>
    public void Begin(int number) => (count, outputs, stream, clearFirst) = (number, [], null, false);

    /// <summary>The outputs of the cell; they are final, except that displays may be updated.</summary>
    public JsonArray End()
    {
        CloseStream();
        return outputs;
    }

    /// <summary>Takes a message in.</summary>
    /// <param name="message">Those that are no output are ignored.</param>
    public void Add(Message message)
    {
        switch (message.About)
        {
            case About.Stream: Stream(message.Name!, message.Text!); break;
            case About.Display: Append(Displayed(message.Name, message.Data!)); break;
            case About.Update: Update(message.Name, message.Data!); break;
            case About.Clear when message.Wait: clearFirst = true; break;
            case About.Clear: Clear(); break;
            case About.Result: Append(Result(message.Data!)); break;
            case About.Error: Append(Error(message)); break;
            default: break;
        }
    }

    private static JsonObject Error(Message message) => new()
    {
        ["ename"] = message.Name,
        ["evalue"] = message.Text,
        ["output_type"] = "error",
        ["traceback"] = new JsonArray([.. (message.Lines ?? []).Select(l => (JsonNode)l)]),
    };

    private JsonObject Result(JsonObject data) => new()
    {
        ["data"] = Stored(data),
        ["execution_count"] = count,
        ["metadata"] = new JsonObject(),
        ["output_type"] = "execute_result",
    };

    private JsonObject Displayed(string? id, JsonObject data)
    {
        var output = new JsonObject
        {
            ["data"] = Stored(data),
            ["metadata"] = new JsonObject(),
            ["output_type"] = "display_data",
        };
        if (id is not null)
            (displays.TryGetValue(id, out var same) ? same : displays[id] = []).Add(output);
        return output;
    }

    // Every place that shows the id, in earlier cells too.
    private void Update(string? id, JsonObject data)
    {
        foreach (var output in displays.GetValueOrDefault(id ?? "") ?? [])
            output["data"] = Stored(data);
    }

    // Sorted and in lines, as Jupyter's own files are.
    private static JsonObject Stored(JsonObject data) =>
        new(data.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => KeyValuePair.Create(
            e.Key, IsLines(e) ? NotebookParts.Lines((string)e.Value!) : e.Value?.DeepClone())));

    private static bool IsLines(KeyValuePair<string, JsonNode?> entry) =>
        entry.Value is JsonValue value && value.TryGetValue<string>(out _)
        && (entry.Key.StartsWith("text/", StringComparison.Ordinal)
            || entry.Key is "image/svg+xml" or "application/javascript");

    private void Append(JsonObject output)
    {
        CloseStream();
        ClearIfWaiting();
        outputs.Add((JsonNode)output);
    }

    private void Stream(string name, string more)
    {
        ClearIfWaiting();
        if ((string?)stream?["name"] != name)
        {
            CloseStream();
            stream = new() { ["name"] = name, ["output_type"] = "stream" };
            outputs.Add((JsonNode)stream);
        }
        if (!cut && text.Append(more).Length > Longest)
            Shorten();
    }

    private void ClearIfWaiting()
    {
        if (clearFirst)
            Clear();
    }

    private void Clear()
    {
        CloseStream();
        (outputs, clearFirst) = ([], false);
    }

    private void CloseStream()
    {
        if (stream is not null)
            stream["text"] = NotebookParts.Lines(Overprinted(text.ToString()));
        text.Clear();
        (stream, cut) = (null, false);
    }

    // A progress line that is printed again and again is short once it is overprinted; a real flood is cut.
    private void Shorten()
    {
        var kept = Overprinted(text.ToString());
        text.Clear().Append(kept);
        cut = kept.Length > Longest / 2;
        if (cut)
            text.Append(CultureInfo.InvariantCulture, $"\n[All beyond {kept.Length} characters was cut.]\n");
    }

    /// <summary>A text as a terminal shows it: carriage returns and backspaces have taken effect.</summary>
    /// <param name="printed">What was printed.</param>
    /// <remarks>nbconvert's coalesce_streams.</remarks>
    internal static string Overprinted(string printed)
    {
        var shown = Overwritten().Replace(printed, "");
        for (var before = -1; before != shown.Length;)
            (before, shown) = (shown.Length, Erased().Replace(shown, ""));
        return shown;
    }

    [GeneratedRegex(@"^.*\r(?=[^\n])", RegexOptions.Multiline)]
    private static partial Regex Overwritten();

    [GeneratedRegex("[^\n]\b")]
    private static partial Regex Erased();
}
