namespace PolyViT;

/// <summary>Decodes sound to one channel at one rate, as numbers in [-1, 1].</summary>
public static class Sounds
{
    /// <summary>
    /// The beginning of a sound file's (or video's) first sound track. A shorter one is repeated until it is
    /// long enough, as the paper's input pipeline does (section 5.6): silence behind it would rule the data
    /// set's mean and deviation.
    /// </summary>
    /// <param name="file">What to decode; 16-bit mono WAV at the wanted rate needs no ffmpeg.</param>
    /// <param name="sampleRate">Samples per second of the result.</param>
    /// <param name="samples">Samples of the result.</param>
    /// <returns>[samples].</returns>
    public static float[] Decode(string file, int sampleRate, int samples) =>
        Looped(Present(file, sampleRate, samples), samples);

    /// <summary>A sound file's (or video's) first sound track as long as it is.</summary>
    /// <param name="file">What to decode.</param>
    /// <param name="sampleRate">Samples per second of the result.</param>
    /// <param name="most">Samples after which the rest is left out.</param>
    /// <returns>At least one sample.</returns>
    public static float[] Present(string file, int sampleRate, int most)
    {
        var sound = Wav.TryRead(file, sampleRate, most) ?? ByFfmpeg(file, sampleRate, most);
        return sound.Length > 0 ? sound : throw Ffmpeg.Refused(file, "it has no samples");
    }

    /// <summary>A sound, repeated or cut to a length.</summary>
    /// <param name="sound">At least one sample.</param>
    /// <param name="samples">Samples wanted.</param>
    internal static float[] Looped(float[] sound, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => sound[i % sound.Length])];

    // 16-bit samples, because ffmpeg mixes to those without overflow: with floats two loud channels exceed 1.
    private static float[] ByFfmpeg(string file, int sampleRate, int samples) => Ffmpeg.Decode(
        file,
        o => o.WithCustomArgument("-map 0:a:0 -ac 1").WithAudioSamplingRate(sampleRate)
            .WithDuration(TimeSpan.FromSeconds(1 + ((double)samples / sampleRate))).ForceFormat("s16le"),
        stream =>
        {
            var bytes = new byte[samples * sizeof(short)];
            var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Wav.Samples(bytes.AsSpan(0, read));
        },
        Ffmpeg.Patience);
}
