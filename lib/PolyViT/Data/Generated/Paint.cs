namespace PolyViT;

/// <summary>A colour, each part in [-1, 1].</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
internal readonly record struct Colour(float R, float G, float B)
{
    /// <summary>From hue in turns, saturation and value in [0, 1].</summary>
    /// <param name="hue">Turns from red; any number.</param>
    /// <param name="saturation">0 is grey.</param>
    /// <param name="value">0 is black.</param>
    public static Colour Hsv(double hue, double saturation, double value)
    {
        float Part(double shift)
        {
            var k = (shift + (6 * (hue - Math.Floor(hue)))) % 6;
            return (float)((2 * value * (1 - (saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1)))) - 1);
        }
        return new(Part(5), Part(3), Part(1));
    }
}

/// <summary>How far a point lies outside a figure of radius 1 about the origin; negative is inside.</summary>
/// <param name="x">To the right.</param>
/// <param name="y">Downwards.</param>
internal delegate double Outline(double x, double y);

/// <summary>Painting with soft edges.</summary>
internal static class Paint
{
    /// <summary>Paints a figure over a picture.</summary>
    /// <param name="pixels">[H, W, 3], changed.</param>
    /// <param name="size">H and W, pixels.</param>
    /// <param name="figure">Its outline.</param>
    /// <param name="x">Its centre, as a share of the width.</param>
    /// <param name="y">Its centre, as a share of the height.</param>
    /// <param name="radius">As a share of the width.</param>
    /// <param name="colour">What it is filled with.</param>
    /// <param name="opacity">1 hides what is behind it.</param>
    public static void Figure(
        Span<float> pixels, int size, Outline figure, double x, double y, double radius, Colour colour,
        double opacity = 1)
    {
        var (top, bottom) = Range(y, radius, size);
        var (left, right) = Range(x, radius, size);
        for (var row = top; row < bottom; row++)
        {
            for (var column = left; column < right; column++)
            {
                var outside = figure(
                    (((column + 0.5) / size) - x) / radius,
                    (((row + 0.5) / size) - y) / radius);
                var cover = (float)(opacity * Math.Clamp(0.5 - (outside * radius * size), 0, 1));
                if (cover > 0)
                    Blend(pixels.Slice(((row * size) + column) * 3, 3), colour, cover);
            }
        }
    }

    // The rows or columns that a figure can touch; figures stay within 1.5 radii.
    private static (int From, int To) Range(double centre, double radius, int size) =>
        (Math.Clamp((int)((centre - (1.5 * radius)) * size), 0, size),
            Math.Clamp((int)Math.Ceiling((centre + (1.5 * radius)) * size) + 1, 0, size));

    private static void Blend(Span<float> pixel, Colour colour, float cover)
    {
        pixel[0] += (colour.R - pixel[0]) * cover;
        pixel[1] += (colour.G - pixel[1]) * cover;
        pixel[2] += (colour.B - pixel[2]) * cover;
    }
}
