namespace PolyViT;

/// <summary>Changes a batch at random, each example by draws of its own.</summary>
/// <param name="x">[B, .., C], channels last; not changed.</param>
/// <param name="rng">The batch's stream.</param>
/// <returns>The same shape; it belongs to the caller's scope.</returns>
public delegate Tensor Augment(Tensor x, Rng rng);

/// <summary>Augmentations, and how they are chained.</summary>
public static class Augments
{
    /// <summary>Changes nothing.</summary>
    public static Augment None { get; } = (x, _) => x;

    /// <summary>First one, then the other, with streams of their own.</summary>
    /// <param name="first">Sees the batch.</param>
    /// <param name="second">Sees what the first made of it.</param>
    public static Augment Then(this Augment first, Augment second) => (x, rng) => second(first(x, rng.Fork(1)), rng.Fork(2));

    /// <summary>Mirrors pictures and clips left to right, each with probability one half; all frames of a clip alike.</summary>
    public static Augment Flip { get; } = Each((x, rng) => rng.Uniform(0) < 0.5 ? x.flip(x.dim() - 2) : x);

    /// <summary>Shifts pictures and clips by up to so many pixels each way, repeating their edge; all frames alike.</summary>
    /// <param name="pixels">The furthest.</param>
    public static Augment Shift(int pixels) => Each((x, rng) =>
        Moved(Moved(x, x.dim() - 3, Within(rng, 0, pixels)), x.dim() - 2, Within(rng, 1, pixels)));

    /// <summary>Rolls spectrograms in time, by up to so many frames each way.</summary>
    /// <param name="frames">The furthest.</param>
    public static Augment Roll(int frames) => Each((x, rng) => x.roll([Within(rng, 0, frames)], [0L]));

    /// <summary>
    /// Sets one band of frequencies and one stretch of time of each spectrogram to zero, which is its mean
    /// (SpecAugment, section 5.6).
    /// </summary>
    /// <param name="bins">The widest band; its width is uniform from 0.</param>
    /// <param name="frames">The longest stretch; its length is uniform from 0.</param>
    public static Augment Mask(int bins, int frames) => Each((x, rng) =>
    {
        var masked = x.clone();
        Blank(masked, 1, bins, rng.Fork(0));
        Blank(masked, 0, frames, rng.Fork(1));
        return masked;
    });

    /// <summary>The split with its inputs augmented.</summary>
    /// <param name="split">A training split.</param>
    /// <param name="augment">How.</param>
    public static Split With(this Split split, Augment augment) => split with
    {
        Fetch = (indices, rng) =>
        {
            using var scope = NewDisposeScope();
            var (input, target, mask) = split.Fetch(indices, rng);
            return new(
                augment(input, rng.Fork(0)).MoveToOuterDisposeScope(), target.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
        },
    };

    private static Augment Each(Func<Tensor, Rng, Tensor> one) => (x, rng) =>
    {
        using var scope = NewDisposeScope();
        return stack(Enumerable.Range(0, (int)x.size(0)).Select(b => one(x[b], rng.Fork(b)))).MoveToOuterDisposeScope();
    };

    private static int Within(Rng rng, int draw, int most) => rng.Below(draw, (2 * most) + 1) - most;

    private static Tensor Moved(Tensor x, long axis, int by)
    {
        if (by == 0)
            return x;
        var (size, far) = (x.size((int)axis), Math.Abs(by));
        var kept = x.narrow(axis, by > 0 ? 0 : far, size - far);
        var edge = Enumerable.Repeat(x.narrow(axis, by > 0 ? 0 : size - 1, 1), far);
        return cat(by > 0 ? [.. edge, kept] : [kept, .. edge], axis);
    }

    private static void Blank(Tensor x, long axis, int most, Rng rng)
    {
        var width = rng.Below(0, Math.Min(most, (int)x.size((int)axis)) + 1);
        if (width > 0)
            _ = x.narrow(axis, rng.Below(1, (int)x.size((int)axis) - width + 1), width).zero_();
    }
}
