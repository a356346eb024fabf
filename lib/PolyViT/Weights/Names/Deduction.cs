namespace PolyViT;

/// <summary>From the names and shapes of a single-task checkpoint to a configuration of this model.</summary>
internal static class Deduction
{
    private const string Qkv = "MultiHeadDotProductAttention_0/qkv";

    // Public models whose heads are not 64 wide; all others' are.
    private static readonly ImmutableDictionary<long, int> PublicHeads =
        new Dictionary<long, int> { [1152] = 16, [1280] = 16, [1408] = 16, [1664] = 16, [1792] = 16 }.ToImmutableDictionary();

    /// <summary>Tells sizes, conventions, head and grid.</summary>
    /// <exception cref="InputException">The file does not tell enough, or is none of ours.</exception>
    public static Recognised Recognise(NamedFile named, LoadOptions options)
    {
        var kernel = Require(named, "tokenizer/embedding/kernel").Shape;
        var modality = ModalityOf(named, kernel, options);
        var sidecar = Sidecar.Beside(named.File.Path).For(kernel[^1]);
        var assumed = new List<string>();
        var sized = Sized(named, kernel, modality, sidecar, options, assumed);
        var task = Head(named, modality, sized.Epsilon, sidecar, options, assumed);
        var (config, table) = Grids.Of(
            named.File.Path, sized, modality,
            Grids.Rows(named.File.Path, Require(named, "tokenizer/posembed_input/pos_embedding")), ParameterLayout.PrefixTokens([task]), sidecar, options, assumed);
        return new(
            named.File, Words(named, config, modality), config, [task],
            ImmutableDictionary<Modality, TableGrid>.Empty.Add(modality, table), [.. assumed],
            (parameter, head) => named.Find(parameter, modality, head), named.Needless);
    }

    private static Found Require(NamedFile named, string ours) => named.Find(ours) ?? throw new InputException(
        $"{named.File.Path} has {named.Map.Name}, but nothing for '{ours}': it is no complete transformer of this kind.");

    private static Modality ModalityOf(NamedFile named, ImmutableArray<long> kernel, LoadOptions options)
    {
        var modality = options.Modality ?? named.Map.Modality ?? (kernel.Length == 5 ? Modality.Video : Modality.Image);
        if (kernel.Length != (modality == Modality.Video ? 5 : 4) || kernel[^2] is not (1 or 3)
            || (kernel[^2] == 1 && modality != Modality.Audio))
            throw new InputException(
                $"The patch kernel in {named.File.Path} is [{string.Join(", ", kernel)}], which is no kernel for "
                + $"{modality.ToString().ToLowerInvariant()}: pictures and clips have 3 channels, spectrograms 1 or 3.");
        return modality;
    }

    private static ModelConfig Sized(
        NamedFile named, ImmutableArray<long> kernel, Modality modality, Sidecar sidecar, LoadOptions options,
        List<string> assumed)
    {
        var (dim, depth) = ((int)kernel[^1], named.Depth);
        if (depth == 0)
            throw new InputException(
                $"{named.File.Path} has {named.Map.Name}, but no block of a transformer: give the whole model.");
        ImmutableArray<int> patch = [.. kernel[..^2].Select(p => (int)p)];
        var mlp = Require(named, $"block/{depth - 1}/MlpBlock_0/Dense_0/kernel").Shape;
        var gelu = options.Gelu ?? sidecar.Gelu
            ?? Told(named.Map.Gelu, $"GELU {named.Map.Gelu}, as of {named.Map.Name}", assumed);
        var epsilon = options.Epsilon ?? sidecar.Epsilon
            ?? Told(named.Map.Epsilon, $"LayerNorm epsilon {named.Map.Epsilon:R}, as of {named.Map.Name}", assumed);
        return new(dim, depth, HeadsOf(named, dim, depth, sidecar, options, assumed), (int)mlp[^1], InputShapes.Paper,
            modality == Modality.Image ? patch : [16, 16],
            modality == Modality.Video ? patch : [2, 16, 16],
            modality == Modality.Audio ? patch : [16, 16])
        {
            Gelu = gelu,
            Epsilon = epsilon,
            QkvBias = named.Find($"block/{depth - 1}/{Qkv}/bias") is not null,
            FinalNorm = named.Find("encoder_norm/scale") is not null,
            FrequencyFirst = named.Map.FrequencyFirst,
            AudioChannels = modality == Modality.Audio ? (int)kernel[^2] : 3,
        };
    }

