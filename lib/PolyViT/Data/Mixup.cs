namespace PolyViT;

/// <summary>
/// Mixup (arXiv 1710.09412) as scenic does it for audio: one weight per batch, partners in reversed order.
/// </summary>
public static class Mixup
{
    /// <summary>lambda x + (1 - lambda) x in reversed batch order, for inputs and targets alike.</summary>
    /// <param name="batch">Of any modality; rows that do not count stay as they are, and targets may be
    /// multi-hot.</param>
    /// <param name="alpha">lambda ~ Beta(alpha, alpha); 0 gives the batch itself.</param>
    /// <param name="rng">The stream of this batch.</param>
    /// <returns>A batch of its own tensors, or <paramref name="batch"/> where alpha is 0.</returns>
    public static Batch Apply(Batch batch, double alpha, Rng rng)
    {
        if (Partners.Alpha("Mixup", alpha) == 0)
            return batch;
        using var scope = NewDisposeScope();
        var (lambda, partners) = (Beta(alpha, rng), Partners.Reversed(batch));
        return new(
            Partners.Mixed(batch.Input, partners, lambda).MoveToOuterDisposeScope(),
            Partners.Mixed(batch.Target, partners, lambda).MoveToOuterDisposeScope(),
            batch.Mask.clone().MoveToOuterDisposeScope());
    }

    /// <summary>A draw of Beta(alpha, alpha), in [0, 1].</summary>
    /// <param name="alpha">Above 0; below 1 it favours the ends.</param>
    /// <param name="rng">Draws.</param>
    // x / (x + y) of two gamma variables; by logarithms, because both underflow for a small alpha.
    public static double Beta(double alpha, Rng rng) =>
        1 / (1 + Math.Exp(LogGamma(alpha, rng.Fork(1)) - LogGamma(alpha, rng.Fork(0))));

    // The logarithm of a gamma variable (Marsaglia and Tsang 2000, with their step down to a shape below 1).
    private static double LogGamma(double shape, Rng rng)
    {
        var d = shape + 1 - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        for (var attempt = 0; ; attempt++)
        {
            var r = rng.Fork(attempt);
            var normal = r.Normal(0);
            var v = Math.Pow(1 + (c * normal), 3);
            var bound = (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)); // NaN where v < 0
            if (Math.Log(1 - r.Uniform(2)) < bound)
                return Math.Log(d * v) + (Math.Log(1 - r.Uniform(3)) / shape);
        }
    }
}
