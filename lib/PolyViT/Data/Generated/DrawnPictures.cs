namespace PolyViT;

/// <summary>The image tasks: one coloured figure on a cloudy ground, or a grating.</summary>
internal static class DrawnPictures
{
    /// <summary>What the figures are called, in class order.</summary>
    public static readonly ImmutableArray<string> Shapes =
        ["disc", "square", "triangle", "plus", "ring", "bars"];

    /// <summary>What the colours are called, in class order; equal steps of hue from red.</summary>
    public static readonly ImmutableArray<string> Colours =
        ["red", "amber", "lime", "green", "cyan", "blue", "violet", "pink"];

    /// <summary>What the gratings are called, in class order: four directions, coarse then fine.</summary>
    public static readonly ImmutableArray<string> Gratings =
    [
        "coarse |", "coarse /", "coarse -", "coarse \\", "fine |", "fine /", "fine -", "fine \\",
    ];

    private static readonly Outline[] Outlines =
    [
        (x, y) => Math.Sqrt((x * x) + (y * y)) - 0.9,
        (x, y) => Math.Max(Math.Abs(x), Math.Abs(y)) - 0.8,
        (x, y) => Math.Max(y - 0.7, (0.873 * Math.Abs(x)) - (0.488 * y) - 0.488),
        (x, y) => Math.Min(
            Math.Max(Math.Abs(x) - 0.95, Math.Abs(y) - 0.3), Math.Max(Math.Abs(x) - 0.3, Math.Abs(y) - 0.95)),
        (x, y) => Math.Abs(Math.Sqrt((x * x) + (y * y)) - 0.7) - 0.23,
        (x, y) => Math.Max(Math.Abs(x) - 0.85, Math.Abs(Math.Abs(y) - 0.55) - 0.25),
    ];

    /// <summary>A picture that asks for its figure; the colour is any.</summary>
    public static void Shape(Span<float> pixels, InputShapes shapes, int label, double noise, Rng rng) =>
        Scene(pixels, shapes.ImageSize, label, rng.Below(0, Colours.Length), noise, rng.Fork(0));

    /// <summary>The same kind of picture, but it asks for the colour; the figure is any.</summary>
    public static void Colour(Span<float> pixels, InputShapes shapes, int label, double noise, Rng rng) =>
        Scene(pixels, shapes.ImageSize, rng.Below(0, Shapes.Length), label, noise, rng.Fork(0));

    /// <summary>A grating of any phase and tint; it asks for direction and spacing.</summary>
    public static void Texture(Span<float> pixels, InputShapes shapes, int label, double noise, Rng rng)
    {
        var size = shapes.ImageSize;
        Noise.Clouds(pixels, new(size, size, 3), 4, 0, 0.25, rng.Fork(0));
        var angle = (label % 4 * Math.PI / 4) + rng.Uniform(0, -0.15, 0.15);
        var cycles = (label < 4 ? 4.0 : 7.0) * rng.Uniform(1, 0.9, 1.1);
        var (across, down) = (Math.Cos(angle) * cycles / size, Math.Sin(angle) * cycles / size);
        var phase = rng.Uniform(2);
        var tint = PolyViT.Colour.Hsv(rng.Uniform(3), 0.5, 1);
        for (var i = 0; i < size * size; i++)
        {
            var turns = phase + (across * (i % size)) + (down * (i / size));
            var wave = 0.4f * MathF.Cos((float)(2 * Math.PI * turns));
            pixels[3 * i] += wave * tint.R;
            pixels[(3 * i) + 1] += wave * tint.G;
            pixels[(3 * i) + 2] += wave * tint.B;
        }
        Finish(pixels, noise, rng);
    }

    private static void Scene(Span<float> pixels, int size, int shape, int hue, double noise, Rng rng)
    {
        Noise.Clouds(pixels, new(size, size, 3), 5, -0.4, 0.3, rng.Fork(0));
        var colour = PolyViT.Colour.Hsv(
            (hue + rng.Uniform(0, -0.45, 0.45)) / Colours.Length,
            rng.Uniform(1, 0.3, 0.8),
            rng.Uniform(2, 0.7, 1));
        Paint.Figure(
            pixels, size, Outlines[shape], rng.Uniform(3, 0.42, 0.58), rng.Uniform(4, 0.42, 0.58),
            rng.Uniform(5, 0.3, 0.38), colour);
        Finish(pixels, noise, rng);
    }

    private static void Finish(Span<float> pixels, double noise, Rng rng)
    {
        Noise.Add(pixels, noise, rng.Fork(1));
        Noise.Clip(pixels);
    }
}
