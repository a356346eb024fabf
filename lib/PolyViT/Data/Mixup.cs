using MathNet.Numerics;

namespace PolyViT;

/// <summary>Mixes each example with its partner in the reversed batch (section 5.6; scenic mixup).</summary>
public static class Mixup
{
    /// <summary>x = lambda x + (1 - lambda) x reversed, targets alike; one lambda per batch.</summary>
    /// <param name="batch">Its tensors move to the result or are left to the caller's scope.</param>
    /// <param name="alpha">lambda follows Beta(alpha, alpha); 0 leaves the batch alone.</param>
    /// <param name="rng">The minibatch's stream.</param>
    public static Batch Apply(Batch batch, double alpha, Rng rng)
    {
        if (alpha <= 0)
            return batch;
        using var scope = NewDisposeScope();
        var lambda = Lambda(alpha, rng);
        return new(
            Mixed(batch.Input, lambda).MoveToOuterDisposeScope(), Mixed(batch.Target, lambda).MoveToOuterDisposeScope(), batch.Mask);
    }

    /// <summary>A draw from Beta(alpha, alpha), by inverting its distribution.</summary>
    /// <param name="alpha">Above 0.</param>
    /// <param name="rng">The stream.</param>
    public static double Lambda(double alpha, Rng rng)
    {
        var u = rng.Uniform(0);
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = SpecialFunctions.BetaRegularized(alpha, alpha, middle) < u ? (middle, high) : (low, middle);
        }
        return (low + high) / 2;
    }

    private static Tensor Mixed(Tensor x, double lambda) => x.Times(lambda).AddScaled(x.flip(0), 1 - lambda);
}
