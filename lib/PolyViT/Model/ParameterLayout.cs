namespace PolyViT;

/// <summary>Which parameters a PolyViT has, from its sizes and tasks alone (section 2.2, 2.11).</summary>
public static class ParameterLayout
{
    /// <summary>Every parameter of the model, tokenizers first, then the shared encoder, then a head per
    /// task.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks; a modality without a task has no tokenizer.</param>
    public static IReadOnlyList<ParameterSpec> Of(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        var cls = HasCls(tasks);
        return
        [
            .. Modalities(tasks).SelectMany(m => Tokenizer(config, m, cls)),
            .. Enumerable.Range(config.AdapterLayers, config.Depth - config.AdapterLayers)
                .SelectMany(l => Block(config, $"vit_encoder/encoderblock_{l}")),
            .. Norm("vit_encoder/encoder_norm", config.Dim),
            .. tasks.SelectMany(t => Head(config, t)),
        ];
    }

    /// <summary>How many numbers the model holds.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks.</param>
    public static long Count(ModelConfig config, IReadOnlyList<TaskSpec> tasks) => Of(config, tasks).Sum(p => p.Count);

    /// <summary>The modalities that some task needs, in a fixed order.</summary>
    /// <param name="tasks">The tasks.</param>
    public static IEnumerable<Modality> Modalities(IReadOnlyList<TaskSpec> tasks) =>
        Enum.GetValues<Modality>().Where(m => tasks.Any(t => t.Modality == m));

    /// <summary>Whether tokenizers prepend CLS: when any head pools it, all do (section 2.6).</summary>
    /// <param name="tasks">The tasks.</param>
    public static bool HasCls(IReadOnlyList<TaskSpec> tasks) => tasks.Any(t => t.Pooling == Pooling.Token);

    /// <summary>The path of a modality's tokenizer.</summary>
    /// <param name="modality">Which.</param>
    public static string TokenizerPath(Modality modality) => "tokenizer/" + modality switch
    {
        Modality.Image => "tokenizer2d",
        Modality.Video => "tokenizer3d",
        _ => "tokenizer_spec",
    };

    /// <summary>The path of a task's head.</summary>
    /// <param name="task">Which.</param>
    public static string HeadPath(TaskSpec task) => "classification_head_" + task.Name;

    /// <summary>The path of block l on the way of a modality: its own adapter, or the shared one.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="modality">Whose way.</param>
    /// <param name="layer">l in 0 .. L-1.</param>
    public static string BlockPath(ModelConfig config, Modality modality, int layer) =>
        (layer < config.AdapterLayers ? TokenizerPath(modality) : "vit_encoder") + $"/encoderblock_{layer}";

    /// <summary>N without CLS: the patches of one input of a modality.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="modality">Which.</param>
    public static long Patches(ModelConfig config, Modality modality) =>
        config.Inputs.Of(modality).Zip(config.Patch(modality), (size, patch) => size / patch)
            .Aggregate(1L, (a, b) => a * b);

    private static IEnumerable<ParameterSpec> Tokenizer(ModelConfig config, Modality modality, bool cls)
    {
        var path = TokenizerPath(modality);
        long[] patch = [.. config.Patch(modality).Select(p => (long)p), 3];
        var fanIn = patch.Aggregate(1L, (a, b) => a * b);
        yield return new($"{path}/embedding/kernel", [.. patch, config.Dim], Initialiser.LeCunNormal, fanIn);
        yield return new($"{path}/embedding/bias", [config.Dim], Initialiser.Zeros);
        if (cls)
            yield return new($"{path}/cls", [1, 1, config.Dim], Initialiser.Zeros);
        var tokens = Patches(config, modality) + (cls ? 1 : 0);
        yield return new($"{path}/posembed_input/pos_embedding", [1, tokens, config.Dim], Initialiser.Normal002);
        foreach (var p in Enumerable.Range(0, config.AdapterLayers)
            .SelectMany(l => Block(config, $"{path}/encoderblock_{l}")))
            yield return p;
    }

    // Query, key and value are one kernel, [D, 3D]: one matrix product instead of three, each third with its
    // own fans.
    private static IEnumerable<ParameterSpec> Block(ModelConfig c, string path) =>
    [
        .. Norm($"{path}/LayerNorm_0", c.Dim),
        .. Dense($"{path}/MultiHeadDotProductAttention_0/qkv", c.Dim, 3 * c.Dim, Initialiser.Zeros, c.Dim),
        .. Dense($"{path}/MultiHeadDotProductAttention_0/out", c.Dim, c.Dim, Initialiser.Zeros, c.Dim),
        .. Norm($"{path}/LayerNorm_1", c.Dim),
        .. Dense($"{path}/MlpBlock_0/Dense_0", c.Dim, c.MlpDim, Initialiser.Normal1E6, c.MlpDim),
        .. Dense($"{path}/MlpBlock_0/Dense_1", c.MlpDim, c.Dim, Initialiser.Normal1E6, c.Dim),
    ];

    private static IEnumerable<ParameterSpec> Head(ModelConfig config, TaskSpec task)
    {
        var path = HeadPath(task);
        long[] widths = [config.Dim, .. task.HiddenSizes.Select(h => (long)h)];
        for (var i = 0; i < task.HiddenSizes.Length; i++)
            foreach (var p in HeadDense($"{path}/Dense_{i}", widths[i], widths[i + 1], false))
                yield return p;
        foreach (var p in HeadDense($"{path}/output_projection", widths[^1], task.Classes, task.ZeroInitHead))
            yield return p;
    }

    private static IEnumerable<ParameterSpec> HeadDense(string path, long from, long to, bool zero) =>
    [
        new($"{path}/kernel", [from, to], zero ? Initialiser.Zeros : Initialiser.LeCunNormal, from, to),
        new($"{path}/bias", [to], Initialiser.Zeros),
    ];

    private static IEnumerable<ParameterSpec> Dense(string path, long from, long to, Initialiser bias, long fanOut) =>
    [
        new($"{path}/kernel", [from, to], Initialiser.XavierUniform, from, fanOut),
        new($"{path}/bias", [to], bias),
    ];

    private static IEnumerable<ParameterSpec> Norm(string path, long dim) =>
    [
        new($"{path}/scale", [dim], Initialiser.Ones),
        new($"{path}/bias", [dim], Initialiser.Zeros),
    ];
}
