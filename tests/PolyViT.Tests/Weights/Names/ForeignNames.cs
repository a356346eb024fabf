using System.Text.Json;

namespace PolyViT.Tests;

/// <summary>Writes a reference transformer under the names and layouts of public checkpoints.</summary>
internal static class ForeignNames
{
    /// <summary>Hugging Face, up to version 4 of transformers or since version 5.</summary>
    public static Dictionary<string, Tensor> HuggingFace(ReferenceTransformer r, string prefix, bool five = false)
    {
        var file = new Dictionary<string, Tensor>();
        foreach (var (name, value) in r.Values)
            file[Renamed(name, five ? Five : Four, prefix)] = value;
        return file;
    }

    /// <summary>timm: query, key and value fused.</summary>
    public static Dictionary<string, Tensor> Timm(ReferenceTransformer r, string prefix)
    {
        var file = new Dictionary<string, Tensor>();
        foreach (var (name, value) in r.Values.Where(v => !IsQkv(v.Key)))
            file[Renamed(name, TimmNames, prefix)] = value;
        for (var i = 0; i < r.Depth; i++)
            foreach (var leaf in r.QkvBias ? ["weight", "bias"] : new[] { "weight" })
                file[$"{prefix}blocks.{i}.attn.qkv.{leaf}"] = cat([.. "qkv".Select(c => r.Values[$"block.{i}.{c}.{leaf}"])], 0);
        return file;
    }

    /// <summary>Flax, in Linen's numbering or the one before it.</summary>
    public static Dictionary<string, Tensor> Flax(
        ReferenceTransformer r, string prefix, bool linen = true, string suffix = "", string head = "head", string? positions = null)
    {
        var file = new Dictionary<string, Tensor>();
        foreach (var (name, value) in r.Values)
        {
            var (leaf, tensor) = FlaxLeaf(r, name, value);
            file[prefix + (FlaxName(name, linen, suffix, head, positions) + leaf)] = tensor;
        }
        return file;
    }

    /// <summary>A safetensors file of float32, and a config.json beside it where there is something to say.</summary>
    public static string Write(this TempFolder folder, Dictionary<string, Tensor> file, object? config = null)
    {
        var (data, header) = (new MemoryStream(), new Dictionary<string, object>());
        foreach (var (name, value) in file)
        {
            var start = data.Length;
            data.Write(value.to(float32).contiguous().bytes);
            header[name] = new { dtype = "F32", shape = value.shape, data_offsets = new[] { start, data.Length } };
        }
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        if (config is not null)
            folder.Write("config.json", JsonSerializer.Serialize(config));
        return folder.Write("weights.safetensors", [.. BitConverter.GetBytes((long)json.Length), .. json, .. data.ToArray()]);
    }

    private static readonly (string, string)[] Four =
    [
        ("patch.", "embeddings.patch_embeddings.projection."), ("cls", "embeddings.cls_token"),
        ("dist", "embeddings.distillation_token"), ("pos", "embeddings.position_embeddings"),
        (".norm1.", ".layernorm_before."), (".norm2.", ".layernorm_after."), ("block.", "encoder.layer."),
        (".q.", ".attention.attention.query."), (".k.", ".attention.attention.key."), (".v.", ".attention.attention.value."),
        (".o.", ".attention.output.dense."), (".fc1.", ".intermediate.dense."), (".fc2.", ".output.dense."), ("norm.", "layernorm."),
        ("pooler.", "pooler.dense."),
    ];

    private static readonly (string, string)[] Five =
    [
        .. Four[..6], ("block.", "layers."), (".q.", ".attention.q_proj."), (".k.", ".attention.k_proj."),
        (".v.", ".attention.v_proj."), (".o.", ".attention.o_proj."), (".fc1.", ".mlp.fc1."), (".fc2.", ".mlp.fc2."),
        ("norm.", "layernorm."),
    ];

    private static readonly (string, string)[] TimmNames =
    [
        ("patch.", "patch_embed.proj."), ("cls", "cls_token"), ("dist", "dist_token"), ("pos", "pos_embed"), ("block.", "blocks."),
        (".o.", ".attn.proj."), (".fc1.", ".mlp.fc1."), (".fc2.", ".mlp.fc2."),
    ];

    // A name that starts with "^" is the root's, whatever the prefix.
    private static string Renamed(string name, (string From, string To)[] names, string prefix)
    {
        if (name[0] == '^')
            return name[1..];
        foreach (var (from, to) in names)
            if (from[0] == '.' ? name.Contains(from, StringComparison.Ordinal) : name.StartsWith(from, StringComparison.Ordinal))
                name = name.Replace(from, to, StringComparison.Ordinal);
        return prefix + name;
    }

    private static bool IsQkv(string name) => name.Split('.') is ["block", _, "q" or "k" or "v", _];

    private static (string Leaf, Tensor Value) FlaxLeaf(ReferenceTransformer r, string name, Tensor value)
    {
        var (kernel, norm) = (name.EndsWith("weight", StringComparison.Ordinal), name.Contains("norm", StringComparison.Ordinal));
        if (!kernel && !name.EndsWith("bias", StringComparison.Ordinal))
            return ("", value);
        var leaf = norm ? kernel ? "/scale" : "/bias" : kernel ? "/kernel" : "/bias";
        if (norm || (!kernel && !IsQkv(name)))
            return (leaf, value);
        if (value.dim() > 2)
            return (leaf, value.permute([.. Enumerable.Range(2, (int)value.dim() - 2).Select(i => (long)i), 1, 0]));
        if (IsQkv(name))
            return (leaf, (kernel ? value.t() : value).reshape([.. kernel ? [r.Dim] : Array.Empty<long>(), r.Heads, r.Dim / r.Heads]));
        return (leaf, name.EndsWith(".o.weight", StringComparison.Ordinal)
            ? value.t().reshape(r.Heads, r.Dim / r.Heads, r.Dim)
            : value.t());
    }

    private static string FlaxName(string name, bool linen, string suffix, string head, string? positions)
    {
        string[] parts = name.Split('.');
        var (norm2, attention, mlp) = linen ? (1, 0, 0) : (2, 1, 3);
        return parts switch
        {
            ["patch", _] => "embedding" + suffix,
            ["cls"] => "cls",
            ["pos"] => positions ?? $"Transformer/posembed_input{suffix}/pos_embedding",
            ["norm", _] => "Transformer/encoder_norm",
            ["head", _] => head,
            ["block", var l, "norm1", _] => $"Transformer/encoderblock_{l}{suffix}/LayerNorm_0",
            ["block", var l, "norm2", _] => $"Transformer/encoderblock_{l}{suffix}/LayerNorm_{norm2}",
            ["block", var l, "fc1", _] => $"Transformer/encoderblock_{l}{suffix}/MlpBlock_{mlp}/Dense_0",
            ["block", var l, "fc2", _] => $"Transformer/encoderblock_{l}{suffix}/MlpBlock_{mlp}/Dense_1",
            ["block", var l, var part, _] => $"Transformer/encoderblock_{l}{suffix}/MultiHeadDotProductAttention_{attention}/"
                + part switch { "q" => "query", "k" => "key", "v" => "value", _ => "out" },
            _ => parts[0],
        };
    }
}
