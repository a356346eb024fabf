namespace PolyViT;

/// <summary>A beating tone with two overtones, whose pitch moves: what the audio tasks draw.</summary>
/// <param name="Contour">How the pitch moves: the position in <see cref="DrawnSounds.Contours"/>.</param>
/// <param name="Beats">Beats in the whole sound.</param>
/// <param name="Phase">Where in a beat the sound begins, in beats.</param>
/// <param name="Pitch">The middle of the lowest line, as a share of the mel range.</param>
/// <param name="Range">How far it moves, likewise.</param>
internal sealed record Tone(int Contour, int Beats, double Phase, double Pitch, double Range)
{
    private static readonly (double Above, double Strength)[] Overtones = [(0, 3), (0.25, 2), (0.4, 1.2)];

    /// <summary>The lines at a share of the sound: the place of each in the mel range, and its log power
    /// above the ground.</summary>
    public IEnumerable<(double At, double Strength)> Lines(double share)
    {
        var beat = 0.5 + (0.5 * Math.Tanh(3 * Math.Cos(2 * Math.PI * (Phase + (Beats * share)))));
        var at = Pitch + (Range * Curve(share));
        return Overtones.Select(o => (at + o.Above, o.Strength * beat));
    }

    // The pitch's way from its middle in [-0.5, 0.5].
    private double Curve(double share) => Contour switch
    {
        0 => share - 0.5,
        1 => 0.5 - share,
        2 => 0.5 - Math.Abs((2 * share) - 1),
        3 => Math.Abs((2 * share) - 1) - 0.5,
        _ => 0,
    };
}
