using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolyViT;

/// <summary>What a written model is, how it was trained and how good it is.</summary>
public sealed record ModelCard
{
    /// <summary>The key of the card among a safetensors file's texts.</summary>
    public const string Key = "polyvit";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>The sizes.</summary>
    public required ModelConfig Config { get; init; }

    /// <summary>The tasks, one head each.</summary>
    public required ImmutableArray<TaskSpec> Tasks { get; init; }

    /// <summary>What it was trained by, where that is known.</summary>
    public Plan? Plan { get; init; }

    /// <summary>What was measured on its tasks.</summary>
    public ImmutableArray<MetricPoint> Metrics { get; init; } = [];

    /// <summary>How many numbers each tokenizer, the encoder and each head have, and all together.</summary>
    public required ImmutableSortedDictionary<string, long> Parameters { get; init; }

    /// <summary>Versions of this library and of the packages that matter.</summary>
    public required ImmutableSortedDictionary<string, string> Versions { get; init; }

    /// <summary>SHA-256 of the values, without the file's header.</summary>
    public required string ValuesSha256 { get; init; }

    /// <summary>SHA-256 of the whole file; only in the card beside it.</summary>
    public string? FileSha256 { get; init; }

    /// <summary>The card of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">What it was trained by.</param>
    /// <param name="metrics">What was measured.</param>
    public static ModelCard Of(
        PolyVit model, Plan? plan = null, IEnumerable<MetricPoint>? metrics = null) => new()
        {
            Config = model.Config,
            Tasks = model.Tasks,
            Plan = plan,
            Metrics = [.. metrics ?? []],
            Parameters = Counts(model),
            Versions = Machine.Describe("cpu").Packages.SetItem(
            "PolyViT", typeof(ModelCard).Assembly.GetName().Version?.ToString(3) ?? "unknown"),
            ValuesSha256 = Safetensors.HashOfValues(ScenicTensors.Of(model)),
        };

    /// <summary>The card that an open file carries; null when it has none.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">The card cannot be read.</exception>
    public static ModelCard? In(CheckpointFile file)
    {
        if (!file.Metadata.TryGetValue(Key, out var text))
            return null;
        try
        {
            return JsonSerializer.Deserialize<ModelCard>(text, Json) is { IsPossible: true } card
                ? card
                : throw new JsonException("it describes no model");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new InputException(
                $"The model card in {file.Path} cannot be read ({e.Message}): write the model again.", e);
        }
    }

    // What later arithmetic takes for granted; the rest ModelCheck says in sentences.
    private bool IsPossible
    {
        get
        {
            const int mostBlocks = 1000;
            int[] sizes =
            [
                Config.Dim, Config.Depth, Config.Heads, Config.MlpDim, .. Config.ImagePatch,
                .. Config.VideoPatch, .. Config.AudioPatch, .. Config.AudioStride,
                .. Tasks.SelectMany(t => t.HiddenSizes),
            ];
            return sizes.All(n => n is > 0 and < 1 << 20) && Config.Depth <= mostBlocks
                && (Config.ImagePatch.Length, Config.VideoPatch.Length, Config.AudioPatch.Length) == (2, 3, 2)
                && Tasks.All(t => t.Classes < 1 << 24 && t.Representation is >= 0 and < 1 << 20);
        }
    }

    /// <summary>The card as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    private static ImmutableSortedDictionary<string, long> Counts(PolyVit model)
    {
        // "tokenizer/tokenizer2d", "vit_encoder", "classification_head_..".
        static string Part(string name) => name.Split('/') is ["tokenizer", var which, ..]
            ? $"tokenizer/{which}"
            : name.Split('/')[0];
        return model.Parameters.Specs.GroupBy(s => Part(s.Name))
            .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(s => s.Count), StringComparer.Ordinal)
            .Add("all", model.Parameters.Count);
    }
}
