namespace PolyViT;

/// <summary>Mel filters whose sides are straight over mel, as in Kaldi and in VGGish; over hertz they are
/// curved.</summary>
internal static class MelTriangles
{
    /// <summary>Hertz to mel; 1127 ln(1 + f / 700) is HTK's formula.</summary>
    /// <param name="hz">Frequency, hertz.</param>
    public static double Mel(double hz) => 1127 * Math.Log(1 + (hz / 700));

    /// <summary>
    /// Filter m rises from edge m to 1 at edge m + 1 and falls to edge m + 2; the edges are evenly spaced in
    /// mel.
    /// </summary>
    /// <param name="points">n, of the transform.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="bins">Filters.</param>
    /// <param name="low">The first edge, hertz.</param>
    /// <param name="high">The last edge, hertz; at most half the sample rate.</param>
    /// <returns>[n / 2 + 1, bins] float64.</returns>
    /// <exception cref="InputException">Edges out of order or out of range.</exception>
    public static Tensor Make(int points, int sampleRate, int bins, double low, double high)
    {
        RequireEdges(low, high, sampleRate);
        var (first, width) = (Mel(low), (Mel(high) - Mel(low)) / (bins + 1));
        var filters = new double[((points / 2) + 1) * bins];
        for (var k = 0; k <= points / 2; k++)
        {
            var place = (Mel((double)k * sampleRate / points) - first) / width; // in filters
            for (var m = 0; m < bins; m++)
                filters[(k * bins) + m] = Math.Max(0, Math.Min(place - m, m + 2 - place));
        }
        return tensor(filters, [(points / 2) + 1, bins]);
    }

    /// <summary>Refuses edges that make no filters.</summary>
    /// <param name="low">The first edge, hertz.</param>
    /// <param name="high">The last edge, hertz.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <exception cref="InputException">Edges out of order or out of range.</exception>
    public static void RequireEdges(double low, double high, int sampleRate)
    {
        if (!(low >= 0 && low < high && high <= sampleRate / 2.0))
            throw new InputException(
                $"The mel bins go from {low} to {high} Hz: "
                + $"choose edges from 0 to half the sample rate, {sampleRate / 2.0} Hz.");
    }
}
