namespace PolyViT;

/// <summary>
/// CutMix (arXiv 1905.04899), an option that the paper does not use: a rectangle of each example is taken
/// from its partner, and targets are mixed by area. All frames of a clip have the same rectangle; a
/// spectrogram's is one of time and frequency.
/// </summary>
public static class CutMix
{
    /// <summary>One rectangle per batch, from partners in reversed order as in <see cref="Mixup"/>.</summary>
    /// <param name="batch">Of any modality; rows that do not count stay as they are, and targets may be
    /// multi-hot.</param>
    /// <param name="alpha">1 - lambda, lambda ~ Beta(alpha, alpha), is the rectangle's share before it is cut
    /// at the edge; 0 gives the batch itself, 1 is the publication's.</param>
    /// <param name="rng">The stream of this batch.</param>
    /// <param name="partners">The row that each row takes its rectangle from; null is the reversed
    /// order.</param>
    /// <returns>A batch of its own tensors, or <paramref name="batch"/> where alpha is 0.</returns>
    public static Batch Apply(Batch batch, double alpha, Rng rng, IReadOnlyList<int>? partners = null)
    {
        if (Partners.Alpha("CutMix", alpha) == 0)
            return batch;
        if (partners?.Count is { } n && (n != batch.Size || partners.Any(p => p < 0 || p >= n)))
            throw new InputException(
                $"CutMix was given the partners {string.Join(", ", partners)} for {batch.Size} rows: "
                + $"give one of 0 to {batch.Size - 1} for each.");
        using var scope = NewDisposeScope();
        var rows = partners is null
            ? Partners.Reversed(batch)
            : tensor(partners.Select(p => (long)p).ToArray());
        var (height, width) = ((int)batch.Input.size(-3), (int)batch.Input.size(-2));
        var box = Box(height, width, Mixup.Beta(alpha, rng.Fork(0)), rng.Fork(1));
        var input = batch.Input.clone();
        if (box is { Height: > 0, Width: > 0 })
            _ = Inside(input, box).copy_(Inside(batch.Input.index_select(0, rows), box));
        var lambda = 1 - ((double)box.Height * box.Width / ((double)height * width));
        return new(
            input.MoveToOuterDisposeScope(),
            Partners.Mixed(batch.Target, rows, lambda).MoveToOuterDisposeScope(),
            batch.Mask.clone().MoveToOuterDisposeScope());
    }

    /// <summary>The rectangle: its sides are sqrt(1 - lambda) of the picture's, its middle is anywhere, and
    /// what lies outside is cut off.</summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="lambda">The share that is kept, before the cut.</param>
    /// <param name="rng">Draws.</param>
    /// <remarks>rand_bbox of the publication's train.py.</remarks>
    internal static Window Box(int height, int width, double lambda, Rng rng)
    {
        var share = Math.Sqrt(1 - lambda);
        (int First, int End) Side(int side, int draw)
        {
            var (half, middle) = ((int)(side * share) / 2, rng.Below(draw, side));
            return (Math.Max(0, middle - half), Math.Min(side, middle + half));
        }
        var ((top, bottom), (left, right)) = (Side(height, 0), Side(width, 1));
        return new(top, left, bottom - top, right - left);
    }

    private static Tensor Inside(Tensor x, Window box) =>
        x.narrow(-3, box.Top, box.Height).narrow(-2, box.Left, box.Width);
}
