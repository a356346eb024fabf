using System.Numerics;
using static TorchSharp.torch.nn.functional;

namespace PolyViT;

/// <summary>How sound becomes a log-mel spectrogram.</summary>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Frames">Time steps.</param>
/// <param name="MelBins">Mel bins.</param>
public sealed record SpectrogramSettings(int SampleRate, int Frames, int MelBins)
{
    /// <summary>Length of the Hann window, seconds.</summary>
    public double WindowSeconds { get; init; } = 0.025;

    /// <summary>Time from one window to the next, seconds.</summary>
    public double HopSeconds { get; init; } = 0.010;

    /// <summary>The lower edge of the first mel triangle, hertz.</summary>
    public double LowHz { get; init; } = 20;

    /// <summary>The upper edge of the last mel triangle, hertz; at most half the sample rate.</summary>
    public double HighHz { get; init; } = SampleRate / 2.0;

    /// <summary>
    /// Added to every power before the logarithm, so that digital silence has one; -80 dB of full scale.
    /// </summary>
    public double Floor { get; init; } = 1e-8;

    /// <summary>
    /// The paper's: 16 kHz, windows of 25 ms every 10 ms, 8 seconds, 128 bins (section 5.6).
    /// </summary>
    public static SpectrogramSettings Paper { get; } = new(16000, 800, 128);

    /// <summary>
    /// Settings that spread a run's fixed number of time steps over a data set's usual length. The hop is at
    /// least the paper's 10 ms (more steps than that, and sounds repeat, as in the paper); the window is 25
    /// ms, or two hops where that is longer, so that no sound falls between windows.
    /// </summary>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="seconds">The data set's usual length.</param>
    public static SpectrogramSettings Covering(InputShapes shapes, int sampleRate, double seconds)
    {
        var hop = Math.Max(0.010, seconds / shapes.SpectrogramFrames);
        return new(sampleRate, shapes.SpectrogramFrames, shapes.MelBins)
        {
            HopSeconds = hop,
            WindowSeconds = Math.Max(0.025, 2 * hop),
        };
    }

    /// <summary>Samples from one window to the next.</summary>
    public int Hop => (int)Math.Round(HopSeconds * SampleRate);

    /// <summary>Samples of a window.</summary>
    public int Window => (int)Math.Round(WindowSeconds * SampleRate);

    /// <summary>Samples that the spectrogram covers.</summary>
    public int Samples => Frames * Hop;
}

/// <summary>
/// Log-mel spectrograms by plain tensor operations. A frame's powers add up to the sound's mean power in its
/// window, as far as it lies between the edges of the mel bins, whatever the rate, window and number of bins.
/// </summary>
public static class Spectrogram
{
    /// <summary>Hertz to mel, HTK's formula.</summary>
    /// <param name="hz">Frequency, hertz.</param>
    public static double Mel(double hz) => 2595 * Math.Log10(1 + (hz / 700));

    /// <summary>Mel to hertz, HTK's formula.</summary>
    /// <param name="mel">Pitch, mel.</param>
    public static double Hz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>
    /// The log-mel spectrogram of a sound; window i is centred on the middle of the i-th hop.
    /// </summary>
    /// <param name="samples">
    /// [..., L] in [-1, 1]; L at least <see cref="SpectrogramSettings.Samples"/>, more is cut off.
    /// </param>
    /// <param name="settings">How.</param>
    /// <returns>[..., Frames, MelBins], natural logarithm of power.</returns>
    public static Tensor LogMel(Tensor samples, SpectrogramSettings settings)
    {
        using var scope = NewDisposeScope();
        return LogMel(samples, settings, Filters(settings)).MoveToOuterDisposeScope();
    }

    /// <summary>The same for one sound after the other, with the filters made once.</summary>
    /// <returns>A function from [L] samples to [Frames * MelBins] values; it may run on any thread.</returns>
    internal static Func<float[], float[]> Maker(SpectrogramSettings settings)
    {
        var filters = Filters(settings).DetachFromDisposeScope();
        return samples =>
        {
            using var scope = NewDisposeScope();
            return LogMel(tensor(samples), settings, filters).data<float>().ToArray();
        };
    }

    /// <summary>
    /// The triangular mel filters, HTK's: each rises from its left neighbour's peak and falls to its right
    /// one's.
    /// </summary>
    /// <param name="settings">How.</param>
    /// <returns>
    /// [K, MelBins] for the K = n/2 + 1 frequencies of an n-point transform; a sum over K gives a power.
    /// </returns>
    public static Tensor Filters(SpectrogramSettings settings)
    {
        MelTriangles.RequireEdges(settings.LowHz, settings.HighHz, settings.SampleRate);
        var (points, bins) = (TransformPoints(settings), settings.MelBins);
        var edges = Edges(settings);
        var filters = new float[((points / 2) + 1) * bins];
        for (var k = 0; k <= points / 2; k++)
        {
            var hz = (double)k * settings.SampleRate / points;
            for (var m = 0; m < bins; m++)
            {
                var rise = (hz - edges[m]) / (edges[m + 1] - edges[m]);
                var fall = (edges[m + 2] - hz) / (edges[m + 2] - edges[m + 1]);
                filters[(k * bins) + m] = (float)Math.Max(0, Math.Min(rise, fall));
            }
        }
        return tensor(filters, [(points / 2) + 1, bins]);
    }

    private static Tensor LogMel(Tensor samples, SpectrogramSettings settings, Tensor filters)
    {
        var (window, hop, points) = (settings.Window, settings.Hop, TransformPoints(settings));
        var before = Math.Max(0, (window - hop) / 2);
        var hann = hann_window(window);
        var scale = 2 / (points * hann.dot(hann).item<float>()); // two for the negative frequencies
        var cut = samples.narrow(-1, 0, settings.Samples);
        var padded = pad(cut, [before, Math.Max(0, window - hop - before)]);
        var frames = padded.unfold(-1, window, hop).narrow(-2, 0, settings.Frames) * hann; // [..., T, window]
        var amplitude = fft.rfft(frames, points).abs();
        return (amplitude * amplitude).matmul(filters).Times(scale).Plus(settings.Floor).log();
    }

    private static double[] Edges(SpectrogramSettings settings)
    {
        var (low, high) = (Mel(settings.LowHz), Mel(settings.HighHz));
        return [.. Enumerable.Range(0, settings.MelBins + 2)
            .Select(i => Hz(low + ((high - low) * i / (settings.MelBins + 1))))];
    }

    // A power of two, at least the window, and fine enough that the narrowest triangle holds a frequency or
    // two.
    private static int TransformPoints(SpectrogramSettings settings)
    {
        var edges = Edges(settings);
        var least = Math.Max(settings.Window, settings.SampleRate / (edges[1] - edges[0]));
        return (int)BitOperations.RoundUpToPowerOf2((uint)Math.Ceiling(least));
    }
}
