namespace PolyViT;

/// <summary>A part of a picture in whole pixels; it may reach beyond the picture, where there are
/// zeros.</summary>
/// <param name="Top">Rows above it.</param>
/// <param name="Left">Columns left of it.</param>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
public readonly record struct Window(int Top, int Left, int Height, int Width);

/// <summary>
/// Where the middle of a picture is, and how large it is before, each way named after the library that does
/// it so: they differ by a pixel where something does not divide.
/// </summary>
public static class Crops
{
    /// <summary>
    /// scenic's, big_vision's and DMVR's central crop: half of the rest, rounded down, lies before it.
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="size">Rows and columns wanted; DMVR fills up with zeros, the others need a larger
    /// picture.</param>
    public static Window Scenic(int height, int width, int size) =>
        new((height - size) >> 1, (width - size) >> 1, size, size);

    /// <summary>
    /// torchvision's CenterCrop: half of the rest, rounded to the even number when it lies between two. Where
    /// the picture is smaller, zeros are filled in, half of them, rounded down, before it.
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="size">Rows and columns wanted.</param>
    public static Window Torchvision(int height, int width, int size)
    {
        int Start(int from) => from < size
            ? -((size - from) / 2)
            : (int)Math.Round((from - size) / 2.0, MidpointRounding.ToEven);
        return new(Start(height), Start(width), size, size);
    }

    /// <summary>
    /// tf.image.central_crop: the same number of pixels goes on either side, so that a fraction of the
    /// picture is left (0.875 in Inception's evaluation).
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="fraction">In (0, 1].</param>
    public static Window TensorFlow(int height, int width, double fraction = 0.875)
    {
        int Start(int from) => (int)((from - (from * fraction)) / 2);
        return new(
            Start(height), Start(width), height - (2 * Start(height)), width - (2 * Start(width)));
    }

    /// <summary>
    /// ViViT's three spatial crops, along the longer side: start, middle and end (left to right for a
    /// square); the middle is rounded up, across as well.
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="size">Rows and columns wanted, at most the shorter side.</param>
    /// <remarks>scenic dataset_lib/video_ops.py, deterministic_crop.</remarks>
    public static ImmutableArray<Window> ThreeSpatial(int height, int width, int size)
    {
        int Middle(int side) => (side - size + 1) / 2;
        int[] Places(int side) => [0, Middle(side), side - size];
        return height > width
            ? [.. Places(height).Select(top => new Window(top, Middle(width), size, size))]
            : [.. Places(width).Select(left => new Window(Middle(height), left, size, size))];
    }

    /// <summary>
    /// The size that DMVR, and so scenic's video pipeline, gives a picture whose shorter side is to be
    /// <paramref name="size"/>: the longer side is cut down to a whole number.
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="size">The shorter side wanted.</param>
    public static (int Height, int Width) ShorterSideDmvr(int height, int width, int size) =>
        (Math.Max(size, height * size / width), Math.Max(size, width * size / height));

    /// <summary>
    /// The size that torchvision's Resize(size) gives: the longer side is cut down to a whole number.
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="size">The shorter side wanted.</param>
    public static (int Height, int Width) ShorterSideTorchvision(int height, int width, int size) =>
        height < width
            ? (size, (int)((double)((long)size * width) / height))
            : ((int)((double)((long)size * height) / width), size);

    /// <summary>
    /// The size that resize_small of scenic's image pipeline and big_vision gives: both sides are rounded, to
    /// even between two, in float32.
    /// </summary>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="size">The shorter side wanted.</param>
    public static (int Height, int Width) ShorterSideBigVision(int height, int width, int size)
    {
        var factor = (float)size / Math.Min(height, width);
        int Rounded(int side) => (int)MathF.Round(side * factor, MidpointRounding.ToEven);
        return (Rounded(height), Rounded(width));
    }

    /// <summary>Cuts a window out of pictures; beyond their edges there are zeros.</summary>
    /// <param name="x">[.., H, W, C].</param>
    /// <param name="window">Which part.</param>
    /// <returns>[.., window's height, its width, C].</returns>
    public static Tensor Crop(this Tensor x, Window window)
    {
        using var scope = NewDisposeScope();
        var (height, width) = ((int)x.size(-3), (int)x.size(-2));
        var (top, left) = (Math.Max(0, window.Top), Math.Max(0, window.Left));
        var bottom = Math.Min(height, window.Top + window.Height);
        var right = Math.Min(width, window.Left + window.Width);
        if (top >= bottom || left >= right)
            throw new InputException(
                $"{window} lies outside a picture of {height} x {width}: choose a part that touches it.");
        var inside = x.narrow(-3, top, bottom - top).narrow(-2, left, right - left);
        return nn.functional.pad(
            inside,
            [0, 0, left - window.Left, window.Left + window.Width - right,
                top - window.Top, window.Top + window.Height - bottom])
            .contiguous().MoveToOuterDisposeScope();
    }
}
