namespace PolyViT;

/// <summary>What the headers of a sound, or of a video with sound, promise.</summary>
internal static class SoundHeader
{
    /// <summary>The length of the first sound track, or of the whole file where the track does not
    /// tell.</summary>
    /// <param name="file">The sound; its Start and Seconds do not matter.</param>
    /// <param name="setup">Where ffprobe is, and how long it may take.</param>
    /// <param name="stop">Ends the process.</param>
    /// <returns>Seconds; 0 where the file does not tell.</returns>
    /// <exception cref="InputException">No sound.</exception>
    public static double Seconds(MediaFile file, FfmpegSetup setup, CancellationToken stop)
    {
        var told = Ffprobe.Tell(
            file, ["-select_streams", "a:0", "-show_entries", "stream=duration:format=duration"], setup, stop);
        if (told.Streams is not [var track, ..])
            throw Ffmpeg.Refused(file, "it has no sound");
        var seconds = Ffprobe.Number(track, "duration");
        return seconds > 0 ? seconds : Ffprobe.Number(told.Format, "duration");
    }
}
