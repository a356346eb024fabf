namespace PolyViT;

/// <summary>
/// Makes the tubelet kernel of a video tokenizer from the patch kernel of an image tokenizer (section 4.3;
/// scenic vivit/model_utils.py).
/// </summary>
public static class Inflation
{
    /// <summary>
    /// Zeros but for the frame t / 2, which gets the kernel: a clip that stands still then has the tokens of
    /// its picture (scenic: central_frame_initializer, the released configuration's choice).
    /// </summary>
    /// <param name="kernel">[p, p, C, D].</param>
    /// <param name="frames">t, the frames of a tubelet.</param>
    /// <returns>[t, p, p, C, D].</returns>
    /// <exception cref="InputException">A kernel of another rank, or no frames.</exception>
    public static Tensor CentralFrame(Tensor kernel, int frames)
    {
        Check(kernel, frames);
        using var scope = NewDisposeScope();
        var nothing = zeros_like(kernel);
        return stack([.. Enumerable.Range(0, frames).Select(t => t == frames / 2 ? kernel : nothing)])
            .MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The kernel divided by t in every frame: a tubelet then has the mean of its frames' tokens (scenic:
    /// average_frame_initializer).
    /// </summary>
    /// <param name="kernel">[p, p, C, D].</param>
    /// <param name="frames">t, the frames of a tubelet.</param>
    /// <returns>[t, p, p, C, D].</returns>
    /// <exception cref="InputException">A kernel of another rank, or no frames.</exception>
    public static Tensor AverageFrame(Tensor kernel, int frames)
    {
        Check(kernel, frames);
        using var scope = NewDisposeScope();
        return stack([.. Enumerable.Repeat(kernel.Times(1.0 / frames), frames)]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The kernel in frame i times a_i / t, where a_i = 2 (t - i + 1) - (t + 1) (H_t - H_{i-1}) for i = 1 .. t and
    /// H are the harmonic numbers: a tubelet then has the direction in which its frames change (scenic:
    /// average_arp_frame_initializer, approximate rank pooling).
    /// </summary>
    /// <param name="kernel">[p, p, C, D].</param>
    /// <param name="frames">t, the frames of a tubelet.</param>
    /// <returns>[t, p, p, C, D].</returns>
    /// <exception cref="InputException">A kernel of another rank, or no frames.</exception>
    public static Tensor RankPooling(Tensor kernel, int frames)
    {
        Check(kernel, frames);
        using var scope = NewDisposeScope();
        double Tail(int i) => Enumerable.Range(i, frames - i + 1).Sum(k => 1.0 / k); // H_t - H_{i-1}
        double Weight(int i) => (2 * (frames - i + 1)) - ((frames + 1) * Tail(i));
        return stack([.. Enumerable.Range(1, frames).Select(i => kernel.Times(Weight(i) / frames))])
            .MoveToOuterDisposeScope();
    }

    private static void Check(Tensor kernel, int frames)
    {
        if (kernel.dim() != 4)
            throw new InputException(
                $"The kernel to inflate is [{string.Join(", ", kernel.shape)}]: give the patch kernel of an image "
                + "tokenizer, [height, width, channels, D].");
        if (frames < 1)
            throw new InputException($"A tubelet of {frames} frames cannot be made: give at least 1.");
    }
}
