namespace PolyViT;

/// <summary>
/// Decodes sound to one channel at one rate, as numbers in [-1, 1]; two channels become their mean. All
/// functions may run on any thread.
/// </summary>
public static partial class Sounds
{
    // What is shorter than this is decoded whole and cut, which takes one process; what is longer is sought
    // in.
    private const double ShortSeconds = 30;

    /// <summary>
    /// A part of a sound file's (or video's) first sound track. Plain WAV at the wanted rate is read in
    /// place; all else goes through ffmpeg, and of a long file only what is wanted is decoded.
    /// </summary>
    /// <param name="file">The sound; of a part, the samples in [Start, Start + Seconds) count, from
    /// 0.</param>
    /// <param name="sampleRate">Samples per second of the result.</param>
    /// <param name="start">From the number of samples that there are to the first one wanted, from 0 and
    /// below that number; it may be asked twice, and must answer the same each time.</param>
    /// <param name="samples">Samples wanted.</param>
    /// <param name="stop">Ends it, the process too.</param>
    /// <returns>Fewer than wanted where the sound ends before; at least one.</returns>
    /// <remarks>
    /// The number of samples of a compressed file of more than 30 seconds is what its headers promise; when
    /// the sound ends before the place chosen by it, it is counted, and <paramref name="start"/> asked again.
    /// </remarks>
    /// <exception cref="InputException">No sound can be decoded, or it takes too long.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static float[] Read(
        MediaFile file, int sampleRate, Func<long, long> start, int samples, CancellationToken stop = default) =>
        Read(file, sampleRate, start, samples, FfmpegSetup.Usual, stop);

    /// <summary>How long a sound is, or its wanted part.</summary>
    /// <param name="file">The sound.</param>
    /// <returns>Seconds; what the headers promise, or 0 where they do not tell.</returns>
    /// <exception cref="InputException">No sound.</exception>
    public static double Seconds(MediaFile file) => Seconds(file, FfmpegSetup.Usual, default);

    internal static double Seconds(MediaFile file, FfmpegSetup setup, CancellationToken stop)
    {
        var whole = Wav.TryOpen(file) is { } wav
            ? (double)wav.Count / wav.SampleRate
            : SoundHeader.Seconds(file, setup, stop);
        return Math.Clamp(whole - file.Start, 0, file.Seconds);
    }

    internal static float[] Read(
        MediaFile file, int sampleRate, Func<long, long> start, int samples, FfmpegSetup setup,
        CancellationToken stop)
    {
        if (Wav.TryOpen(file) is { } wav && wav.SampleRate == sampleRate)
            return Wav.Read(file, wav, start, samples);
        var limit = (int)(ShortSeconds * sampleRate);
        var first = ByFfmpeg(file, sampleRate, limit + 1, setup, stop);
        if (first.Length <= limit)
            return Cut(file, first, start, samples);
        var promised = (long)(Seconds(file, setup, stop) * sampleRate);
        return Sought(file, sampleRate, First(file, start, Math.Max(promised, limit)), samples, setup, stop)
            ?? Sought(
                file, sampleRate, First(file, start, Count(file, sampleRate, setup, stop)), samples, setup, stop)
            ?? throw Ffmpeg.Refused(file, "it does not decode the same twice");
    }

    /// <summary>The first sample wanted.</summary>
    /// <param name="file">What errors call it.</param>
    /// <param name="start">As in Read.</param>
    /// <param name="count">The samples that there are.</param>
    internal static long First(MediaFile file, Func<long, long> start, long count)
    {
        if (count == 0)
            throw Ffmpeg.Refused(file, "it has no samples");
        var first = start(count);
        return first >= 0 && first < count
            ? first
            : throw new InputException(
                $"{file} has {count} samples, and sample {first} is wanted: choose from 0 and below that number.");
    }

    private static float[] Cut(MediaFile file, float[] sound, Func<long, long> start, int samples)
    {
        var first = (int)First(file, start, sound.Length);
        return first == 0 && sound.Length <= samples
            ? sound
            : sound.AsSpan(first, Math.Min(samples, sound.Length - first)).ToArray();
    }

    // Null where nothing is.
    private static float[]? Sought(
        MediaFile file, int sampleRate, long first, int samples, FfmpegSetup setup, CancellationToken stop)
    {
        var seconds = (double)first / sampleRate;
        var part = file with { Start = file.Start + seconds, Seconds = file.Seconds - seconds };
        return ByFfmpeg(part, sampleRate, samples, setup, stop) is { Length: > 0 } sound ? sound : null;
    }
}