    private static int HeadsOf(
        NamedFile named, int dim, int depth, Sidecar sidecar, LoadOptions options, List<string> assumed)
    {
        if (!named.Map.Torch && Require(named, $"block/{depth - 1}/{Qkv}/kernel").Tensors[0].Shape is [_, var heads, _])
            return (int)heads;
        if ((options.Heads ?? sidecar.Heads) is { } told)
            return told;
        if (!PublicHeads.TryGetValue(dim, out var usual) && dim % 64 != 0)
            throw new InputException(
                $"{named.File.Path} does not tell how many attention heads its width of {dim} has: "
                + "say LoadOptions.Heads, or lay its config.json beside it.");
        usual = usual > 0 ? usual : dim / 64;
        return Told(usual, $"{usual} attention heads of {dim / usual}, as of the public models", assumed);
    }

    private static TaskSpec Head(
        NamedFile named, Modality modality, double epsilon, Sidecar sidecar, LoadOptions options,
        List<string> assumed)
    {
        var classes = (int)(named.Find("head/output_projection/kernel")?.Shape[^1] ?? 0);
        var cls = named.Find("tokenizer/cls") is not null;
        var distillation = named.Find("tokenizer/distillation") is not null;
        var two = named.Find("head/distillation_projection/kernel") is not null;
        var norm = named.Find("head/norm/scale") is not null;
        return new()
        {
            Name = options.Task ?? "classes",
            Modality = modality,
            Classes = classes,
            ClassNames = sidecar.ClassNames(classes),
            Kind = KindOf(modality, classes, sidecar, assumed),
            Pooling = options.Pooling ?? (distillation && cls
                ? two ? Pooling.Token : Pooling.TokenPair
                : PoolingOf(named, cls, sidecar)),
            HeadNorm = norm ? named.Map.HeadEpsilon ?? epsilon : null,
            Representation = (int)(named.Find("head/pre_logits/kernel")?.Shape[^1] ?? 0),
            DistillationHead = two,
        };
    }

    private static Pooling PoolingOf(NamedFile named, bool cls, Sidecar sidecar) =>
        (sidecar.Text("global_pool") ?? sidecar.Text("classifier"), cls) switch
        {
            ("token", true) => Pooling.Token,
            ("avg" or "gap", true) => Pooling.Patches,
            ("avg" or "gap", false) => Pooling.Gap,
            ("max" or "gmp", false) => Pooling.Max,
            ("gsp", false) => Pooling.Sum,
            ({ Length: > 0 } other, _) => throw new InputException(
                $"config.json beside {named.File.Path} says that the head pools \"{other}\", which is not done here "
                + $"with{(cls ? "" : "out")} a CLS token: say LoadOptions.Pooling, if you want another one."),
            // A mean is normalised after it was taken.
            (_, true) when named.Find("head/norm/scale") is not null && named.Find("encoder_norm/scale") is null =>
                Pooling.Patches,
            (_, true) => Pooling.Token,
            _ => Pooling.Gap,
        };

    private static TaskKind KindOf(Modality modality, int classes, Sidecar sidecar, List<string> assumed) =>
        sidecar.Text("problem_type") switch
        {
            "multi_label_classification" => TaskKind.MultiLabel,
            null when modality == Modality.Audio && classes == 527 =>
                Told(TaskKind.MultiLabel, "any number of the 527 classes at once, as in AudioSet", assumed),
            _ => TaskKind.Label,
        };

    private static T Told<T>(T value, string note, List<string> assumed)
    {
        assumed.Add(note);
        return value;
    }

    private static string Words(NamedFile named, ModelConfig config, Modality modality)
    {
        var kind = modality switch
        {
            Modality.Video => "ViViT",
            Modality.Audio => config.FrequencyFirst ? "AST" : "ViT on spectrograms",
            _ => "ViT",
        };
        return $"{kind} under {named.Map.Name}, {config.Depth} blocks of {config.Dim}";
    }
}
