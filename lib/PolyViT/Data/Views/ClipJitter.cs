namespace PolyViT;

/// <summary>
/// What training does to a clip after its frames have been chosen; every frame shares each draw. The defaults
/// are the released configuration's (section 5.5).
/// </summary>
public sealed record ClipJitter
{
    /// <summary>The least factor of height and width, each drawn by itself.</summary>
    public double MinScale { get; init; } = 0.9;

    /// <summary>The greatest factor of height and width.</summary>
    public double MaxScale { get; init; } = 1.33;

    /// <summary>How often the scale is changed.</summary>
    public double ScaleProbability { get; init; } = 1;

    /// <summary>Whether half of the clips are mirrored: not where left and right have a meaning, as in
    /// Something-Something.</summary>
    public bool Flip { get; init; } = true;

    /// <summary>How far colours may move.</summary>
    public ColourJitter Colour { get; init; } = ColourJitter.Dmvr;

    /// <summary>How often colours are changed.</summary>
    public double ColourProbability { get; init; } = 0.8;

    /// <summary>How often a clip becomes grey, whether its colours were changed or not.</summary>
    public double GreyProbability { get; init; } = 0.1;

    /// <summary>The least sizes of the scaled frames, as scenic draws them.</summary>
    /// <param name="height">Rows before.</param>
    /// <param name="width">Columns before.</param>
    /// <param name="rng">Draws.</param>
    /// <remarks>DMVR processors.py, scale_jitter_augm, in float32.</remarks>
    internal (int Height, int Width) Scaled(int height, int width, Rng rng)
    {
        if (rng.Uniform(0) >= ScaleProbability)
            return (height, width);
        int Side(int side, int draw) => (int)((float)rng.Uniform(draw, MinScale, MaxScale) * side);
        return (Side(height, 1), Side(width, 2));
    }

    /// <summary>The jitter, if its numbers make sense.</summary>
    /// <exception cref="InputException">They do not.</exception>
    internal ClipJitter Checked() =>
        MinScale > 0 && MinScale <= MaxScale && Share(ScaleProbability) && Share(ColourProbability)
            && Share(GreyProbability)
            ? this
            : throw new InputException(
                $"The jitter of clips is {this}: "
                + "scales must be above 0 and rise, probabilities lie in [0, 1].");

    private static bool Share(double p) => p is >= 0 and <= 1;
}
