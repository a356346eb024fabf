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
            + $"tokenizers have one: make the model with AdapterLayers = {from.Source.Config.AdapterLayers}, "
            + "or take over one tokenizer.");
    }

    private static string? HeadOf(PolyVit model, Inheritance from, string name) => (
        from task in model.Tasks
        let path = ParameterLayout.HeadPath(task)
        where name.StartsWith(path + "/", StringComparison.Ordinal) && @from.Heads.ContainsKey(task.Name)
        let donor = @from.Source.Tasks.Single(t => t.Name == @from.Heads[task.Name])
        select ParameterLayout.HeadPath(donor) + name[path.Length..]).FirstOrDefault();
}
