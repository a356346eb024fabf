using System.Buffers;

namespace PolyViT;

/// <summary>From decoded frames to a model's input, frame by frame.</summary>
internal static class ClipPixels
{
    /// <summary>Resizes every frame, and once more where the second size is another one; of the first result
    /// only what the second needs is made.</summary>
    /// <param name="clip">The frames.</param>
    /// <param name="first">The size that they are resized to first.</param>
    /// <param name="second">The size that the result is resized to, and which part is wanted.</param>
    /// <param name="mirrored">Whether left and right are exchanged afterwards.</param>
    /// <param name="into">Takes [T, H, W, 3] in [-1, 1].</param>
    public static void Write(
        Clip clip, (int Height, int Width) first, Resampled second, bool mirrored, Span<float> into)
    {
        var small = new Window(0, 0, first.Height, first.Width);
        var held = ByteBilinear.Reach(small, second);
        var between = new Resampled(first.Height, first.Width, held);
        var near = ArrayPool<byte>.Shared.Rent(between.Bytes);
        var far = ArrayPool<byte>.Shared.Rent(second.Bytes);
        var frame = new Window(0, 0, clip.Height, clip.Width);
        var frameBytes = 3 * clip.Height * clip.Width;
        for (var t = 0; t < clip.Frames; t++)
        {
            var pixels = clip.Pixels.AsSpan(t * frameBytes, frameBytes);
            if (first == (second.Height, second.Width))
            {
                ByteBilinear.Resize(pixels, frame, frame, second, far, mirrored);
            }
            else
            {
                ByteBilinear.Resize(pixels, frame, frame, between, near);
                ByteBilinear.Resize(near, held, small, second, far, mirrored);
            }
            PixelValues.OfFrames(far.AsSpan(0, second.Bytes), into.Slice(t * second.Bytes, second.Bytes));
        }
        ArrayPool<byte>.Shared.Return(near);
        ArrayPool<byte>.Shared.Return(far);
    }
}
