namespace PolyViT;

/// <summary>The size that a picture is resized to, and which part of the result is wanted: pixels that are
/// cut off afterwards are never made.</summary>
/// <param name="Height">Rows of the whole result.</param>
/// <param name="Width">Columns of the whole result.</param>
/// <param name="Cut">The part that is wanted, within the whole.</param>
internal readonly record struct Resampled(int Height, int Width, Window Cut)
{
    /// <summary>All of a size.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    public static Resampled Whole(int height, int width) => new(height, width, new(0, 0, height, width));

    /// <summary>Bytes of the part that is wanted, three to a pixel.</summary>
    public int Bytes => 3 * Cut.Height * Cut.Width;
}
