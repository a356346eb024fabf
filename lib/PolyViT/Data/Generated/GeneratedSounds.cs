namespace PolyViT;

/// <summary>The generated audio tasks to listen to: they draw spectrograms, and this sings what they
/// draw.</summary>
public static class GeneratedSounds
{
    // Three lines at full strength then stay below 1.
    private const double Loudness = 0.1;

    /// <summary>The sound of an example, without the noise that its spectrogram has.</summary>
    /// <param name="task">"contour" or "rhythm".</param>
    /// <param name="seed">The seed of the tasks.</param>
    /// <param name="split">"train" or "test".</param>
    /// <param name="index">Which example.</param>
    /// <param name="sampleRate">Samples per second.</param>
    /// <param name="seconds">How long; a spectrogram says nothing about it.</param>
    /// <returns>[seconds x sampleRate] in [-1, 1].</returns>
    /// <exception cref="InputException">Another task, or another split.</exception>
    public static float[] Wave(
        string task, ulong seed, string split, int index, int sampleRate = 16000, double seconds = 3)
    {
        if (split is not ("train" or "test"))
            throw new InputException($"There is no split '{split}': use train or test.");
        var rng = Rng.At(seed, GeneratedTasks.Stream(task, split), index);
        return Sing(
            task switch
            {
                "contour" => DrawnSounds.ContourTone(index % DrawnSounds.Contours.Length, rng),
                "rhythm" => DrawnSounds.RhythmTone(index % DrawnSounds.Rhythms.Length, rng),
                _ => throw new InputException($"The task '{task}' has no sound: use contour or rhythm."),
            },
            sampleRate, (int)(seconds * sampleRate));
    }

    // Each line is a sine whose frequency glides: its phase is the sum of the frequencies so far.
    private static float[] Sing(Tone tone, int sampleRate, int samples)
    {
        var (low, high) = (Spectrogram.Mel(20), Spectrogram.Mel(sampleRate / 2.0));
        var phases = new double[3];
        var wave = new float[samples];
        for (var i = 0; i < samples; i++)
        {
            foreach (var (k, (at, strength)) in tone.Lines((double)i / samples).Index())
            {
                phases[k] += Spectrogram.Hz(low + ((high - low) * at)) / sampleRate;
                wave[i] += (float)(Loudness * Math.Sqrt(Math.Exp(strength) - 1) * Math.Sin(2 * Math.PI * phases[k]));
            }
        }
        return wave;
    }
}
