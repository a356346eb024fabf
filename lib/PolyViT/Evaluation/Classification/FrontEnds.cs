using System.Text.Json;

namespace PolyViT;

/// <summary>The front end that belongs to a checkpoint.</summary>
public static class FrontEnds
{
    private const int PillowBicubic = 3;

    /// <summary>
    /// What Hugging Face's preprocessor_config.json or timm's config.json beside the checkpoint says; else
    /// scenic's way for pictures and clips, and AST's for an AST.
    /// </summary>
    /// <param name="checkpoint">The file of the weights.</param>
    /// <param name="config">The model's sizes.</param>
    /// <exception cref="InputException">A file beside it is no JSON.</exception>
    public static FrontEnd Beside(string checkpoint, ModelConfig config)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(checkpoint))!;
        var ast = new FrontEnd
        {
            Kaldi = true,
            SoundMean = KaldiFilterbank.AudioSetMean,
            SoundStd = KaldiFilterbank.AudioSetStd,
        };
        var plain = config.FrequencyFirst || config.AudioChannels == 1 ? ast : new FrontEnd();
        if (Read(Path.Combine(folder, "preprocessor_config.json")) is { } processor)
            return HuggingFace(plain, processor);
        return Read(Path.Combine(folder, "config.json")) is { } json
            && Get(json, "pretrained_cfg", JsonValueKind.Object) is { } timm
            ? Timm(plain, timm)
            : plain;
    }

    private static FrontEnd HuggingFace(FrontEnd plain, JsonElement json) => plain with
    {
        Pillow = true,
        Filter = Number(json, "resample") == PillowBicubic ? ResizeFilter.Bicubic : ResizeFilter.Bilinear,
        Mean = Triple(json, "image_mean") ?? plain.Mean,
        Std = Triple(json, "image_std") ?? plain.Std,
        SoundMean = Number(json, "mean") ?? plain.SoundMean,
        SoundStd = Number(json, "std") ?? plain.SoundStd,
    };

    private static FrontEnd Timm(FrontEnd plain, JsonElement json) => plain with
    {
        Pillow = true,
        Filter = Text(json, "interpolation") == "bicubic" ? ResizeFilter.Bicubic : ResizeFilter.Bilinear,
        CropShare = Number(json, "crop_pct") ?? 0.875,
        Mean = Triple(json, "mean") ?? plain.Mean,
        Std = Triple(json, "std") ?? plain.Std,
    };

    private static JsonElement? Read(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : null;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path} is no JSON: repair it, or take it away from the weights.", e);
        }
    }

    private static JsonElement? Get(JsonElement json, string name, JsonValueKind kind) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : null;

    private static double? Number(JsonElement json, string name) =>
        Get(json, name, JsonValueKind.Number)?.GetDouble();

    private static string? Text(JsonElement json, string name) =>
        Get(json, name, JsonValueKind.String)?.GetString();

    private static ImmutableArray<double>? Triple(JsonElement json, string name) =>
        Get(json, name, JsonValueKind.Array) is { } list && list.GetArrayLength() == 3
            ? [.. list.EnumerateArray().Select(v => v.GetDouble())]
            : null;
}
