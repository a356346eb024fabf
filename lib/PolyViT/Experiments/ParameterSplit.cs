namespace PolyViT;

/// <summary>Where the parameters of a model, or of several, lie.</summary>
/// <param name="Shared">In blocks and norm that every modality passes.</param>
/// <param name="Adapter">In blocks that a modality owns.</param>
/// <param name="Tokenizer">In patch embeddings, tokens and positional tables.</param>
/// <param name="Head">In heads.</param>
public sealed record ParameterSplit(long Shared, long Adapter, long Tokenizer, long Head)
{
    /// <summary>All of them.</summary>
    public long Total => Shared + Adapter + Tokenizer + Head;

    /// <summary>Of one model, from its layout.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="tasks">Its tasks.</param>
    public static ParameterSplit Of(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        var counts = ParameterLayout.Of(config, tasks).ToLookup(p => Part(p.Name), p => p.Count);
        return new(
            counts[nameof(Shared)].Sum(), counts[nameof(Adapter)].Sum(), counts[nameof(Tokenizer)].Sum(),
            counts[nameof(Head)].Sum());
    }

    /// <summary>Of several models together.</summary>
    /// <param name="other">The other ones.</param>
    public ParameterSplit And(ParameterSplit other) => new(
        Shared + other.Shared, Adapter + other.Adapter, Tokenizer + other.Tokenizer, Head + other.Head);

    private static string Part(string name) => name.Split('/') switch
    {
        ["vit_encoder", ..] => nameof(Shared),
        ["tokenizer", _, var part, ..] when part.StartsWith("encoderblock_", StringComparison.Ordinal) =>
            nameof(Adapter),
        ["tokenizer", ..] => nameof(Tokenizer),
        _ => nameof(Head),
    };
}
