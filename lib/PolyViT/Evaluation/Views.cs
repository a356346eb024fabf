namespace PolyViT;

/// <summary>Several looks at one clip or sound, and one answer (section 8.2).</summary>
public static class Views
{
    /// <summary>
    /// Where clips begin: evenly from the start to the last place where one fits, cut down to whole steps; a
    /// single one lies in the middle.
    /// </summary>
    /// <param name="length">Frames of the video, or time steps of the spectrogram.</param>
    /// <param name="span">Frames that a clip covers: their number times the stride.</param>
    /// <param name="count">How many clips.</param>
    /// <returns>Their first frames; all 0 where the video is no longer than a clip, which is then
    /// repeated.</returns>
    /// <remarks>DMVR processors.py, sample_linspace_sequence in float32, and sample_sequence.</remarks>
    public static ImmutableArray<int> Starts(int length, int span, int count)
    {
        if (count < 1)
            throw new InputException($"{count} views cannot be taken: choose 1 or more.");
        var last = Math.Max(0, length - span);
        if (count == 1)
            return [last / 2];
        var step = (float)last / (count - 1);
        return [.. Enumerable.Range(0, count).Select(i => i == count - 1 ? last : (int)(i * step))];
    }

    /// <summary>The mean of the views' logits (scenic: multicrop_softmax_logits False).</summary>
    /// <param name="logits">[.., V, K].</param>
    /// <returns>[.., K].</returns>
    public static Tensor MeanLogits(Tensor logits) => logits.mean([-2L]);

    /// <summary>The mean of the views' probabilities (scenic: multicrop_softmax_logits True).</summary>
    /// <param name="logits">[.., V, K], of one class out of K.</param>
    /// <returns>[.., K], not logits.</returns>
    public static Tensor MeanProbabilities(Tensor logits)
    {
        using var scope = NewDisposeScope();
        return nn.functional.softmax(logits, -1).mean([-2L]).MoveToOuterDisposeScope();
    }
}
