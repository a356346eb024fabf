namespace PolyViT;

/// <summary>A checkpoint of a whole PolyViT under scenic's names, which are ours but for query, key and value
/// apart (section 2.2).</summary>
/// <param name="File">The open file.</param>
/// <param name="Body">What stands before every name, e.g. "params/".</param>
internal sealed record PolyVitFile(CheckpointFile File, string Body)
{
    private const string HeadPrefix = "classification_head_";
    private const string Qkv = "MultiHeadDotProductAttention_0/qkv";

    /// <summary>Null where the file is no PolyViT.</summary>
    public static PolyVitFile? Tell(CheckpointFile file)
    {
        string[] kernels = [.. Enum.GetValues<Modality>().Select(m => ParameterLayout.TokenizerPath(m) + "/embedding/kernel")];
        var body = (
            from key in file.Tensors.Keys
            from kernel in kernels
            where key.EndsWith(kernel, StringComparison.Ordinal)
            let before = key[..^kernel.Length]
            where before.Length == 0 || before[^1] == '/'
            where !before.Contains("opt", StringComparison.Ordinal)
                || before.StartsWith("optimizer/target", StringComparison.Ordinal)
            orderby before.Length
            select before).FirstOrDefault();
        return body is null ? null : new(file, body);
    }

    /// <summary>What the file has for a parameter of ours.</summary>
    public Found? Find(string parameter)
    {
        string[] Names(string[] parts) =>
            [.. parts.Select(p => Body + parameter.Replace("/qkv/", $"/{p}/", StringComparison.Ordinal))];
        var names = Names(parameter.Contains("/qkv/", StringComparison.Ordinal) ? ["query", "key", "value"] : ["qkv"]);
        return names.All(File.Has)
            ? new([.. names.Select(n => File.Tensors[n])], Layouts.OfFlax(parameter))
            : null;
    }

    /// <summary>Tells sizes, heads and grids.</summary>
    public Recognised Recognise(LoadOptions options)
    {
        if (ModelCard.In(File) is { } card)
            return Told(card, options);
        Modality[] modalities = [.. Enum.GetValues<Modality>().Where(m => Kernel(m) is not null)];
        if (modalities.Length == 0)
            throw new InputException($"{File.Path} is a PolyViT without a patch kernel that fits its tokenizer: it is damaged.");
        var sidecar = Sidecar.Beside(File.Path).For(Kernel(modalities[0])!.Shape[^1]);
        var assumed = new List<string>();
        var tasks = Tasks(modalities, sidecar, options);
        var (config, tables) = (Sized(modalities, sidecar, options, assumed), ImmutableDictionary<Modality, TableGrid>.Empty);
        foreach (var modality in modalities)
        {
            var rows = Grids.Rows(
                File.Path, Require(ParameterLayout.TokenizerPath(modality) + "/posembed_input/pos_embedding"));
            (config, var table) = Grids.Of(
                File.Path, config, modality, rows, ParameterLayout.PrefixTokens(tasks), sidecar, options, assumed);
            tables = tables.Add(modality, table);
        }
        return new(
            File, $"PolyViT under scenic's names, {config.Depth} blocks of {config.Dim}, {tasks.Length} heads", config, tasks,
            tables, [.. assumed], (parameter, _) => Find(parameter), _ => null);
    }

    // A file of our own says what the tensors' names and shapes cannot tell.
    private Recognised Told(ModelCard card, LoadOptions options)
    {
        ModelCheck.Require(card.Config, card.Tasks);
        var prefix = ParameterLayout.PrefixTokens(card.Tasks);
        var tables = ParameterLayout.Modalities(card.Tasks).ToImmutableDictionary(
            m => m, m => new TableGrid(ParameterLayout.Grid(card.Config, m), prefix));
        return new(
            File, $"PolyViT with a model card, {card.Config.Depth} blocks of {card.Config.Dim}, {card.Tasks.Length} heads",
            card.Config, options.Tasks.IsEmpty ? card.Tasks : options.Tasks, tables, [],
            (parameter, _) => Find(parameter), _ => null);
    }

    private Found? Kernel(Modality modality) =>
        Find(ParameterLayout.TokenizerPath(modality) + "/embedding/kernel") is { } kernel
        && kernel.Shape.Length == (modality == Modality.Video ? 5 : 4) ? kernel : null;

    private Found Require(string parameter) => Find(parameter) ?? throw new InputException(
        $"{File.Path} is a PolyViT, but has nothing for '{parameter}': it is not complete.");

