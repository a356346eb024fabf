namespace PolyViT;

/// <summary>The video tasks: a disc that moves and changes its size over a still ground.</summary>
internal static class DrawnClips
{
    /// <summary>Where the disc goes, in class order.</summary>
    public static readonly ImmutableArray<string> Directions =
        ["right", "down right", "down", "down left", "left", "up left", "up", "up right"];

    /// <summary>What the disc's size does, in class order.</summary>
    public static readonly ImmutableArray<string> Changes = ["grows", "shrinks", "swells", "dips", "stays"];

    private static readonly Outline Disc = (x, y) => Math.Sqrt((x * x) + (y * y)) - 1;

    /// <summary>A clip that asks where the disc goes; its size does anything.</summary>
    public static void Motion(Span<float> pixels, InputShapes shapes, int label, double noise, Rng rng) =>
        Scene(pixels, shapes, label, rng.Below(0, Changes.Length), 1, 0.3, noise, rng.Fork(0));

    /// <summary>The same kind of clip, but it asks what the disc's size does; it drifts anywhere.</summary>
    public static void Growth(Span<float> pixels, InputShapes shapes, int label, double noise, Rng rng) =>
        Scene(pixels, shapes, rng.Below(0, Directions.Length), label, 0.3, 1, noise, rng.Fork(0));

    // The ground is a torus and the disc starts anywhere on it: one frame says nothing about the direction.
    private static void Scene(
        Span<float> pixels, InputShapes shapes, int direction, int change, double speed, double growth,
        double noise, Rng rng)
    {
        var size = shapes.FrameSize;
        var frame = size * size * 3;
        Noise.Clouds(pixels[..frame], new(size, size, 3), 5, -0.3, 0.3, rng.Fork(0));
        Bystanders(pixels[..frame], size, rng.Fork(2));
        for (var t = 1; t < shapes.Frames; t++)
            pixels[..frame].CopyTo(pixels[(t * frame)..]);
        var angle = direction * 2 * Math.PI / Directions.Length;
        var colour = Tint(rng.Fork(3));
        var pace = speed * rng.Uniform(3, 0.8, 1.2);
        for (var t = 0; t < shapes.Frames; t++)
        {
            var share = t / Math.Max(1.0, shapes.Frames - 1);
            var radius = 0.2 * (1 + (growth * 0.6 * Curve(change, share)));
            var x = rng.Uniform(4) + (pace * share * Math.Cos(angle));
            var y = rng.Uniform(5) + (pace * share * Math.Sin(angle));
            Wrapped(pixels[(t * frame)..], size, x - Math.Floor(x), y - Math.Floor(y), radius, colour);
        }
        Noise.Add(pixels, noise, rng.Fork(1));
        Noise.Clip(pixels);
    }

    // Discs that stand still and look like the one that moves.
    private static void Bystanders(Span<float> frame, int size, Rng rng)
    {
        for (var i = 0; i < 3; i++)
        {
            var r = rng.Fork(i);
            Wrapped(frame, size, r.Uniform(0), r.Uniform(1), r.Uniform(2, 0.08, 0.16), Tint(r.Fork(0)));
        }
    }

    private static Colour Tint(Rng rng) =>
        Colour.Hsv(rng.Uniform(0), rng.Uniform(1, 0, 0.5), rng.Uniform(2, 0.6, 1));

    // The change of size in [-1, 1] at a share of the clip.
    private static double Curve(int change, double share) => change switch
    {
        0 => (2 * share) - 1,
        1 => 1 - (2 * share),
        2 => 1 - (2 * Math.Abs((2 * share) - 1)),
        3 => (2 * Math.Abs((2 * share) - 1)) - 1,
        _ => 0,
    };

    private static void Wrapped(Span<float> frame, int size, double x, double y, double radius, Colour colour)
    {
        for (var dy = -1; dy <= 1; dy++)
        {
            for (var dx = -1; dx <= 1; dx++)
                Paint.Figure(frame, size, Disc, x + dx, y + dy, radius, colour);
        }
    }
}
