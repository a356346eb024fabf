namespace PolyViT;

/// <summary>
/// Random tensors from a stream. Each call has a generator of its own: torch's global one is shared by all
/// threads, and
/// what one run draws from it would depend on what another does. Results belong to the current dispose scope.
/// </summary>
public static class RngTensors
{
    /// <summary>Uniform numbers in [0, 1).</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="type">Float32 or Float64.</param>
    public static Tensor Uniform(this Rng rng, long[] shape, ScalarType type = ScalarType.Float32)
    {
        using var generator = new Generator(rng.Bits(0));
        return rand(shape, type, generator: generator);
    }

    /// <summary>Standard normal numbers.</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="type">Float32 or Float64.</param>
    public static Tensor Normal(this Rng rng, long[] shape, ScalarType type = ScalarType.Float32)
    {
        using var generator = new Generator(rng.Bits(0));
        return randn(shape, type, generator: generator);
    }

    /// <summary>Dropout: each number is zero with probability p, the others are divided by 1 - p.</summary>
    /// <param name="x">[rows, ..]; all rows of a batch, or those of consecutive examples of it.</param>
    /// <param name="rng">The stream of this place and step.</param>
    /// <param name="p">The probability.</param>
    /// <param name="examples">How many examples x holds; needed where they are a part.</param>
    /// <param name="pass">Which part of the batch they are; null is the whole.</param>
    public static Tensor Dropout(this Tensor x, Rng rng, double p, long examples = 1, Pass? pass = null)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(rng.Bits(0), x.device);
        var each = x.size(0) / examples;
        var rows = pass is { Whole: > 0 } ? each * pass.Whole : x.size(0);
        var all = empty([rows, .. x.shape[1..]], x.dtype, x.device).bernoulli_(1 - p, generator);
        var keep = all.narrow(0, each * (pass?.First ?? 0), x.size(0));
        return (x * keep).Times(1 / (1 - p)).MoveToOuterDisposeScope();
    }
}
