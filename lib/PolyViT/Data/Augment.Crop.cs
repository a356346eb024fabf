namespace PolyViT;

public static partial class Augments
{
    extension(Augment)
    {
        /// <summary>Mirrors left and right with probability 0.5.</summary>
        public static Augment Flip => Augment.Each((from, to, extent, rng) =>
        {
            if (rng.Uniform(0) < 0.5)
                Mirror(from, to, extent.Width, extent.Channels);
            else
                from.CopyTo(to);
        });

        /// <summary>Shifts the picture by up to some pixels each way, and fills what comes in.</summary>
        /// <param name="padding">The largest shift, pixels.</param>
        /// <param name="fill">What comes in from outside; 0 is mid-grey.</param>
        public static Augment Crop(int padding, float fill = 0)
        {
            Require(padding >= 0, $"A crop has the padding {padding}; it must be 0 or more pixels.");
            return Augment.Each((from, to, extent, rng) =>
            {
                var down = rng.Below(0, (2 * padding) + 1) - padding;
                var right = rng.Below(1, (2 * padding) + 1) - padding;
                to.Fill(fill);
                for (var t = 0; t < extent.Frames; t++)
                {
                    var frame = t * extent.FrameLength;
                    Shift(from[frame..], to[frame..], extent, down, right);
                }
            });
        }

        /// <summary>A random part of the picture, resized bilinearly to the whole.</summary>
        /// <param name="minArea">The least share of the area.</param>
        /// <param name="maxArea">The greatest share of the area.</param>
        /// <param name="minAspect">The least width / height.</param>
        /// <param name="maxAspect">The greatest width / height.</param>
        public static Augment InceptionCrop(
            double minArea = 0.05, double maxArea = 1, double minAspect = 0.75, double maxAspect = 1.33)
        {
            Require(
                minArea > 0 && minArea <= maxArea && maxArea <= 1 && minAspect > 0 && minAspect <= maxAspect,
                $"An inception crop has areas {minArea} to {maxArea} and aspects {minAspect} to {maxAspect}; "
                + "it needs 0 < least <= greatest, and areas of at most 1.");
            // differs: floats are kept, where scenic truncates the resized picture to bytes.
            return Augment.Each((from, to, extent, rng) =>
                Zoom(from, to, extent, Inception(extent, (minArea, maxArea), (minAspect, maxAspect), rng)));
        }

        /// <summary>Stretches height and width by factors of their own, then takes a random part.</summary>
        /// <param name="min">The least factor.</param>
        /// <param name="max">The greatest factor.</param>
        /// <param name="crop">The part's side as a share of the picture's before; at most min.</param>
        public static Augment ScaleJitter(double min, double max, double crop)
        {
            Require(
                crop > 0 && crop <= min && min <= max,
                $"Scale jitter has crop {crop}, min {min}, max {max}; it needs 0 < crop <= min <= max.");
            // differs: one resampling of the frame; scenic resizes to 256 px, then by it, then crops 224.
            return Augment.Each((from, to, extent, rng) =>
            {
                var height = extent.Height * crop / rng.Uniform(0, min, max);
                var width = extent.Width * crop / rng.Uniform(1, min, max);
                var top = rng.Uniform(2, 0, extent.Height - height);
                Zoom(from, to, extent, new(top, rng.Uniform(3, 0, extent.Width - width), height, width));
            });
        }
    }

    /// <summary>The box of tf.image.sample_distorted_bounding_box; after 100 misses, the whole.</summary>
    /// <param name="extent">The picture.</param>
    /// <param name="area">The range of shares of the area.</param>
    /// <param name="aspect">The range of width / height.</param>
    /// <param name="rng">Draws.</param>
    /// <remarks>sample_distorted_bounding_box_op.cc: aspect and height are drawn evenly.</remarks>
    internal static Box Inception(
        Extent extent, (double Min, double Max) area, (double Min, double Max) aspect, Rng rng)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var r = rng.Fork(attempt);
            var ratio = r.Uniform(0, aspect.Min, aspect.Max);
            if (TryBox(extent, area, ratio, r) is { } box)
                return box;
        }
        return new(0, 0, extent.Height, extent.Width);
    }

    private static Box? TryBox(Extent extent, (double Min, double Max) area, double ratio, Rng rng)
    {
        double pixels = extent.Height * extent.Width;
        int WidthOf(int height) => (int)Math.Round(height * ratio);
        bool TooSmall(int height) => height * WidthOf(height) < area.Min * pixels;
        bool TooLarge(int height) => height * WidthOf(height) > area.Max * pixels;

        var least = (int)Math.Round(Math.Sqrt(area.Min * pixels / ratio));
        var most = (int)Math.Round(Math.Sqrt(area.Max * pixels / ratio));
        most = Math.Min(extent.Height, Math.Min(most, (int)((extent.Width + 0.5 - 1e-7) / ratio)));
        least = Math.Min(least, most);
        var height = least + rng.Below(1, most - least + 1);
        // Rounding may leave the range by a pixel.
        if (TooSmall(height))
            height++;
        if (TooLarge(height))
            height--;
        var width = WidthOf(height);
        var fits = height <= extent.Height && width <= extent.Width && height * width > 0;
        if (!fits || TooSmall(height) || TooLarge(height))
            return null;
        // TensorFlow never draws the last place, unless it is the only one.
        var top = rng.Below(2, Math.Max(1, extent.Height - height));
        return new(top, rng.Below(3, Math.Max(1, extent.Width - width)), height, width);
    }

    private static void Zoom(ReadOnlySpan<float> from, Span<float> to, Extent extent, Box box)
    {
        var plane = new Plane(extent.Height, extent.Width, extent.Channels);
        for (var t = 0; t < extent.Frames; t++)
        {
            var frame = t * plane.Length;
            Bilinear.Resize(from[frame..], plane, box, to[frame..], plane);
        }
    }

    private static void Mirror(ReadOnlySpan<float> from, Span<float> to, int width, int channels)
    {
        for (var row = 0; row < from.Length; row += width * channels)
        {
            for (var x = 0; x < width; x++)
                from.Slice(row + (x * channels), channels).CopyTo(to[(row + ((width - 1 - x) * channels))..]);
        }
    }

    private static void Shift(ReadOnlySpan<float> from, Span<float> to, Extent extent, int down, int right)
    {
        var row = extent.Width * extent.Channels;
        var kept = Math.Max(0, extent.Width - Math.Abs(right)) * extent.Channels;
        var (read, write) = (Math.Max(0, -right) * extent.Channels, Math.Max(0, right) * extent.Channels);
        for (var y = Math.Max(0, down); y < Math.Min(extent.Height, extent.Height + down) && kept > 0; y++)
            from.Slice(((y - down) * row) + read, kept).CopyTo(to[((y * row) + write)..]);
    }
}
