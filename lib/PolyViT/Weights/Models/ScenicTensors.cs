namespace PolyViT;

/// <summary>A model's parameters under scenic's names and in its layouts: query, key and value apart, and
/// each
/// head on an axis of its own (section 2.2).</summary>
internal static class ScenicTensors
{
    private const string Root = "params/";
    private static readonly string[] Qkv = ["query", "key", "value"];

    /// <summary>One of scenic's tensors, and which part of which parameter of ours it is.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Shape">Its shape.</param>
    /// <param name="Ours">The name of our parameter.</param>
    /// <param name="Part">The first column of ours, where it is a third of them; else null.</param>
    public sealed record Place(string Name, ImmutableArray<long> Shape, string Ours, long? Part)
    {
        /// <summary>The part of our parameter, in our layout.</summary>
        public Tensor In(PolyVit model) =>
            Part is { } first
                ? model.Parameters[Ours].narrow(-1, first, model.Config.Dim)
                : model.Parameters[Ours];
    }

    /// <summary>Every tensor, as scenic's newer checkpoints name it.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="specs">Our parameters.</param>
    public static ImmutableArray<Place> Places(ModelConfig config, IEnumerable<ParameterSpec> specs) =>
        [.. specs.SelectMany(spec => Places(config, spec))];

    /// <summary>Every tensor of a model, which must live until they have been read.</summary>
    public static IEnumerable<StoredTensor> Of(PolyVit model) =>
        Places(model.Config, model.Parameters.Specs).Select(
            place => new StoredTensor(place.Name, model.Parameters.Values.dtype, place.Shape, into =>
            {
                using var scope = NewDisposeScope();
                using var quiet = no_grad();
                _ = into.copy_(place.In(model).reshape(into.shape));
            }));

    /// <summary>Fills a model from a file that holds every tensor.</summary>
    public static void Fill(PolyVit model, CheckpointFile file)
    {
        using var quiet = no_grad();
        foreach (var place in Places(model.Config, model.Parameters.Specs))
        {
            using var scope = NewDisposeScope();
            file.Tensors[place.Name].CopyTo(place.In(model));
        }
    }

    private static IEnumerable<Place> Places(ModelConfig config, ParameterSpec spec)
    {
        ImmutableArray<long> split = [config.Heads, config.Dim / config.Heads];
        if (spec.Name.Contains("/qkv/", StringComparison.Ordinal))
            return Qkv.Select((part, i) => new Place(
                Root + spec.Name.Replace("/qkv/", $"/{part}/", StringComparison.Ordinal),
                [.. spec.Shape[..^1], .. split], spec.Name, (long)i * config.Dim));
        var joins = spec.Name.EndsWith("MultiHeadDotProductAttention_0/out/kernel", StringComparison.Ordinal);
        return [new(Root + spec.Name, joins ? [.. split, config.Dim] : spec.Shape, spec.Name, null)];
    }
}