    private ModelConfig Sized(Modality[] modalities, Sidecar sidecar, LoadOptions options, List<string> assumed)
    {
        string[] paths = [.. modalities.Select(ParameterLayout.TokenizerPath)];
        var adapters = paths.Max(Blocks);
        var depth = Math.Max(adapters, Blocks("vit_encoder"));
        if (depth == 0)
            throw new InputException($"{File.Path} is a PolyViT without blocks: it is not complete.");
        var block = (depth > adapters ? "vit_encoder" : paths[0]) + $"/encoderblock_{depth - 1}";
        var (kernel, mlp) = (Require($"{block}/{Qkv}/kernel"), Require($"{block}/MlpBlock_0/Dense_0/kernel").Shape);
        var shown = kernel.Tensors[0].Shape is [_, var h, _] ? (int?)h : null;
        var heads = shown ?? options.Heads ?? sidecar.Heads ?? throw new InputException(
            $"{File.Path} has query, key and value as matrices, which do not tell the heads: say LoadOptions.Heads.");
        ImmutableArray<int> Patch(Modality modality, params ImmutableArray<int> absent) =>
            Kernel(modality)?.Shape is { } shape ? [.. shape[..^2].Select(p => (int)p)] : absent;
        if (sidecar.Epsilon is null && options.Epsilon is null && options.Gelu is null)
            assumed.Add("GELU Tanh and LayerNorm epsilon 1E-06, as of scenic");
        return new((int)Require($"{paths[0]}/embedding/kernel").Shape[^1], depth, heads, (int)mlp[^1], InputShapes.Paper,
            Patch(Modality.Image, 16, 16), Patch(Modality.Video, 4, 16, 16), Patch(Modality.Audio, 16, 16))
        {
            AdapterLayers = adapters,
            Gelu = options.Gelu ?? sidecar.Gelu ?? Gelu.Tanh,
            Epsilon = options.Epsilon ?? sidecar.Epsilon ?? Block.Epsilon,
            QkvBias = Find($"{block}/{Qkv}/bias") is not null,
            FinalNorm = Find("vit_encoder/encoder_norm/scale") is not null,
            AudioChannels = Kernel(Modality.Audio)?.Shape is { } spectrogram ? (int)spectrogram[^2] : 3,
        };
    }

    // One more than the last block below a path.
    private int Blocks(string path)
    {
        var prefix = $"{Body}{path}/encoderblock_";
        return File.Tensors.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Select(k => int.TryParse(k[prefix.Length..].Split('/')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var l)
                && l < 1000 ? l + 1 : 0)
            .DefaultIfEmpty(0).Max();
    }

    private ImmutableArray<TaskSpec> Tasks(Modality[] modalities, Sidecar sidecar, LoadOptions options)
    {
        if (!options.Tasks.IsEmpty)
            return options.Tasks;
        string[] names = [.. File.Tensors.Keys
            .Where(k => k.StartsWith(Body + HeadPrefix, StringComparison.Ordinal))
            .Select(k => k[(Body.Length + HeadPrefix.Length)..].Split('/')[0]).Distinct()];
        ImmutableArray<TaskSpec> tasks = [.. names.Select(name => Task(name, ModalityOf(name, modalities, sidecar), sidecar))];
        var bare = modalities.Except(tasks.Select(t => t.Modality));
        return [.. tasks, .. bare.Select(m => new TaskSpec
        {
            Name = $"{m.ToString().ToLowerInvariant()}_features", Modality = m, Classes = 0, Pooling = PoolingOf(m, "token"),
        })];
    }

    private Modality ModalityOf(string head, Modality[] modalities, Sidecar sidecar)
    {
        if (Enum.TryParse<Modality>(sidecar.Text("heads", head, "modality"), ignoreCase: true, out var told)
            && modalities.Contains(told))
            return told;
        return modalities is [var only] ? only : throw new InputException(
            $"{File.Path} has the head '{head}' and tokenizers for {string.Join(", ", modalities).ToLowerInvariant()}, "
            + "and does not tell which is its: say LoadOptions.Tasks, or fill a model with Weights.Load(model, path).");
    }

    private TaskSpec Task(string name, Modality modality, Sidecar sidecar)
    {
        Found? Part(string part) => Find($"{HeadPrefix}{name}/{part}");
        return new()
        {
            Name = name,
            Modality = modality,
            Classes = (int)(Part("output_projection/kernel")?.Shape[^1] ?? 0),
            Kind = sidecar.Text("heads", name, "task") switch
            {
                "multilabel" => TaskKind.MultiLabel,
                _ => TaskKind.Label,
            },
            Pooling = PoolingOf(modality, sidecar.Text("heads", name, "classifier") ?? "token"),
            HiddenSizes = [.. Enumerable.Range(0, 100).Select(i => Part($"Dense_{i}/kernel")).TakeWhile(p => p is not null)
                .Select(p => (int)p!.Shape[^1])],
            Representation = (int)(Part("pre_logits/kernel")?.Shape[^1] ?? 0),
        };
    }

    // Without a CLS token there is nothing but the mean.
    private Pooling PoolingOf(Modality modality, string classifier) => classifier switch
    {
        "gmp" => Pooling.Max,
        "gsp" => Pooling.Sum,
        "token" or "0" when Find(ParameterLayout.TokenizerPath(modality) + "/cls") is not null => Pooling.Token,
        _ => Pooling.Gap,
    };
}
