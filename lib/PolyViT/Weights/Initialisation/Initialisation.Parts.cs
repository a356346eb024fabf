namespace PolyViT;

public static partial class Initialisation
{
    private const string Positions = "posembed_input/pos_embedding";
    private const string Kernel = "embedding/kernel";
    private const string Shared = "vit_encoder";
    private const string BlockPrefix = "encoderblock_";

    /// <summary>The parameter of the source that one of the model starts from, whether or not the source has
    /// it; null where nothing is taken over.</summary>
    private static string? SourceOf(PolyVit model, Inheritance from, string name)
    {
        var (modality, rest) = Place(name);
        if (modality is { } m && !from.Tokenizers.ContainsKey(m))
            return null;
        if (rest.StartsWith(BlockPrefix, StringComparison.Ordinal))
            return BlockOf(model, from, modality, rest);
        if (modality is { } own)
            return $"{ParameterLayout.TokenizerPath(from.Tokenizers[own])}/{rest}";
        return name.StartsWith(Shared, StringComparison.Ordinal) ? name : HeadOf(model, from, name);
    }

    // The modality whose tokenizer a parameter belongs to, if any, and its path below the tokenizer or the
    // encoder.
    private static (Modality? Modality, string Path) Place(string name)
    {
        foreach (var modality in Enum.GetValues<Modality>())
            if (name.StartsWith(ParameterLayout.TokenizerPath(modality) + "/", StringComparison.Ordinal))
                return (modality, name[(ParameterLayout.TokenizerPath(modality).Length + 1)..]);
        var shared = name.StartsWith(Shared + "/", StringComparison.Ordinal);
        return (null, shared ? name[(Shared.Length + 1)..] : "");
    }

    // differs: adapters follow a tokenizer to another modality; scenic leaves them as they were.
    private static string BlockOf(PolyVit model, Inheritance from, Modality? modality, string rest)
    {
        var end = rest.IndexOf('/', StringComparison.Ordinal);
        var layer = int.Parse(rest[BlockPrefix.Length..end], CultureInfo.InvariantCulture);
        var source = from.Source.Config;
        var donor = layer >= source.AdapterLayers
            ? default // shared in the source: the same for every modality
            : modality is { } m ? from.Tokenizers[m] : Only(model, from, layer);
        return ParameterLayout.BlockPath(source, donor, layer) + rest[end..];
    }

    private static Modality Only(PolyVit model, Inheritance from, int layer)
    {
        Modality[] donors = [.. ParameterLayout.Modalities(model.Tasks)
            .Where(from.Tokenizers.ContainsKey).Select(m => from.Tokenizers[m]).Distinct()];
        return donors is [var one] ? one : throw new InputException(
            $"Block {layer} is shared in the model and an adapter in the source, where {donors.Length} "
            + $"tokenizers have one: make the model with AdapterLayers = {from.Source.Config.AdapterLayers}, or "
            + "take over one tokenizer.");
    }

    private static string? HeadOf(PolyVit model, Inheritance from, string name) => (
        from task in model.Tasks
        let path = ParameterLayout.HeadPath(task)
        where name.StartsWith(path + "/", StringComparison.Ordinal) && @from.Heads.ContainsKey(task.Name)
        let donor = @from.Source.Tasks.Single(t => t.Name == @from.Heads[task.Name])
        select ParameterLayout.HeadPath(donor) + name[path.Length..]).FirstOrDefault();

    private static (Tensor Value, ImmutableArray<string> Done) Table(
        PolyVit model, Inheritance from, Modality modality, Tensor table)
    {
        var (has, needs) = (ParameterLayout.HasCls(from.Source.Tasks), ParameterLayout.HasCls(model.Tasks));
        var (fitted, done) = PositionalTable.Fit(
            table, has, Grid(from.Source.Config, from.Tokenizers[modality]), Grid(model.Config, modality));
        if (has == needs)
            return (fitted, done);
        if (has)
            return (fitted.narrow(1, 1, fitted.size(1) - 1), done.Add("its CLS row left out"));
        // differs: scenic makes a table without the CLS row here, which does not fit the model.
        var own = model.Parameters[$"{ParameterLayout.TokenizerPath(modality)}/{Positions}"].narrow(1, 0, 1);
        return (cat([own, fitted], 1), done.Add("the CLS row kept its initial value"));
    }

    private static long[] Grid(ModelConfig config, Modality modality) =>
        [.. config.Inputs.Of(modality).Zip(config.Patch(modality), (size, patch) => size / patch)];

    private static (Tensor Value, ImmutableArray<string> Done) KernelOf(
        ParameterSpec spec, Inheritance from, string source, Tensor kernel)
    {
        if (spec.Shape.AsSpan().SequenceEqual(kernel.shape))
            return (kernel, []);
        var done = ImmutableArray.CreateBuilder<string>();
        if (kernel.dim() == 5)
        {
            done.Add($"summed over its {kernel.size(0)} frames");
            kernel = kernel.sum([0L]);
        }
        if (!spec.Shape[^4..].AsSpan().SequenceEqual(kernel.shape))
            throw new InputException(
                $"'{source}' has patches of {kernel.size(0)} x {kernel.size(1)}, but '{spec.Name}' has "
                + $"{spec.Shape[^4]} x {spec.Shape[^3]}: make the model with the source's patch.");
        if (spec.Shape.Length == 5)
        {
            done.Add($"inflated to {spec.Shape[0]} frames");
            kernel = from.Inflate(kernel, (int)spec.Shape[0]);
        }
        return (kernel, done.ToImmutable());
    }
}
