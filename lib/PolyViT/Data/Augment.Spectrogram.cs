namespace PolyViT;

/// <summary>How much of a spectrogram is hidden (SpecAugment, arXiv 1904.08779).</summary>
/// <param name="FrequencyMasks">How many bands of frequency.</param>
/// <param name="MaxBins">A band is narrower than this, mel bins.</param>
/// <param name="TimeMasks">How many stretches of time.</param>
/// <param name="MaxFrames">A stretch is shorter than this, frames.</param>
public sealed record SpecMasks(int FrequencyMasks, int MaxBins, int TimeMasks, int MaxFrames)
{
    /// <summary>What the released configuration comes to: one band of frequency. It asks for four stretches
    /// of time, too, with a maximum ratio of 0, which turns them off (section 5.6).</summary>
    /// <param name="melBins">F; the band shrinks with it.</param>
    public static SpecMasks Released(int melBins) => new(1, 48 * melBins / 128, 0, 0);

    /// <summary>What the released configuration evidently meant: time is hidden, too.</summary>
    /// <param name="melBins">F; the band shrinks with it.</param>
    /// <param name="frames">T; the stretches shrink with it.</param>
    // differs: a maximum ratio of 0 turns the four time masks of the released configuration off.
    public static SpecMasks Meant(int melBins, int frames) =>
        Released(melBins) with { TimeMasks = 4, MaxFrames = 48 * frames / 800 };

    /// <summary>The masks, if they are any.</summary>
    /// <exception cref="InputException">A count or a width is negative.</exception>
    internal SpecMasks Checked() =>
        this is { FrequencyMasks: >= 0, MaxBins: >= 0, TimeMasks: >= 0, MaxFrames: >= 0 }
            ? this
            : throw new InputException($"The masks are {this}: counts and widths must be 0 or more.");
}

public static partial class Augments
{
    extension(Augment)
    {
        /// <summary>Sets random bands of frequency and stretches of time to 0, the mean.</summary>
        /// <param name="masks">How many and how wide.</param>
        /// <remarks>Each width is int(U[0, 1) x maximum), as in lingvo; no time warp.</remarks>
        public static Augment SpecAugment(SpecMasks masks)
        {
            _ = masks.Checked();
            return Augment.Each((from, to, extent, rng) =>
            {
                RequireSpectrogram(extent);
                from.CopyTo(to);
                Hide(to, extent, masks, rng);
            });
        }

        /// <summary>Moves a spectrogram in time; what leaves at one end comes in at the other.</summary>
        /// <param name="maxFrames">The largest shift either way, frames.</param>
        public static Augment TimeRoll(int maxFrames)
        {
            Require(maxFrames >= 0, $"A time roll has maxFrames {maxFrames}; it must be 0 or more frames.");
            return Augment.Each((from, to, extent, rng) =>
            {
                RequireSpectrogram(extent);
                var shift = rng.Below(0, (2 * maxFrames) + 1) - maxFrames;
                var later = ((shift % extent.Height) + extent.Height) % extent.Height;
                var split = later * extent.Width * extent.Channels;
                from[..^split].CopyTo(to[split..]);
                from[^split..].CopyTo(to);
            });
        }
    }

    /// <summary>Hides parts of one spectrogram in place, as Augment.SpecAugment.</summary>
    /// <param name="values">[T, F, C].</param>
    /// <param name="extent">T, F and C.</param>
    /// <param name="masks">How many and how wide.</param>
    /// <param name="rng">The example's own stream.</param>
    internal static void Hide(Span<float> values, Extent extent, SpecMasks masks, Rng rng)
    {
        for (var i = 0; i < masks.FrequencyMasks; i++)
            HideBins(values, extent, Band(rng.Fork(0).Fork(i), masks.MaxBins, extent.Width));
        for (var i = 0; i < masks.TimeMasks; i++)
        {
            var (start, length) = Band(rng.Fork(1).Fork(i), masks.MaxFrames, extent.Height);
            Rows(values, extent, start, length).Clear();
        }
    }

    private static void RequireSpectrogram(Extent extent) => Require(
        extent.Frames == 1,
        $"A spectrogram augmentation was given clips of {extent.Frames} frames; use it on [B, T, F, 1].");

    private static void HideBins(Span<float> values, Extent extent, (int Start, int Width) band)
    {
        for (var row = 0; row < extent.Height; row++)
        {
            Rows(values, extent, row, 1)
                .Slice(band.Start * extent.Channels, band.Width * extent.Channels).Clear();
        }
    }

    private static (int Start, int Width) Band(Rng rng, int max, int limit)
    {
        var width = (int)(rng.Uniform(0) * Math.Min(max, limit));
        return (rng.Below(1, limit - width + 1), width);
    }

    private static Span<float> Rows(Span<float> values, Extent extent, int first, int count) =>
        values.Slice(first * extent.Width * extent.Channels, count * extent.Width * extent.Channels);
}
