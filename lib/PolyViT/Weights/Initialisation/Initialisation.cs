namespace PolyViT;

/// <summary>Starts a model from another one (section 4; scenic polyvit/model_utils.py).</summary>
public static partial class Initialisation
{
    /// <summary>
    /// Copies what the inheritance names into a model, fitted to its shapes. Either all of it is copied, or,
    /// after an error, nothing.
    /// </summary>
    /// <param name="model">Changed in place.</param>
    /// <param name="from">What is taken over, and from where.</param>
    /// <returns>A line for every parameter of the model, then one for every parameter of the source that was
    /// not used, then one for everything that the two compute in different ways.</returns>
    /// <exception cref="InputException">Sizes that do not fit, or a tokenizer or head that is not
    /// there.</exception>
    public static ImmutableArray<InheritedParameter> Inherit(this PolyVit model, Inheritance from)
    {
        Require(model, from);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var parts = model.Parameters.Specs.Select(spec => PartOf(model, from, spec)).ToArray();
        foreach (var part in parts)
            if (part.Value is { } value)
                _ = model.Parameters[part.Row.Key].copy_(value);
        return
        [
            .. parts.Select(p => p.Row), .. Unused(from, [.. parts.Select(p => p.Row.Source)]),
            .. Differences(model.Config, from.Source.Config),
        ];
    }

    private readonly record struct Part(InheritedParameter Row, Tensor? Value);

    private static Part PartOf(PolyVit model, Inheritance from, ParameterSpec spec)
    {
        var (modality, rest) = Place(spec.Name);
        if (SourceOf(model, from, spec.Name) is not { } name)
            return Kept(spec, "not taken over");
        var tubelet = modality == Modality.Video && rest.StartsWith("embedding", StringComparison.Ordinal);
        if (tubelet && !from.TubeletKernels)
            return Kept(spec, "tubelet kernels are not taken over");
        if (rest == Positions && !from.Positions)
            return Kept(spec, "positional tables are not taken over");
        if (!from.Source.Parameters.Specs.Any(s => s.Name == name))
            return Kept(spec, $"the source has no {name}");
        var value = from.Source.Parameters[name];
        return (modality, rest) switch
        {
            ({ } m, Positions) => Taken(spec, name, value, Table(model, from, m, value)),
            ({ }, Kernel) => Taken(spec, name, value, KernelOf(spec, from, name, value)),
            _ => Taken(spec, name, value, (value, [])),
        };
    }

    private static Part Kept(ParameterSpec spec, string why) =>
        new(new(spec.Name, null, [], spec.Shape, InheritedAs.Kept, $"kept its initial value ({why})"), null);

    private static Part Taken(
        ParameterSpec spec, string source, Tensor value, (Tensor Value, ImmutableArray<string> Done) fitted)
    {
        if (!fitted.Value.shape.SequenceEqual(spec.Shape))
            throw new InputException(
                $"'{spec.Name}' is [{string.Join(", ", spec.Shape)}], but '{source}' makes "
                + $"[{string.Join(", ", fitted.Value.shape)}] of it: give the model the source's sizes there, "
                + "or do not take it over.");
        var (how, words) = fitted.Done.IsEmpty
            ? (InheritedAs.Copied, "copied")
            : (InheritedAs.Resized, string.Join(", ", fitted.Done));
        return new(new(spec.Name, source, [.. value.shape], spec.Shape, how, words), fitted.Value);
    }

    private static IEnumerable<InheritedParameter> Unused(Inheritance from, ImmutableHashSet<string?> used) =>
        from spec in @from.Source.Parameters.Specs
        where !used.Contains(spec.Name)
        select new InheritedParameter(spec.Name, spec.Name, spec.Shape, [], InheritedAs.Unused, "not used");

    private static IEnumerable<InheritedParameter> Differences(ModelConfig model, ModelConfig source)
    {
        static InheritedParameter Row<T>(string what, T model, T source) =>
            new(what, null, [], [], InheritedAs.Differs, $"{model} in the model, {source} in the source");
        if (model.Gelu != source.Gelu)
            yield return Row(nameof(ModelConfig.Gelu), model.Gelu, source.Gelu);
        if (model.Epsilon != source.Epsilon)
            yield return Row(nameof(ModelConfig.Epsilon), model.Epsilon, source.Epsilon);
    }

    private static void Require(PolyVit model, Inheritance from)
    {
        var (to, source) = (model.Config, from.Source.Config);
        Same("Dim", to.Dim, source.Dim);
        Same("Depth", to.Depth, source.Depth);
        Same("Heads", to.Heads, source.Heads);
        Same("MlpDim", to.MlpDim, source.MlpDim);
        var has = ParameterLayout.Modalities(from.Source.Tasks).ToArray();
        foreach (var modality in ParameterLayout.Modalities(model.Tasks))
            if (from.Tokenizers.TryGetValue(modality, out var donor) && !has.Contains(donor))
                throw new InputException(
                    $"The {modality} tokenizer is to start from the source's {donor} tokenizer, which it has "
                    + $"not: name one of {string.Join(", ", has)}.");
        foreach (var (task, donor) in from.Heads)
            if (model.Tasks.All(t => t.Name != task) || from.Source.Tasks.All(t => t.Name != donor))
                throw new InputException(
                    $"The head of '{task}' is to start from that of '{donor}': name a task of the model and "
                    + "one of the source.");
    }

    private static void Same(string what, int model, int source)
    {
        if (model != source)
            throw new InputException(
                $"{what} is {model} in the model and {source} in the source: make the model with "
                + $"{what} = {source}.");
    }
}
