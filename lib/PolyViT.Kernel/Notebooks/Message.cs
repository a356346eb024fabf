using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PolyViT.Kernel.Notebooks;

/// <summary>What a message between a run and the process of its notebook is about.</summary>
internal enum About
{
    /// <summary>To the notebook: run the code in Text, which errors call Name.</summary>
    Run,

    /// <summary>To the notebook: stop the running cell.</summary>
    Interrupt,

    /// <summary>From here on all are from the notebook: it can take orders.</summary>
    Ready,

    /// <summary>Text for the stream Name.</summary>
    Stream,

    /// <summary>The MIME bundle in Data, under the display id in Name, if any.</summary>
    Display,

    /// <summary>The MIME bundle in Data replaces what was displayed under the id in Name.</summary>
    Update,

    /// <summary>Clear the output, at once or, when Wait says so, with the next one.</summary>
    Clear,

    /// <summary>The value of a cell, a MIME bundle in Data.</summary>
    Result,

    /// <summary>The cell failed: Name, Text and Lines are ename, evalue and traceback.</summary>
    Error,

    /// <summary>Something that takes a while, in a sentence in Text; not part of the output.</summary>
    Told,

    /// <summary>The cell has ended.</summary>
    Ended,

    /// <summary>The process has ended, with its exit code in Text.</summary>
    Gone,
}

/// <summary>A message between a run and the process of its notebook; a line of JSON in a pipe.</summary>
/// <param name="About">Says what the others mean.</param>
/// <param name="Name">A name, or null.</param>
/// <param name="Text">A text, or null.</param>
/// <param name="Data">A MIME bundle, or null.</param>
/// <param name="Lines">Lines, or none.</param>
/// <param name="Wait">Only for Clear.</param>
internal sealed record Message(
    About About,
    string? Name = null,
    string? Text = null,
    JsonObject? Data = null,
    string[]? Lines = null,
    bool Wait = false)
{
    /// <summary>Reads a line.</summary>
    /// <param name="line">Between two line breaks of <see cref="ToBytes"/>.</param>
    /// <returns>Null for what is no message.</returns>
    public static Message? Of(string line)
    {
        try
        {
            return line.Length == 0 ? null : JsonSerializer.Deserialize(line, Messages.Default.Message);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The message in one line, with a line break before it as well: the thread that writes may be aborted,
    /// and half a message must not spoil the next.
    /// </summary>
    public byte[] ToBytes() =>
        [(byte)'\n', .. JsonSerializer.SerializeToUtf8Bytes(this, Messages.Default.Message), (byte)'\n'];
}

/// <summary>How messages are written; generated, so that the first one costs nothing.</summary>
/// <remarks>A class, because that is how the serializer is told.</remarks>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, MaxDepth = 500)]
[JsonSerializable(typeof(Message))]
internal sealed partial class Messages : JsonSerializerContext;
