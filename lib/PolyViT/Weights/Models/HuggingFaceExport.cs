using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolyViT;

/// <summary>
/// One task's path through a PolyViT as a model of Hugging Face's transformers: a ViT for pictures, an
/// unfactorised ViViT for clips, an AST for spectrograms.
/// </summary>
public static class HuggingFaceExport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes model.safetensors and config.json.</summary>
    /// <param name="folder">Where to; it is made when it is missing.</param>
    /// <param name="model">The model.</param>
    /// <param name="task">The name of one of its tasks.</param>
    /// <exception cref="InputException">There is no such task, or its path is no model there: the sentence
    /// says
    /// why.</exception>
    public static void Save(string folder, PolyVit model, string task)
    {
        var spec = model.Tasks.FirstOrDefault(t => t.Name == task) ?? throw new InputException(
            $"The model has no task '{task}': choose one of {string.Join(", ", model.Tasks.Select(t => t.Name))}.");
        var theirs = HuggingFaceModel.For(spec.Modality);
        if (theirs.WhyNot(model, spec) is { } why)
            throw new InputException(
                $"The path of '{task}' is no {theirs.Class}, because {why}: keep it as a PolyViT, with "
                + "ModelFile.Save.");
        _ = Safetensors.Write(
            Path.Combine(folder, "model.safetensors"), theirs.Tensors(model, spec),
            ImmutableDictionary<string, string>.Empty.Add("format", "pt"));
        var config = Config(theirs, model, spec).ToJsonString(Json) + "\n";
        WholeFile.Write(
            Path.Combine(folder, "config.json"), stream => stream.Write(Encoding.UTF8.GetBytes(config)));
    }

    private static JsonObject Config(HuggingFaceModel theirs, PolyVit model, TaskSpec task)
    {
        var c = model.Config;
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(theirs.Class),
            ["model_type"] = theirs.Type,
            ["hidden_size"] = c.Dim,
            ["num_hidden_layers"] = c.Depth,
            ["num_attention_heads"] = c.Heads,
            ["intermediate_size"] = c.MlpDim,
            // The tanh formula goes by two names there; ViViT's is gelu_fast.
            ["hidden_act"] = (c.Gelu, task.Modality) switch
            {
                (Gelu.Exact, _) => "gelu",
                (_, Modality.Video) => "gelu_fast",
                _ => "gelu_new",
            },
            ["hidden_dropout_prob"] = c.Dropout,
            ["attention_probs_dropout_prob"] = 0.0,
            ["layer_norm_eps"] = c.Epsilon,
            ["qkv_bias"] = c.QkvBias,
            ["torch_dtype"] = model.Parameters.Values.dtype == ScalarType.Float64 ? "float64" : "float32",
        };
        // A node belongs to one parent, and each of these moves to another.
        foreach (var (key, value) in Inputs(c, task.Modality).Concat(Labels(task)))
            json[key] = value!.DeepClone();
        if (task.Kind == TaskKind.MultiLabel)
            json["problem_type"] = "multi_label_classification";
        return json;
    }

    private static JsonObject Inputs(ModelConfig c, Modality modality) => modality switch
    {
        Modality.Image => new JsonObject
        {
            ["image_size"] = Side(c.Inputs.ImageSize, c.Inputs.ImageWidth),
            ["patch_size"] = Side(c.ImagePatch[0], c.ImagePatch[1]),
            ["num_channels"] = 3,
        },
        Modality.Video => new JsonObject
        {
            ["image_size"] = Side(c.Inputs.FrameSize, c.Inputs.FrameWidth),
            ["num_frames"] = c.Inputs.Frames,
            ["tubelet_size"] = new JsonArray([.. c.VideoPatch.Select(p => (JsonNode)p)]),
            ["num_channels"] = 3,
        },
        _ => new JsonObject
        {
            ["max_length"] = c.Inputs.SpectrogramFrames,
            ["num_mel_bins"] = c.Inputs.MelBins,
            ["patch_size"] = c.AudioPatch[0],
            ["time_stride"] = c.Stride(Modality.Audio)[0],
            ["frequency_stride"] = c.Stride(Modality.Audio)[1],
        },
    };

    private static JsonObject Labels(TaskSpec task)
    {
        var named = task.ClassNames.Distinct().Count() == task.Classes
            && task.ClassNames.Length == task.Classes;
        string[] names = named
            ? [.. task.ClassNames]
            : [.. Enumerable.Range(0, task.Classes).Select(i => $"LABEL_{i}")];
        return new()
        {
            ["id2label"] = new JsonObject(names.Select((n, i) => KeyValuePair.Create($"{i}", (JsonNode?)n))),
            ["label2id"] = new JsonObject(names.Select((n, i) => KeyValuePair.Create(n, (JsonNode?)i))),
        };
    }

    private static JsonNode Side(int height, int width) =>
        height == width ? height : new JsonArray(height, width);
}
