using SkiaSharp;

namespace PolyViT;

/// <summary>Turns pictures as their EXIF orientation says.</summary>
internal static class Orientation
{
    /// <summary>Whether height and width change places.</summary>
    /// <param name="origin">Which corner the first pixel is.</param>
    public static bool Turned(SKEncodedOrigin origin) => origin
        is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop
        or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>A picture as shown, of one as stored.</summary>
    /// <param name="rgba">[rows, columns, 4], as stored.</param>
    /// <param name="rows">Rows as stored.</param>
    /// <param name="columns">Columns as stored.</param>
    /// <param name="origin">Which corner the first pixel is.</param>
    /// <param name="rgb">Takes [rows, columns, 3] or [columns, rows, 3].</param>
    public static void Upright(
        ReadOnlySpan<byte> rgba, int rows, int columns, SKEncodedOrigin origin, Span<byte> rgb)
    {
        var (height, width) = Turned(origin) ? (columns, rows) : (rows, columns);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (row, column) = Stored(y, x, rows - 1, columns - 1, origin);
                rgba.Slice(4 * ((row * columns) + column), 3).CopyTo(rgb[(3 * ((y * width) + x))..]);
            }
        }
    }

    private static (int Row, int Column) Stored(
        int y, int x, int lastRow, int lastColumn, SKEncodedOrigin origin) => origin switch
        {
            SKEncodedOrigin.TopRight => (y, lastColumn - x),
            SKEncodedOrigin.BottomRight => (lastRow - y, lastColumn - x),
            SKEncodedOrigin.BottomLeft => (lastRow - y, x),
            SKEncodedOrigin.LeftTop => (x, y),
            SKEncodedOrigin.RightTop => (lastRow - x, y),
            SKEncodedOrigin.RightBottom => (lastRow - x, lastColumn - y),
            SKEncodedOrigin.LeftBottom => (x, lastColumn - y),
            _ => (y, x),
        };
}
