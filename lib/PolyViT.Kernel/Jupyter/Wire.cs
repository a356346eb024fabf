using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Messages as frames: identities, a delimiter, the signature, and four JSON objects.</summary>
/// <remarks>Messaging in Jupyter, "The Wire Protocol".</remarks>
internal static class Wire
{
    /// <summary>The version of the protocol that this kernel speaks.</summary>
    public const string Version = "5.3";

    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();

    // As Python writes it: a page of HTML or a Greek letter is not made longer by escapes.
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The message in some frames; null when there is none, or its signature is not right.</summary>
    /// <param name="frames">As they came.</param>
    /// <param name="key">The connection's.</param>
    public static Message? Read(IReadOnlyList<byte[]> frames, string key)
    {
        var delimiter = frames.TakeWhile(f => !f.AsSpan().SequenceEqual(Delimiter)).Count();
        if (frames.Count < delimiter + 6)
            return null;
        var parts = frames.Skip(delimiter + 2).Take(4).ToArray();
        return CryptographicOperations.FixedTimeEquals(Sign(parts, key), frames[delimiter + 1])
            && Object(parts[0]) is { } header && Object(parts[3]) is { } content
            ? new([.. frames.Take(delimiter)], header, content)
            : null;
    }

    /// <summary>The frames of a message.</summary>
    /// <param name="identities">Of the client; the topic where it is for all.</param>
    /// <param name="header">See <see cref="Header"/>.</param>
    /// <param name="parent">The header of the request that it belongs to; null when to none.</param>
    /// <param name="content">What it says.</param>
    /// <param name="key">The connection's.</param>
    public static byte[][] Write(
        IEnumerable<byte[]> identities, JsonObject header, JsonObject? parent, JsonObject content, string key)
    {
        var parts = new[] { header, parent ?? [], [], content }
            .Select(part => Encoding.UTF8.GetBytes(part.ToJsonString(Plain))).ToArray();
        return [.. identities, Delimiter, Sign(parts, key), .. parts];
    }

    /// <summary>The header of a new message.</summary>
    /// <param name="type">For example "status".</param>
    /// <param name="session">Of this kernel.</param>
    public static JsonObject Header(string type, string session) => new()
    {
        ["msg_id"] = Guid.NewGuid().ToString("N"),
        ["session"] = session,
        ["username"] = "kernel",
        ["date"] = DateTimeOffset.UtcNow.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        ["msg_type"] = type,
        ["version"] = Version,
    };

    // In lower-case hexadecimal digits; nothing where the key is empty.
    private static byte[] Sign(byte[][] parts, string key)
    {
        if (key.Length == 0)
            return [];
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key));
        foreach (var part in parts)
            hash.AppendData(part);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static JsonObject? Object(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
