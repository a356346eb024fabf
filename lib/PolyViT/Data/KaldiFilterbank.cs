using static TorchSharp.torch.nn.functional;

namespace PolyViT;

/// <summary>How Kaldi's filterbank is made; the defaults are AST's.</summary>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="MelBins">Mel bins.</param>
public sealed record KaldiSettings(int SampleRate = 16000, int MelBins = 128)
{
    /// <summary>Length of the symmetric Hann window, milliseconds.</summary>
    public double WindowMilliseconds { get; init; } = 25;

    /// <summary>Time from one window to the next, milliseconds.</summary>
    public double HopMilliseconds { get; init; } = 10;

    /// <summary>The lower edge of the first mel triangle, hertz.</summary>
    public double LowHz { get; init; } = 20;

    /// <summary>The upper edge of the last mel triangle, hertz.</summary>
    public double HighHz { get; init; } = SampleRate / 2.0;

    /// <summary>How much of the sample before is subtracted from each.</summary>
    public double Preemphasis { get; init; } = 0.97;

    /// <summary>Samples of a window; Kaldi cuts fractions off.</summary>
    public int Window => (int)(SampleRate * WindowMilliseconds * 0.001);

    /// <summary>Samples from one window to the next.</summary>
    public int Hop => (int)(SampleRate * HopMilliseconds * 0.001);
}

/// <summary>
/// Kaldi's log-mel filterbank as AST uses it: torchaudio.compliance.kaldi.fbank with htk_compat, use_energy
/// false, window 'hanning', dither 0 and everything else as it is by default.
/// </summary>
public static class KaldiFilterbank
{
    /// <summary>Mean of AudioSet's filterbank values in AST's released configuration.</summary>
    public const double AudioSetMean = -4.2677393;

    /// <summary>Standard deviation of AudioSet's filterbank values in AST's released configuration.</summary>
    public const double AudioSetStd = 4.5689974;

    private const double SmallestPower = 1.1920928955078125e-07; // float32's epsilon

    /// <summary>
    /// The natural logarithm of the mel powers. Each window has its mean removed, is pre-emphasised (its
    /// first sample by itself) and weighed by the Hann window; only whole windows count.
    /// </summary>
    /// <param name="samples">[.., L] in [-1, 1]; at least one window.</param>
    /// <param name="settings">How.</param>
    /// <returns>[.., T, MelBins], T = 1 + (L - window) / hop, in the type of
    /// <paramref name="samples"/>.</returns>
    /// <exception cref="InputException">Less than one window of sound, or edges that make no
    /// filters.</exception>
    public static Tensor LogMel(Tensor samples, KaldiSettings settings)
    {
        using var scope = NewDisposeScope();
        var points = WholeWindows.TransformPoints(settings.Window);
        var amplitude = fft.rfft(Windows(samples, settings), points).abs();
        return (amplitude * amplitude).matmul(Filters(settings, points).to(samples.dtype).to(samples.device))
            .AtLeast(SmallestPower).log().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// AST's input: the sound without its mean, its filterbank cut or filled with zeros to a length, then
    /// (x - mean) / (2 std).
    /// </summary>
    /// <param name="samples">[.., L] in [-1, 1], 16 kHz; at least one window.</param>
    /// <param name="frames">Time steps: 1024 for AudioSet's ten seconds, 512 for ESC-50.</param>
    /// <param name="mean">Of the filterbank values of the set that the model was trained on.</param>
    /// <param name="std">Their standard deviation.</param>
    /// <returns>[.., frames, 128, 1].</returns>
    /// <remarks>ast/src/dataloader.py; the zeros are filled in before the normalisation.</remarks>
    public static Tensor AstInput(
        Tensor samples, int frames = 1024, double mean = AudioSetMean, double std = AudioSetStd)
    {
        using var scope = NewDisposeScope();
        var centred = samples.Subtract(samples.mean([-1L], keepdim: true));
        var mel = LogMel(centred, new());
        var kept = mel.narrow(-2, 0, Math.Min(frames, mel.size(-2)));
        var filled = pad(kept, [0, 0, 0, frames - kept.size(-2)]);
        return filled.Plus(-mean).Times(1 / (2 * std)).unsqueeze(-1).MoveToOuterDisposeScope();
    }

    private static Tensor Windows(Tensor samples, KaldiSettings settings)
    {
        var frames = WholeWindows.Of(samples, settings.Window, settings.Hop); // [.., T, window]
        var centred = frames.Subtract(frames.mean([-1L], keepdim: true));
        var before = cat([centred.narrow(-1, 0, 1), centred.narrow(-1, 0, settings.Window - 1)], -1);
        var hann = hann_window(settings.Window, false, samples.dtype, device: samples.device);
        return centred.AddScaled(before, -settings.Preemphasis) * hann;
    }

    // Kaldi's filters end before the highest frequency.
    private static Tensor Filters(KaldiSettings settings, int points)
    {
        var filters = MelTriangles.Make(
            points, settings.SampleRate, settings.MelBins, settings.LowHz, settings.HighHz);
        _ = filters[points / 2].zero_();
        return filters;
    }
}
