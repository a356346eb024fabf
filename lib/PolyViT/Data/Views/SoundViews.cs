namespace PolyViT;

/// <summary>What a model's spectrograms are: a property of a data set and of the run.</summary>
/// <param name="FrontEnd">How samples become rows.</param>
/// <param name="Frames">T, rows of an input.</param>
public sealed record SoundSettings(SoundFrontEnd FrontEnd, int Frames)
{
    /// <summary>What is subtracted from every value: the mean of the set's spectrograms, or 0 as in the
    /// released configuration.</summary>
    public double Mean { get; init; }

    /// <summary>What values are divided by then: the standard deviation of the set's spectrograms, or
    /// 1.</summary>
    public double Std { get; init; } = 1;

    /// <summary>The paper's: Kaldi's filterbank at 16 kHz, windows of 25 ms every 10 ms (section
    /// 5.6).</summary>
    /// <param name="shapes">The run's input sizes.</param>
    public static SoundSettings Paper(InputShapes shapes) =>
        new(SoundFrontEnd.Of(new KaldiSettings(MelBins: shapes.MelBins)), shapes.SpectrogramFrames);
}

/// <summary>
/// scenic's audio pipelines (section 5.6; projects/mbt/datasets/audiovisual_tfrecord_dataset.py), from
/// samples to [T, F, 1]: a window of the spectrogram, which is repeated where it is too short, then (x -
/// mean) / std, then SpecAugment. Only the samples of the window are asked for.
/// </summary>
public static class SoundViews
{
    /// <summary>Training: a window from a random place, with parts of it hidden.</summary>
    /// <param name="settings">How sounds become inputs.</param>
    /// <param name="masks">What is hidden; null is what the released configuration comes to.</param>
    public static SoundView Train(SoundSettings settings, SpecMasks? masks = null)
    {
        var hidden = (masks ?? SpecMasks.Released(settings.FrontEnd.MelBins)).Checked();
        return View(
            settings, (length, rng) => ClipFrames.RandomStart(length, settings.Frames, 1, rng.Fork(0)),
            (x, extent, rng) => Augments.Hide(x, extent, hidden, rng.Fork(1)));
    }

    /// <summary>Evaluation: the window in the middle.</summary>
    /// <param name="settings">How sounds become inputs.</param>
    public static SoundView Evaluate(SoundSettings settings) => Test(settings, 1)[0];

    /// <summary>Several looks at a sound: windows spread evenly (section 8.2).</summary>
    /// <param name="settings">How sounds become inputs.</param>
    /// <param name="windows">How many; one lies in the middle.</param>
    public static ImmutableArray<SoundView> Test(SoundSettings settings, int windows = 4)
    {
        _ = Views.Starts(1, 1, windows);
        return
        [
            .. Enumerable.Range(0, windows).Select(i => View(
                settings, (length, _) => Views.Starts(length, settings.Frames, windows)[i],
                (_, _, _) => { })),
        ];
    }

    private delegate void Change(Span<float> values, Extent extent, Rng rng);

    private static SoundView View(SoundSettings settings, Func<int, Rng, int> first, Change change)
    {
        var front = settings.FrontEnd;
        if (settings.Frames < 1 || !(settings.Std > 0) || !double.IsFinite(settings.Mean / settings.Std))
            throw new InputException(
                $"Spectrograms of {settings.Frames} frames with mean {settings.Mean} and deviation "
                + $"{settings.Std} cannot be made: choose 1 or more frames and a deviation above 0.");
        return new(
            front.SampleRate, front.Samples(settings.Frames),
            (samples, rng) => (long)front.Hop * first(front.Frames(samples), rng),
            (samples, rng, into) =>
            {
                Write(samples, settings, into.Span);
                change(into.Span, new(1, settings.Frames, front.MelBins, 1), rng);
            });
    }

    private static void Write(float[] samples, SoundSettings settings, Span<float> into)
    {
        var front = settings.FrontEnd;
        var enough = samples.Length >= front.Window ? samples : Repeated(samples, front.Window);
        var rows = front.LogMel(enough);
        var (mean, std) = ((float)settings.Mean, (float)settings.Std);
        for (var i = 0; i < into.Length; i++)
            into[i] = (rows[i % rows.Length] - mean) / std;
    }

    private static float[] Repeated(float[] samples, int length) =>
        [.. Enumerable.Range(0, length).Select(i => samples[i % samples.Length])];
}
