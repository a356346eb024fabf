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
            var range = new InceptionCrop(minArea, maxArea, minAspect, maxAspect).Checked();
            // differs: floats are kept, where scenic truncates the resized picture to bytes.
            return Augment.Each((from, to, extent, rng) =>
            {
                var part = range.Draw(extent.Height, extent.Width, rng);
                Zoom(from, to, extent, new(part.Top, part.Left, part.Height, part.Width));
            });
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
