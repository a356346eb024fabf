using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Jupyter;

/// <summary>A message of Jupyter's protocol, as it came.</summary>
/// <param name="Identities">Of the client, for an answer to find it.</param>
/// <param name="Header">Who sent it, and its type.</param>
/// <param name="Content">What it says.</param>
internal sealed record Message(ImmutableArray<byte[]> Identities, JsonObject Header, JsonObject Content)
{
    /// <summary>For example "execute_request".</summary>
    public string Type { get; } = (string?)Header["msg_type"] ?? "";

    /// <summary>The type of its answer, for example "execute_reply".</summary>
    public string ReplyType => Type.Replace("_request", "_reply", StringComparison.Ordinal);

    /// <summary>A text in its content; null when there is none.</summary>
    /// <param name="name">Of the field.</param>
    public string? Text(string name) =>
        Content[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A yes or no in its content.</summary>
    /// <param name="name">Of the field.</param>
    /// <param name="otherwise">Where there is none.</param>
    public bool Flag(string name, bool otherwise) =>
        Content[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : otherwise;

    /// <summary>A whole number in its content; null when there is none.</summary>
    /// <param name="name">Of the field.</param>
    public int? Number(string name) =>
        Content[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
