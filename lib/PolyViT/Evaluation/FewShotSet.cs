namespace PolyViT;

/// <summary>Frozen features and what they are to say.</summary>
/// <param name="Features">[N, D] float.</param>
/// <param name="Targets">[N, K] float, one-hot or multi-hot.</param>
public sealed record FewShotSet(Tensor Features, Tensor Targets)
{
    private const int MostRows = 128;
    private const long MostNumbers = 1L << 25; // 128 MiB of input at a time

    /// <summary>
    /// The pooled representation of every labelled example of a split, what the head would see; scenic's
    /// probe knows pictures alone.
    /// </summary>
    /// <param name="model">The model; nothing random happens.</param>
    /// <param name="modality">What the examples are.</param>
    /// <param name="pooling">How tokens become one vector.</param>
    /// <param name="split">The examples, in this order.</param>
    /// <param name="stop">Ends it early.</param>
    public static FewShotSet Of(
        PolyVit model, Modality modality, Pooling pooling, Split split, CancellationToken stop = default)
    {
        using var scope = NewDisposeScope();
        var numbers = model.Config.Inputs.Of(modality).Aggregate(1L, (a, b) => a * b);
        var rows = (int)Math.Clamp(MostNumbers / numbers, 1, MostRows);
        var parts = Enumerable.Range(0, split.Count).Chunk(rows).Select(indices =>
        {
            stop.ThrowIfCancellationRequested();
            return Part(model, modality, pooling, split, indices);
        }).ToArray();
        return new(
            cat([.. parts.Select(p => p.Features)]).MoveToOuterDisposeScope(),
            cat([.. parts.Select(p => p.Targets)]).MoveToOuterDisposeScope());
    }

    private static FewShotSet Part(
        PolyVit model, Modality modality, Pooling pooling, Split split, int[] indices)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var batch = split.Fetch(indices, default);
        var tokens = model.Encode(modality, batch.Input.to(model.Parameters.Values.device));
        var pooled = Head.Pool(tokens, pooling, ParameterLayout.PrefixTokens(model.Tasks));
        using var rows = (batch.Mask * batch.Target.amax([1L])).nonzero().flatten();
        return new(
            pooled.cpu().index_select(0, rows).MoveToOuterDisposeScope(),
            batch.Target.index_select(0, rows).MoveToOuterDisposeScope());
    }
}
