namespace PolyViT;

/// <summary>How samples become the rows of a log-mel spectrogram, whatever their number.</summary>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Window">Samples that the first row covers.</param>
/// <param name="Hop">Samples from one row to the next.</param>
/// <param name="MelBins">F, numbers of a row.</param>
/// <param name="LogMel">From at least <paramref name="Window"/> samples in [-1, 1] to [T, F], T as
/// <see cref="Frames"/> says; it may run on any thread.</param>
public sealed record SoundFrontEnd(
    int SampleRate, int Window, int Hop, int MelBins, Func<float[], float[]> LogMel)
{
    /// <summary>T, the rows that a sound has.</summary>
    /// <param name="samples">Its length; one that is shorter than a window is repeated to fill it.</param>
    public int Frames(long samples) => (int)(1 + (Math.Max(0, samples - Window) / Hop));

    /// <summary>The samples that rows are made of.</summary>
    /// <param name="frames">How many rows.</param>
    public int Samples(int frames) => Window + ((frames - 1) * Hop);

    /// <summary>Kaldi's filterbank as AST uses it, which the paper is said to follow.</summary>
    /// <param name="settings">How.</param>
    public static SoundFrontEnd Of(KaldiSettings settings) => new(
        settings.SampleRate, settings.Window, settings.Hop, settings.MelBins,
        samples => Numbers(samples, x => KaldiFilterbank.LogMel(x, settings)));

    /// <summary>VGGish's.</summary>
    /// <param name="settings">How.</param>
    public static SoundFrontEnd Of(VggishSettings settings) => new(
        settings.SampleRate, settings.Window, settings.Hop, settings.MelBins,
        samples => Numbers(samples, x => VggishSpectrogram.LogMel(x, settings)));

    /// <summary>This library's own, which counts a hop as a row.</summary>
    /// <param name="settings">How; its number of frames does not matter.</param>
    public static SoundFrontEnd Of(SpectrogramSettings settings) => new(
        settings.SampleRate, settings.Hop, settings.Hop, settings.MelBins,
        samples => Numbers(
            samples, x => Spectrogram.LogMel(x, settings with { Frames = samples.Length / settings.Hop })));

    private static float[] Numbers(float[] samples, Func<Tensor, Tensor> logMel)
    {
        using var scope = NewDisposeScope();
        return logMel(tensor(samples)).contiguous().data<float>().ToArray();
    }
}
