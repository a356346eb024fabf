namespace PolyViT;

/// <summary>The audio tasks: a beating tone with overtones, drawn as a log spectrogram.</summary>
internal static class DrawnSounds
{
    private static readonly int[] Beats = [2, 3, 4, 6, 8, 12];

    /// <summary>How the pitch moves, in class order.</summary>
    public static readonly ImmutableArray<string> Contours = ["rises", "falls", "arches", "dips", "holds"];

    /// <summary>Beats in the whole sound, in class order.</summary>
    public static readonly ImmutableArray<string> Rhythms = [.. Beats.Select(b => $"{b} beats")];

    /// <summary>A sound that asks how its pitch moves; the rhythm is any.</summary>
    public static void Contour(Span<float> cells, InputShapes shapes, int label, double noise, Rng rng) =>
        Scene(cells, shapes, ContourTone(label, rng), noise, rng.Fork(0));

    /// <summary>The same kind of sound, but it asks for the number of beats; the pitch is any.</summary>
    public static void Rhythm(Span<float> cells, InputShapes shapes, int label, double noise, Rng rng) =>
        Scene(cells, shapes, RhythmTone(label, rng), noise, rng.Fork(0));

    /// <summary>What <see cref="Contour"/> draws.</summary>
    public static Tone ContourTone(int label, Rng rng) =>
        ToneOf(label, rng.Below(0, Rhythms.Length), rng.Fork(0));

    /// <summary>What <see cref="Rhythm"/> draws.</summary>
    public static Tone RhythmTone(int label, Rng rng) =>
        ToneOf(rng.Below(0, Contours.Length), label, rng.Fork(0));

    private static Tone ToneOf(int contour, int rhythm, Rng rng) => new(
        contour, Beats[rhythm], rng.Uniform(0), rng.Uniform(1, 0.25, 0.4), rng.Uniform(2, 0.2, 0.3));

    private static void Scene(Span<float> cells, InputShapes shapes, Tone tone, double noise, Rng rng)
    {
        var (frames, bins) = (shapes.SpectrogramFrames, shapes.MelBins);
        cells.Clear();
        for (var t = 0; t < frames; t++)
        {
            foreach (var (at, strength) in tone.Lines((double)t / frames))
                Line(cells.Slice(t * bins, bins), at * bins, bins * 0.025, strength);
        }
        Noise.Add(cells, noise, rng.Fork(0));
        Standardise(cells);
    }

    // A bell of energy about one frequency.
    private static void Line(Span<float> row, double at, double width, double strength)
    {
        var first = Math.Max(0, (int)(at - (3 * width)));
        var last = Math.Min(row.Length - 1, (int)(at + (3 * width)));
        for (var f = first; f <= last; f++)
        {
            var d = (f + 0.5 - at) / width;
            row[f] += (float)(strength * Math.Exp(-0.5 * d * d));
        }
    }

    // Mean 0 and deviation 1 over the spectrogram.
    private static void Standardise(Span<float> cells)
    {
        double sum = 0, squares = 0;
        foreach (var value in cells)
        {
            sum += value;
            squares += value * value;
        }
        var mean = sum / cells.Length;
        var scale = 1 / Math.Sqrt(Math.Max(1e-6, (squares / cells.Length) - (mean * mean)));
        foreach (ref var value in cells)
            value = (float)((value - mean) * scale);
    }
}
