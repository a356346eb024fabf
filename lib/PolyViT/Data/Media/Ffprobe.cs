using System.Text.Json;

namespace PolyViT;

/// <summary>What ffprobe tells of a file.</summary>
/// <param name="Streams">The tracks, in their order.</param>
/// <param name="Format">The file as a whole.</param>
internal sealed record Ffprobe(JsonElement[] Streams, JsonElement Format)
{
    private const int MostBytes = 1 << 20; // read of what it says

    /// <summary>Asks ffprobe.</summary>
    /// <param name="file">What to look at; its Start and Seconds do not matter.</param>
    /// <param name="arguments">What to tell.</param>
    /// <param name="setup">Where ffprobe is, and how long it may take.</param>
    /// <param name="stop">Ends the process.</param>
    public static Ffprobe Tell(MediaFile file, string[] arguments, FfmpegSetup setup, CancellationToken stop)
    {
        var run = Ffmpeg.Probe(file, [.. arguments, "-of", "json"], Bytes, setup, stop);
        try
        {
            var root = JsonSerializer.Deserialize<JsonElement>(run.Result);
            return new(
                root.TryGetProperty("streams", out var streams) ? [.. streams.EnumerateArray()] : [],
                root.TryGetProperty("format", out var format) ? format : root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Ffmpeg.Refused(file, $"ffprobe does not tell what it is, {run.Complaint}");
        }
    }

    /// <summary>A value as text; empty where there is none.</summary>
    /// <param name="element">A track, or the file.</param>
    /// <param name="name">Of the value.</param>
    public static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ToString() : "";

    /// <summary>A value as a number; 0 where there is none.</summary>
    /// <param name="element">A track, or the file.</param>
    /// <param name="name">Of the value.</param>
    public static double Number(JsonElement element, string name) => Number(Text(element, name));

    /// <summary>A number; 0 for anything else.</summary>
    /// <param name="text">As in "25" or "25.04".</param>
    public static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;

    private static byte[] Bytes(Stream stream)
    {
        var bytes = new byte[MostBytes];
        return bytes[..stream.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false)];
    }
}
