namespace PolyViT;

/// <summary>How the log-mel spectrogram of VGGish and AudioSet's released features is made.</summary>
/// <param name="MelBins">Mel bins: 64 in VGGish.</param>
public sealed record VggishSettings(int MelBins = 64)
{
    /// <summary>Samples per second.</summary>
    public int SampleRate { get; init; } = 16000;

    /// <summary>Length of the periodic Hann window, seconds.</summary>
    public double WindowSeconds { get; init; } = 0.025;

    /// <summary>Time from one window to the next, seconds.</summary>
    public double HopSeconds { get; init; } = 0.010;

    /// <summary>The lower edge of the first mel triangle, hertz.</summary>
    public double LowHz { get; init; } = 125;

    /// <summary>The upper edge of the last mel triangle, hertz.</summary>
    public double HighHz { get; init; } = 7500;

    /// <summary>Added to every value before the logarithm.</summary>
    public double Offset { get; init; } = 0.01;

    /// <summary>Samples of a window.</summary>
    public int Window => (int)Math.Round(SampleRate * WindowSeconds);

    /// <summary>Samples from one window to the next.</summary>
    public int Hop => (int)Math.Round(SampleRate * HopSeconds);
}

/// <summary>The log-mel spectrogram of VGGish: of amplitudes, not of powers.</summary>
public static class VggishSpectrogram
{
    /// <summary>ln(mel amplitude + offset) of every whole window.</summary>
    /// <param name="samples">[.., L] in [-1, 1]; at least one window.</param>
    /// <param name="settings">How.</param>
    /// <returns>[.., T, MelBins], T = 1 + (L - window) / hop, in the type of
    /// <paramref name="samples"/>.</returns>
    /// <exception cref="InputException">Less than one window of sound, or edges that make no
    /// filters.</exception>
    /// <remarks>tensorflow/models research/audioset/vggish/mel_features.py, log_mel_spectrogram.</remarks>
    public static Tensor LogMel(Tensor samples, VggishSettings settings)
    {
        using var scope = NewDisposeScope();
        var points = WholeWindows.TransformPoints(settings.Window);
        var hann = hann_window(settings.Window, true, samples.dtype, device: samples.device);
        var frames = WholeWindows.Of(samples, settings.Window, settings.Hop); // [.., T, window]
        var amplitude = fft.rfft(frames * hann, points).abs();
        return amplitude.matmul(Filters(settings, points).to(samples.dtype).to(samples.device))
            .Plus(settings.Offset).log().MoveToOuterDisposeScope();
    }

    // HTK leaves the constant out.
    private static Tensor Filters(VggishSettings settings, int points)
    {
        var filters = MelTriangles.Make(
            points, settings.SampleRate, settings.MelBins, settings.LowHz, settings.HighHz);
        _ = filters[0].zero_();
        return filters;
    }
}
