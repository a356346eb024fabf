using System.Buffers;

namespace PolyViT;

/// <summary>
/// scenic's image pipelines (section 5.4; dataset_lib/big_transfer/preprocessing/ops.py), from a picture in
/// its own size to [H, W, 3] in [-1, 1]. What is resized is cut back to bytes, as there.
/// </summary>
public static class PictureViews
{
    /// <summary>Training: <c>inception_crop(size)|flip_lr|value_range(-1, 1)</c>.</summary>
    /// <param name="size">Height and width, pixels.</param>
    /// <param name="crop">Which parts of the picture; null is scenic's: 5 to 100 % of the area.</param>
    public static PictureView Train(int size, InceptionCrop? crop = null) => Train(size, size, crop);

    /// <summary>The same, for pictures that are not square.</summary>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="crop">Which parts of the picture; null is scenic's: 5 to 100 % of the area.</param>
    public static PictureView Train(int height, int width, InceptionCrop? crop = null)
    {
        RequireSize(height, width);
        var part = (crop ?? new()).Checked();
        var size = Resampled.Whole(height, width);
        return (picture, rng, into) => Bilinear(
            picture, part.Draw(picture.Height, picture.Width, rng.Fork(0)), size,
            mirrored: rng.Fork(1).Uniform(0) < 0.5, into);
    }

    /// <summary>Evaluation: <c>resize(size)|value_range(-1, 1)</c>; the aspect ratio is not kept.</summary>
    /// <param name="size">Height and width, pixels.</param>
    public static PictureView Evaluate(int size) => Evaluate(size, size);

    /// <summary>The same, for pictures that are not square.</summary>
    /// <param name="height">Pixels.</param>
    /// <param name="width">Pixels.</param>
    public static PictureView Evaluate(int height, int width)
    {
        RequireSize(height, width);
        var size = Resampled.Whole(height, width);
        return (picture, _, into) => Bilinear(picture, Whole(picture), size, false, into);
    }

    /// <summary><c>resize(448)|central_crop(384)|value_range(-1, 1)</c>.</summary>
    /// <param name="resize">Height and width before the crop, pixels.</param>
    /// <param name="size">Height and width, pixels.</param>
    public static PictureView CentreCrop(int resize, int size)
    {
        RequireCrop(resize, size);
        var middle = new Resampled(resize, resize, Crops.Scenic(resize, resize, size));
        return (picture, _, into) => Bilinear(picture, Whole(picture), middle, false, into);
    }

    /// <summary><c>resize_small(448)|central_crop(384)|value_range(-1, 1)</c>: the aspect ratio is kept, and
    /// every pixel counts.</summary>
    /// <param name="resize">The shorter side before the crop, pixels.</param>
    /// <param name="size">Height and width, pixels.</param>
    public static PictureView SmallCentreCrop(int resize, int size)
    {
        RequireCrop(resize, size);
        return (picture, _, into) =>
        {
            var (height, width) = Crops.ShorterSideBigVision(picture.Height, picture.Width, resize);
            var middle = new Resampled(height, width, Crops.Scenic(height, width, size));
            Written(middle, into, (bytes, to) =>
                ByteArea.Resize(picture.Pixels, picture.Height, picture.Width, to, bytes));
        };
    }

    private static void Bilinear(
        Picture picture, Window part, Resampled size, bool mirrored, Span<float> into) =>
        Written(size, into, (bytes, to) =>
            ByteBilinear.Resize(picture.Pixels, Whole(picture), part, to, bytes, mirrored));

    private static void Written(Resampled size, Span<float> into, Action<Span<byte>, Resampled> resize)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(size.Bytes);
        resize(bytes.AsSpan(0, size.Bytes), size);
        PixelValues.OfPicture(bytes.AsSpan(0, size.Bytes), into);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static Window Whole(Picture picture) => new(0, 0, picture.Height, picture.Width);

    private static void RequireSize(int height, int width)
    {
        if (height < 1 || width < 1)
            throw new InputException(
                $"A view of {height} x {width} pixels has none: choose 1 or more each way.");
    }

    private static void RequireCrop(int resize, int size)
    {
        RequireSize(size, size);
        if (resize < size)
            throw new InputException(
                $"{size} pixels cannot be cut out of {resize}: resize to at least the size of the crop.");
    }
}
