namespace PolyViT;

/// <summary>
/// scenic's video pipelines (section 5.5; projects/vivit/data/video_tfrecord_dataset.py and DMVR's
/// processors.py), from frames in their own size to [T, H, W, 3] in [-1, 1]. Frames are cut back to bytes
/// after either resizing, as there.
/// </summary>
/// <remarks>
/// The shorter side is 256 for crops of 224, and in this ratio for others. All frames are decoded in their
/// own size; <c>view with { ShorterSide = n }</c> lets the decoder shrink them first, which is quicker for
/// large videos and not quite the same picture.
/// </remarks>
public static class ClipViews
{
    /// <summary>The stride of the released configuration.</summary>
    public const int PaperStride = 2;

    /// <summary>Training: a clip from a random place, its scale changed, a random part of it, flipped or not,
    /// its colours changed, grey or not, in this order.</summary>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="stride">Frames from one to the next.</param>
    /// <param name="jitter">How much is left to chance; null is scenic's.</param>
    public static ClipView Train(InputShapes shapes, int stride = PaperStride, ClipJitter? jitter = null)
    {
        RequireStride(stride);
        var (frames, chance) = (shapes.Frames, (jitter ?? new()).Checked());
        return new(
            (length, rng) => ClipFrames.From(
                length, ClipFrames.RandomStart(length, frames, stride, rng.Fork(0)), frames, stride),
            (clip, rng, into) => Jittered(clip, shapes, chance, rng, into.Span));
    }

    /// <summary>Evaluation: one clip from the middle, and the middle of its frames.</summary>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="stride">Frames from one to the next.</param>
    public static ClipView Evaluate(InputShapes shapes, int stride = PaperStride) =>
        Test(shapes, 1, 1, stride)[0];

    /// <summary>Several looks at a video: clips spread evenly, and one crop of each from the middle, or three
    /// along the longer side (section 8.2).</summary>
    /// <param name="shapes">The run's input sizes; square frames for three crops.</param>
    /// <param name="clips">How many clips; one lies in the middle.</param>
    /// <param name="crops">1 or 3.</param>
    /// <param name="stride">Frames from one to the next.</param>
    /// <returns>clips x crops views, crops first.</returns>
    public static ImmutableArray<ClipView> Test(
        InputShapes shapes, int clips = 4, int crops = 3, int stride = PaperStride)
    {
        RequireStride(stride);
        if (crops is not (1 or 3) || (crops == 3 && shapes.FrameSize != shapes.FrameWidth))
            throw new InputException(
                $"{crops} crops of {shapes.FrameSize} x {shapes.FrameWidth} pixels cannot be taken: "
                + "choose 1, or 3 of square frames.");
        _ = Views.Starts(1, 1, clips);
        return
        [
            .. from crop in Enumerable.Range(0, crops)
               from clip in Enumerable.Range(0, clips)
               select View(shapes, stride, clip, clips, (h, w) => Crop(h, w, shapes, crops, crop)),
        ];
    }

    private static ClipView View(
        InputShapes shapes, int stride, int clip, int clips, Func<int, int, Window> crop) => new(
            (length, _) => ClipFrames.From(
                length, Views.Starts(length, shapes.Frames * stride, clips)[clip], shapes.Frames, stride),
            (decoded, _, into) =>
            {
                var (height, width) = Shrunk(decoded, shapes);
                var size = new Resampled(height, width, crop(height, width));
                ClipPixels.Write(decoded, (height, width), size, false, into.Span);
            });

    private static Window Crop(int height, int width, InputShapes shapes, int crops, int crop) => crops == 1
        ? new(
            Crops.Scenic(height, width, shapes.FrameSize).Top,
            Crops.Scenic(height, width, shapes.FrameWidth).Left,
            shapes.FrameSize, shapes.FrameWidth)
        : Crops.ThreeSpatial(height, width, shapes.FrameSize)[crop];

    // The least side of a crop must fit, however small the run's frames are.
    private static void Jittered(Clip clip, InputShapes shapes, ClipJitter jitter, Rng rng, Span<float> into)
    {
        var (height, width) = (shapes.FrameSize, shapes.FrameWidth);
        var small = Shrunk(clip, shapes);
        var scaled = jitter.Scaled(small.Height, small.Width, rng.Fork(1));
        var (tall, wide) = (Math.Max(height, scaled.Height), Math.Max(width, scaled.Width));
        var (places, flips) = (rng.Fork(2), rng.Fork(3));
        var crop = new Window(
            places.Below(0, tall - height + 1), places.Below(1, wide - width + 1), height, width);
        ClipPixels.Write(clip, small, new(tall, wide, crop), jitter.Flip && flips.Uniform(0) < 0.5, into);
        if (rng.Fork(4).Uniform(0) < jitter.ColourProbability)
            Augments.Recolour(into, into.Length / clip.Frames, jitter.Colour, rng.Fork(5));
        if (rng.Fork(6).Uniform(0) < jitter.GreyProbability)
            Augments.Bleach(into);
    }

    private static (int Height, int Width) Shrunk(Clip clip, InputShapes shapes)
    {
        var side = Math.Max(shapes.FrameSize, shapes.FrameWidth);
        return Crops.ShorterSideDmvr(clip.Height, clip.Width, side * 256 / 224);
    }

    private static void RequireStride(int stride)
    {
        if (stride < 1)
            throw new InputException($"The stride of a clip is {stride}: choose 1 or more frames.");
    }
}
