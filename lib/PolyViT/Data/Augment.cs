namespace PolyViT;

/// <summary>
/// Changes a batch of inputs at random: same batch and same stream, same result. Example b draws from
/// <c>rng.Fork(b)</c>; all frames of a clip share its draws. The result belongs to the current dispose scope,
/// and the argument is left as it was.
/// </summary>
/// <param name="x">[B, H, W, C], [B, T, H, W, C] or [B, T, F, 1], float32 on the CPU.</param>
/// <param name="rng">The stream of this batch.</param>
/// <returns>The shape of <paramref name="x"/>.</returns>
public delegate Tensor Augment(Tensor x, Rng rng);

/// <summary>Changes one example.</summary>
/// <param name="from">The example as it is: T pictures after each other.</param>
/// <param name="to">The changed example, to be written in full; as long as <paramref name="from"/>.</param>
/// <param name="extent">T, H, W and C.</param>
/// <param name="rng">The example's own stream.</param>
public delegate void Redraw(ReadOnlySpan<float> from, Span<float> to, Extent extent, Rng rng);

/// <summary>The size of one example; a picture has one frame, a spectrogram is a picture.</summary>
/// <param name="Frames">T, or 1.</param>
/// <param name="Height">H, or a spectrogram's time steps.</param>
/// <param name="Width">W, or a spectrogram's mel bins.</param>
/// <param name="Channels">C.</param>
public readonly record struct Extent(int Frames, int Height, int Width, int Channels)
{
    /// <summary>How many numbers a frame has.</summary>
    public int FrameLength => Height * Width * Channels;
}

/// <summary>
/// Augmentations and how they are put together:
/// <c>Augment.Crop(4).Then(Augment.Flip).Then(Augment.Colour(..).Sometimes(0.8))</c>.
/// </summary>
public static partial class Augments
{
    extension(Augment)
    {
        /// <summary>The augmentation that changes each example by itself.</summary>
        /// <param name="redraw">Changes one example.</param>
        public static Augment Each(Redraw redraw) => (x, rng) =>
        {
            using var scope = NewDisposeScope();
            var extent = ExtentOf(x);
            var result = empty(x.shape, float32);
            var from = x.contiguous().Floats();
            var to = result.Floats();
            var length = extent.Frames * extent.FrameLength;
            for (var b = 0; b < x.size(0); b++)
                redraw(from.Slice(b * length, length), to.Slice(b * length, length), extent, rng.Fork(b));
            return result.MoveToOuterDisposeScope();
        };
    }

    /// <summary>This augmentation, then another one; they draw from different streams.</summary>
    /// <param name="first">Applied to the input.</param>
    /// <param name="second">Applied to what the first gives.</param>
    public static Augment Then(this Augment first, Augment second) => (x, rng) =>
    {
        var middle = first(x, rng.Fork(0));
        var result = second(middle, rng.Fork(1));
        if (!ReferenceEquals(middle, x) && !ReferenceEquals(middle, result))
            middle.Dispose();
        return result;
    };

    /// <summary>Keeps each example as it was with probability 1 - p.</summary>
    /// <param name="augment">What happens otherwise.</param>
    /// <param name="p">In [0, 1].</param>
    public static Augment Sometimes(this Augment augment, double p)
    {
        Require(p >= 0 && p <= 1, $"A probability of augmenting is {p}; it must lie in [0, 1].");
        return (x, rng) =>
        {
            using var scope = NewDisposeScope();
            var coins = rng.Fork(1);
            var chosen = Enumerable.Range(0, (int)x.size(0)).Select(b => coins.Fork(b).Uniform(0) < p);
            var mask = tensor(chosen.ToArray()).view([-1, .. Enumerable.Repeat(1L, (int)x.dim() - 1)]);
            return where(mask, augment(x, rng.Fork(0)), x).MoveToOuterDisposeScope();
        };
    }

    /// <summary>The split with its inputs augmented; for training splits only.</summary>
    /// <param name="split">Examples.</param>
    /// <param name="augment">What happens to their inputs.</param>
    public static Split With(this Split split, Augment augment) =>
        split.Over(split.Count, fetch => (indices, rng) =>
        {
            var batch = fetch(indices, rng.Fork(0));
            var input = augment(batch.Input, rng.Fork(1));
            if (!ReferenceEquals(input, batch.Input))
                batch.Input.Dispose();
            return batch with { Input = input };
        });

    /// <summary>The split with its batches changed as wholes, such as by
    /// <c>(batch, rng) => CutMix.Apply(batch, 1, rng)</c>; for training splits only.</summary>
    /// <param name="split">Examples.</param>
    /// <param name="change">From a batch to itself or to one of its own tensors.</param>
    public static Split With(this Split split, Func<Batch, Rng, Batch> change) =>
        split.Over(split.Count, fetch => (indices, rng) =>
        {
            var batch = fetch(indices, rng.Fork(0));
            var changed = change(batch, rng.Fork(1));
            if (!ReferenceEquals(changed, batch))
                batch.Dispose();
            return changed;
        });

    private static void Require(bool valid, string otherwise)
    {
        if (!valid)
            throw new InputException(otherwise);
    }

    private static Extent ExtentOf(Tensor x) => x.shape switch
    {
        [_, var h, var w, var c] => new(1, (int)h, (int)w, (int)c),
        [_, var t, var h, var w, var c] => new((int)t, (int)h, (int)w, (int)c),
        _ => throw new InputException(
            $"An input to augment has the shape [{string.Join(", ", x.shape)}]; "
            + "it must be [B, H, W, C] or [B, T, H, W, C]."),
    };
}
