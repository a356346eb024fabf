using System.Text.Json;

namespace PolyViT;

/// <summary>
/// What a config.json beside a checkpoint says of it, as Hugging Face, timm and vision_transformer's users write
/// them. Whatever is absent or of another kind is null.
/// </summary>
internal sealed record Sidecar(JsonElement Root)
{
    private static readonly Sidecar Nothing = new(JsonDocument.Parse("{}").RootElement);

    /// <summary>Reads the one beside a file; an empty one where there is none, or one of other things.</summary>
    public static Sidecar Beside(string checkpoint)
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(checkpoint))!, "config.json");
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > 10_000_000)
                return Nothing;
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            return json.RootElement.ValueKind == JsonValueKind.Object ? new(json.RootElement.Clone()) : Nothing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Nothing;
        }
    }

    /// <summary>The sidecar, or an empty one where it speaks of another width than the file has.</summary>
    public Sidecar For(long dim) =>
        (Int("hidden_size") ?? Int("num_features") ?? Int("model_args", "embed_dim") ?? dim) == dim ? this : Nothing;

    /// <summary>What a path of names leads to.</summary>
    public JsonElement? At(params string[] names)
    {
        var at = Root;
        foreach (var name in names)
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        return at;
    }

    public int? Int(params string[] names) =>
        At(names) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) && value > 0
            ? value
            : null;

    public double? Double(params string[] names) =>
        At(names) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : null;

    public string? Text(params string[] names) =>
        At(names) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A list of positive integers, or one that stands for itself.</summary>
    public ImmutableArray<int>? Sizes(params string[] names)
    {
        if (Int(names) is { } one)
            return [one];
        if (At(names) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() is 0 or > 8)
            return null;
        var sizes = list.EnumerateArray()
            .Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var n) ? n : 0).ToImmutableArray();
        return sizes.All(n => n > 0) ? sizes : null;
    }

    /// <summary>H.</summary>
    public int? Heads => Int("num_attention_heads") ?? Int("num_heads") ?? Int("model_args", "num_heads");

    /// <summary>The LayerNorms' epsilon.</summary>
    public double? Epsilon => Double("layer_norm_eps");

    /// <summary>The GELU by Hugging Face's name of it; the error says that another activation is none of
    /// ours.</summary>
    public Gelu? Gelu => Text("hidden_act") switch
    {
        null => null,
        "gelu" or "gelu_python" => PolyViT.Gelu.Exact,
        "gelu_new" or "gelu_fast" or "gelu_pytorch_tanh" or "gelu_accurate" => PolyViT.Gelu.Tanh,
        { } other => throw new InputException(
            $"config.json beside the checkpoint has hidden_act \"{other}\", but this model's MLP has a GELU, exact or by tanh: "
            + "use weights trained with one of them."),
    };

    /// <summary>[height, width] of pictures or frames.</summary>
    public ImmutableArray<int>? ImageSize =>
        (Sizes("image_size") ?? Sizes("model_args", "img_size")
            ?? Sizes("pretrained_cfg", "input_size") ?? Sizes("input_size")) switch
        {
            [var side] => [side, side],
            [var height, var width] => [height, width],
            [_, var height, var width] => [height, width], // timm: channels first
            _ => null,
        };

    /// <summary>The names of the classes, in order; empty where there are not exactly so many.</summary>
    public ImmutableArray<string> ClassNames(int classes)
    {
        if (At("id2label") is not { ValueKind: JsonValueKind.Object } labels)
            return [];
        string?[] names = [.. Enumerable.Range(0, classes).Select(i => Text("id2label", $"{i}"))];
        return labels.EnumerateObject().Count() == classes && names.All(n => n is not null) ? [.. names!] : [];
    }
}
