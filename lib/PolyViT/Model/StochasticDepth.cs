namespace PolyViT;

/// <summary>Which examples skip which branch of which block (section 2.9; scenic "droplayer").</summary>
public static class StochasticDepth
{
    /// <summary>p_l = l / max(L - 1, 1) p_max, for block l of L, adapters counted.</summary>
    /// <param name="layer">l in 0 .. L-1.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="max">p_max of the task.</param>
    /// <remarks>
    /// differs: scenic ramps to p_max over the adapters alone (l / (L_adapt - 1)) and starts again in the
    /// shared part,
    /// a slip of the released code that matters only with L_adapt > 0; one ramp over the depth is what it
    /// describes.
    /// </remarks>
    public static double Rate(int layer, ModelConfig config, double max) =>
        max * layer / Math.Max(config.Depth - 1, 1);

    /// <summary>
    /// 1 where the branch is kept, 0 where it is skipped: per example, independent for both branches, and
    /// not rescaled.
    /// </summary>
    /// <param name="rng">The stream of this step, block and branch.</param>
    /// <param name="rate">p_l.</param>
    /// <param name="examples">B.</param>
    /// <param name="first">The number of the first of them in its batch.</param>
    /// <returns>[B, 1, 1] float32, on the CPU.</returns>
    public static Tensor Keep(Rng rng, double rate, int examples, int first = 0)
    {
        var keep = Enumerable.Range(0, examples).Select(i => rng.Uniform(first + i) < rate ? 0f : 1f).ToArray();
        return tensor(keep, [examples, 1, 1]);
    }
}
