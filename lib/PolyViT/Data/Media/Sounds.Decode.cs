namespace PolyViT;

/// <content>Sounds from their beginning, and how ffmpeg is asked.</content>
public static partial class Sounds
{
    /// <summary>
    /// The beginning of a sound file's (or video's) first sound track. A shorter one is repeated until it is
    /// long enough, as the paper's input pipeline does (section 5.6): silence behind it would rule the data
    /// set's mean and deviation.
    /// </summary>
    /// <param name="file">What to decode; plain WAV at the wanted rate needs no ffmpeg.</param>
    /// <param name="sampleRate">Samples per second of the result.</param>
    /// <param name="samples">Samples of the result.</param>
    /// <returns>[samples].</returns>
    public static float[] Decode(string file, int sampleRate, int samples) =>
        Looped(Present(file, sampleRate, samples), samples);

    internal static float[] Decode(MediaFile file, int sampleRate, int samples) =>
        file == new MediaFile(file.Path)
            ? Decode(file.Path, sampleRate, samples)
            : Looped(Read(file, sampleRate, _ => 0, samples), samples);

    /// <summary>A sound file's (or video's) first sound track as long as it is.</summary>
    /// <param name="file">What to decode.</param>
    /// <param name="sampleRate">Samples per second of the result.</param>
    /// <param name="most">Samples after which the rest is left out.</param>
    /// <returns>At least one sample.</returns>
    public static float[] Present(string file, int sampleRate, int most)
    {
        var sound = Wav.TryRead(file, sampleRate, most)
            ?? ByFfmpeg(new(file), sampleRate, most, FfmpegSetup.Usual, default);
        return sound.Length > 0 ? sound : throw Ffmpeg.Refused(file, "it has no samples");
    }

    /// <summary>A sound, repeated or cut to a length.</summary>
    /// <param name="sound">At least one sample.</param>
    /// <param name="samples">Samples wanted.</param>
    internal static float[] Looped(float[] sound, int samples)
    {
        var looped = GC.AllocateUninitializedArray<float>(samples);
        for (var at = 0; at < samples; at += sound.Length)
            sound.AsSpan(0, Math.Min(sound.Length, samples - at)).CopyTo(looped.AsSpan(at));
        return looped;
    }

    // The samples from the part's start on, at most so many. 16 bits, because ffmpeg mixes to those without
    // overflow: with floats two loud channels exceed 1.
    private static float[] ByFfmpeg(
        MediaFile file, int sampleRate, int samples, FfmpegSetup setup, CancellationToken stop)
    {
        var seconds = Math.Min(file.Seconds, 1 + ((double)samples / sampleRate));
        return Ffmpeg.Decode(
            file with { Seconds = seconds }, Output(sampleRate),
            stream =>
            {
                var bytes = new byte[samples * sizeof(short)];
                var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return Wav.Samples(bytes.AsSpan(0, read));
            },
            setup, stop).Result;
    }

    private static long Count(MediaFile file, int sampleRate, FfmpegSetup setup, CancellationToken stop) =>
        Ffmpeg.Decode(file, Output(sampleRate), Clips.Length, setup, stop).Result / sizeof(short);

    private static string[] Output(int sampleRate) =>
        ["-map", "0:a:0", "-ac", "1", "-ar", $"{sampleRate}", "-f", "s16le"];
}
