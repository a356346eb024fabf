namespace PolyViT;

/// <summary>Which parameters a PolyViT has, from its sizes and tasks alone (section 2.2, 2.11).</summary>
public static class ParameterLayout
{
    /// <summary>What the path of every head begins with.</summary>
    internal const string HeadPrefix = "classification_head_";

    /// <summary>Every parameter of the model, tokenizers first, then the shared encoder, then a head per
    /// task.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks; a modality without a task has no tokenizer.</param>
    public static IReadOnlyList<ParameterSpec> Of(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        return
        [
            .. Modalities(tasks).SelectMany(m => Tokenizer(config, m, tasks)),
            .. Enumerable.Range(config.AdapterLayers, config.Depth - config.AdapterLayers)
                .SelectMany(l => Block(config, $"vit_encoder/encoderblock_{l}")),
            .. config.FinalNorm ? Norm("vit_encoder/encoder_norm", config.Dim) : [],
            .. tasks.SelectMany(t => Head(config, t)),
        ];
    }

    /// <summary>How many numbers the model holds.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks.</param>
    public static long Count(ModelConfig config, IReadOnlyList<TaskSpec> tasks) =>
        Of(config, tasks).Sum(p => p.Count);

    /// <summary>The modalities that some task needs, in a fixed order.</summary>
    /// <param name="tasks">The tasks.</param>
    public static IEnumerable<Modality> Modalities(IReadOnlyList<TaskSpec> tasks) =>
        Enum.GetValues<Modality>().Where(m => tasks.Any(t => t.Modality == m));

    /// <summary>Whether tokenizers prepend CLS: when any head pools it or leaves it out, all do (section
    /// 2.6).</summary>
    /// <param name="tasks">The tasks.</param>
    public static bool HasCls(IReadOnlyList<TaskSpec> tasks) =>
        tasks.Any(t => t.Pooling is Pooling.Token or Pooling.Patches or Pooling.TokenPair);

    /// <summary>Whether tokenizers have a distillation token after CLS: when any head looks at it, all
    /// do.</summary>
    /// <param name="tasks">The tasks.</param>
    public static bool HasDistillation(IReadOnlyList<TaskSpec> tasks) =>
        tasks.Any(t => t.DistillationHead || t.Pooling == Pooling.TokenPair);

    /// <summary>How many tokens come before the patches'.</summary>
    /// <param name="tasks">The tasks.</param>
    public static int PrefixTokens(IReadOnlyList<TaskSpec> tasks) =>
        (HasCls(tasks) ? 1 : 0) + (HasDistillation(tasks) ? 1 : 0);

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
    public static string HeadPath(TaskSpec task) => HeadPrefix + task.Name;

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
        Grid(config, modality).Aggregate(1L, (a, b) => a * b);

    /// <summary>How many patches lie along each axis of an input, in the order of the tokens.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="modality">Which.</param>
    /// <returns>[height, width], [time, height, width], or [time, frequency]; [frequency, time] where
    /// frequency comes first.</returns>
    public static ImmutableArray<long> Grid(ModelConfig config, Modality modality)
    {
        var (patch, stride) = (config.Patch(modality), config.Stride(modality));
        var grid = config.Inputs.Of(modality).Take(patch.Length)
            .Select((size, i) => size < patch[i] ? 0 : ((size - patch[i]) / stride[i]) + 1);
        return [.. modality == Modality.Audio && config.FrequencyFirst ? grid.Reverse() : grid];
    }

    private static IEnumerable<ParameterSpec> Tokenizer(
        ModelConfig config, Modality modality, IReadOnlyList<TaskSpec> tasks)
    {
        var path = TokenizerPath(modality);
        long[] patch = [.. config.Patch(modality).Select(p => (long)p), config.Channels(modality)];
        var fanIn = patch.Aggregate(1L, (a, b) => a * b);
        yield return new($"{path}/embedding/kernel", [.. patch, config.Dim], Initialiser.LeCunNormal, fanIn);
        yield return new($"{path}/embedding/bias", [config.Dim], Initialiser.Zeros);
        if (HasCls(tasks))
            yield return new($"{path}/cls", [1, 1, config.Dim], Initialiser.Zeros);
        if (HasDistillation(tasks))
            yield return new($"{path}/distillation", [1, 1, config.Dim], Initialiser.Zeros);
        var tokens = Patches(config, modality) + PrefixTokens(tasks);
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
        .. Dense($"{path}/MultiHeadDotProductAttention_0/qkv", c.Dim, 3 * c.Dim, Initialiser.Zeros, c.Dim)
            .Take(c.QkvBias ? 2 : 1),
        .. Dense($"{path}/MultiHeadDotProductAttention_0/out", c.Dim, c.Dim, Initialiser.Zeros, c.Dim),
        .. Norm($"{path}/LayerNorm_1", c.Dim),
        .. Dense($"{path}/MlpBlock_0/Dense_0", c.Dim, c.MlpDim, Initialiser.Normal1E6, c.MlpDim),
        .. Dense($"{path}/MlpBlock_0/Dense_1", c.MlpDim, c.Dim, Initialiser.Normal1E6, c.Dim),
    ];

    private static IEnumerable<ParameterSpec> Head(ModelConfig config, TaskSpec task)
    {
        var path = HeadPath(task);
        long[] widths = [config.Dim, .. task.HiddenSizes.Select(h => (long)h)];
        var last = task.Representation > 0 ? task.Representation : widths[^1];
        IEnumerable<ParameterSpec> Projection(string name, long from) =>
            task.Classes > 0 ? HeadDense($"{path}/{name}", from, task.Classes, task.ZeroInitHead) : [];
        return
        [
            .. task.HeadNorm is null ? [] : Norm($"{path}/norm", config.Dim),
            .. Enumerable.Range(0, task.HiddenSizes.Length)
                .SelectMany(i => HeadDense($"{path}/Dense_{i}", widths[i], widths[i + 1], false)),
            .. task.Representation > 0 ? HeadDense($"{path}/pre_logits", widths[^1], last, false) : [],
            .. Projection("output_projection", last),
            .. task.DistillationHead ? Projection("distillation_projection", config.Dim) : [],
        ];
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
