namespace PolyViT;

/// <summary>A random part of a picture: how large it may be, and of what shape.</summary>
/// <param name="MinArea">The least share of the area.</param>
/// <param name="MaxArea">The greatest share of the area.</param>
/// <param name="MinAspect">The least width / height.</param>
/// <param name="MaxAspect">The greatest width / height.</param>
/// <remarks>The defaults are scenic's inception_crop: TensorFlow's aspects, and areas from 5 %.</remarks>
public sealed record InceptionCrop(
    double MinArea = 0.05, double MaxArea = 1, double MinAspect = 0.75, double MaxAspect = 1.33)
{
    private const int Attempts = 100;

    /// <summary>The box of tf.image.sample_distorted_bounding_box; after 100 misses, the whole.</summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="rng">Draws.</param>
    /// <remarks>sample_distorted_bounding_box_op.cc: aspect and height are drawn evenly, so areas and the
    /// logarithm of the aspect are not (torchvision's RandomResizedCrop draws those).</remarks>
    public Window Draw(int height, int width, Rng rng)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var r = rng.Fork(attempt);
            if (TryBox(height, width, r.Uniform(0, MinAspect, MaxAspect), r) is { } box)
                return box;
        }
        return new(0, 0, height, width);
    }

    /// <summary>The crop, if its ranges are ranges.</summary>
    /// <exception cref="InputException">They are not.</exception>
    internal InceptionCrop Checked() =>
        MinArea > 0 && MinArea <= MaxArea && MaxArea <= 1 && MinAspect > 0 && MinAspect <= MaxAspect
            ? this
            : throw new InputException(
                $"An inception crop has areas {MinArea} to {MaxArea} and aspects {MinAspect} to {MaxAspect}: "
                + "it needs 0 < least <= greatest, and areas of at most 1.");

    private Window? TryBox(int rows, int columns, double ratio, Rng rng)
    {
        var pixels = (double)rows * columns;
        int WidthOf(int height) => (int)Math.Round(height * ratio);
        bool TooSmall(int height) => (double)height * WidthOf(height) < MinArea * pixels;
        bool TooLarge(int height) => (double)height * WidthOf(height) > MaxArea * pixels;

        var least = (int)Math.Round(Math.Sqrt(MinArea * pixels / ratio));
        var most = (int)Math.Round(Math.Sqrt(MaxArea * pixels / ratio));
        most = Math.Min(rows, Math.Min(most, (int)((columns + 0.5 - 1e-7) / ratio)));
        least = Math.Min(least, most);
        var height = least + rng.Below(1, most - least + 1);
        // Rounding may leave the range by a pixel.
        if (TooSmall(height))
            height++;
        if (TooLarge(height))
            height--;
        var width = WidthOf(height);
        var fits = height <= rows && width <= columns && height > 0 && width > 0;
        if (!fits || TooSmall(height) || TooLarge(height))
            return null;
        // TensorFlow never draws the last place, unless it is the only one.
        var top = rng.Below(2, Math.Max(1, rows - height));
        return new(top, rng.Below(3, Math.Max(1, columns - width)), height, width);
    }
}
