namespace PolyViT;

/// <summary>A parameter of a model and what fills it.</summary>
/// <param name="Line">Its line in the report.</param>
/// <param name="Spec">The parameter.</param>
/// <param name="Fill">Sets the parameter from the file; null where nothing does.</param>
internal sealed record Filling(MatchLine Line, ParameterSpec Spec, Action<Tensor>? Fill);

/// <summary>From the parameters of a model to the tensors of a checkpoint.</summary>
internal static class Matching
{
    private const string Table = "/posembed_input/pos_embedding";

    /// <summary>What fills each parameter, without reading a value.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="tasks">The model's tasks.</param>
    /// <param name="task">The name of the task that the file's only head goes to.</param>
    public static ImmutableArray<Filling> Of(
        Recognised source, ModelConfig config, IReadOnlyList<TaskSpec> tasks, string task) =>
    [
        .. from spec in ParameterLayout.Of(config, tasks)
           let found = source.Find(spec.Name, task)
           select found is null ? Absent(spec)
               : !found.Tensors.All(t => t.Type.IsReal())
                   ? Unfit(spec, found, $"holds {found.Tensors[0].Type}, not real numbers")
               : spec.Name.EndsWith(Table, StringComparison.Ordinal) ? PositionsOf(source, config, tasks, spec, found)
               : found.Shape.AsSpan().SequenceEqual(spec.Shape.AsSpan()) ? Whole(spec, found)
               : Unfit(spec, found, "the shapes do not fit"),
    ];

    /// <summary>A line for every key of the file that fills nothing.</summary>
    /// <param name="source">The checkpoint.</param>
    /// <param name="fillings">What is filled.</param>
    public static IEnumerable<MatchLine> Unused(Recognised source, IEnumerable<Filling> fillings)
    {
        var used = fillings.SelectMany(f => f.Line.Key.Split(", ")).ToHashSet();
        return
            from tensor in source.File.Tensors.Values
            where !used.Contains(tensor.Name)
            let why = source.Needless(tensor.Name) ?? (tensor.Shape.IsEmpty ? "a single number" : null)
            select new MatchLine(
                MatchKind.Unused, tensor.Name, "", tensor.Shape, [], why ?? "the model has no such parameter",
                why is not null);
    }

    private static bool IsReal(this ScalarType type) =>
        type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16;

    private static string Keys(Found found) => string.Join(", ", found.Tensors.Select(t => t.Name));

    private static Filling Absent(ParameterSpec spec) =>
        new(new(MatchKind.Missing, "", spec.Name, [], spec.Shape, "the file has none"), spec, null);

    private static Filling Unfit(ParameterSpec spec, Found found, string why) =>
        new(new(MatchKind.Missing, Keys(found), spec.Name, found.Tensors[0].Shape, spec.Shape, why), spec, null);

    private static Filling Whole(ParameterSpec spec, Found found)
    {
        string[] done =
        [
            .. found.Tensors.Length > 1 ? ["side by side"] : Array.Empty<string>(),
            .. found.Layout.Words(found.Tensors[0].Shape.Length) is { Length: > 0 } words ? [words] : Array.Empty<string>(),
        ];
        var kind = done.Length == 0 ? MatchKind.Matched : MatchKind.Reshaped;
        return new(
            new(kind, Keys(found), spec.Name, found.Tensors[0].Shape, spec.Shape, string.Join(", ", done)), spec,
            target => Copy(found, target));
    }

    private static void Copy(Found found, Tensor target)
    {
        var start = 0L;
        foreach (var (stored, shape) in found.Tensors.Zip(found.Shapes))
        {
            using var scope = NewDisposeScope();
            var part = found.Tensors.Length == 1 ? target : target.narrow(-1, start, shape[^1]);
            if (found.Layout.InOrder(stored.Shape.Length))
                stored.CopyTo(part);
            else if (found.Layout == Layout.Transposed)
                stored.CopyTurnedTo(part);
            else
                stored.Lend(values => part.copy_(found.Layout.Ours(values)));
            start += shape[^1];
        }
    }

    private static Filling PositionsOf(
        Recognised source, ModelConfig config, IReadOnlyList<TaskSpec> tasks, ParameterSpec spec, Found found)
    {
        var modality = ParameterLayout.Modalities(tasks).First(m =>
            spec.Name.StartsWith(ParameterLayout.TokenizerPath(m) + "/", StringComparison.Ordinal));
        if (found.Shape is not [1, _, var dim] || dim != config.Dim)
            return Unfit(spec, found, "the shapes do not fit");
        var fit = new TableFit(
            source.Tables[modality], new(ParameterLayout.Grid(config, modality), ParameterLayout.PrefixTokens(tasks)),
            Turned: modality == Modality.Audio && source.Config.FrequencyFirst != config.FrequencyFirst);
        if (fit.Words is not { Length: > 0 } words)
            return Whole(spec, found);
        var kind = fit.Resizes ? MatchKind.Resized : MatchKind.Reshaped;
        return new(
            new(kind, Keys(found), spec.Name, found.Shape, spec.Shape, words), spec,
            target => found.Tensors[0].Lend(table => target.copy_(fit.Apply(table))));
    }
}
