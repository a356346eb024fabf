namespace PolyViT;

/// <summary>What a video's headers promise.</summary>
/// <param name="Frames">How many frames: the packets that the file holds, which are not decoded for
/// it.</param>
/// <param name="FramesPerSecond">On average; a video may have frames at any times.</param>
/// <param name="Height">Of a frame as shown, after the rotation that the file asks for.</param>
/// <param name="Width">Of a frame as shown.</param>
/// <param name="Seconds">From the first frame to the end of the last; 0 where the file does not tell.</param>
/// <param name="HasSound">Whether there is a sound track.</param>
public sealed record ClipInfo(
    int Frames, double FramesPerSecond, int Height, int Width, double Seconds, bool HasSound);

/// <summary>
/// Decodes videos with ffmpeg: the first picture track, one process for one video, one thread each, frames
/// turned as the file says and pixels taken as square. All functions may run on any thread.
/// </summary>
public static partial class Clips
{
    /// <summary>What the headers of a video promise; no frame is decoded.</summary>
    /// <param name="file">The video; its Start and Seconds do not matter.</param>
    /// <exception cref="InputException">Not a video.</exception>
    public static ClipInfo Probe(MediaFile file) => Probe(file, FfmpegSetup.Usual, default);

    /// <summary>
    /// Chosen frames of a video. Decoding begins at the keyframe before <see cref="MediaFile.Start"/> and
    /// ends with the last frame wanted; only frames wanted are converted and held.
    /// </summary>
    /// <param name="file">The video; of a part, the frames shown in [Start, Start + Seconds) count, from
    /// 0.</param>
    /// <param name="choose">From the number of frames that there are to those wanted, in any order, each from
    /// 0 and below that number; it may be asked twice, and must answer the same each time.</param>
    /// <param name="shorterSide">0 leaves frames in their size; else they are scaled to h = max(s, H s / W
    /// rounded down) and w = max(s, W s / H rounded down), as DMVR's resize_smallest.</param>
    /// <param name="stop">Ends it, the process too.</param>
    /// <param name="room">Gives an array of at least so many bytes for the frames, e.g. one from a pool that
    /// the caller returns; null makes new ones.</param>
    /// <returns>The frames in the order wanted.</returns>
    /// <remarks>
    /// A damaged video gives the frames that ffmpeg makes of it, the same each time. When there turn out to
    /// be fewer than promised, <paramref name="choose"/> is asked again with the number that there are.
    /// </remarks>
    /// <exception cref="InputException">Not a video, no frame can be decoded, or it takes too
    /// long.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Clip Read(
        MediaFile file, Func<int, int[]> choose, int shorterSide = 0, CancellationToken stop = default,
        Func<int, byte[]>? room = null) =>
        Read(file, choose, shorterSide, FfmpegSetup.Usual, stop, room);

    internal static Clip Read(
        MediaFile file, Func<int, int[]> choose, int shorterSide, FfmpegSetup setup, CancellationToken stop,
        Func<int, byte[]>? room = null)
    {
        room ??= Pixmaps.Fresh;
        var wanted = Wanted(file, choose, Promised(file, FrameCount.TryRead(file) ?? Counted(file, setup, stop)));
        var first = Taken(file, Distinct(wanted), shorterSide, room, setup, stop);
        if (first.Missing == 0)
            return first.Ordered(wanted);
        var there = Wanted(file, choose, first.Total ?? Count(file, setup, stop));
        var second = first.Holds(there) ? first : Taken(file, Distinct(there), shorterSide, room, setup, stop);
        return second.Holds(there)
            ? second.Ordered(there) : throw Ffmpeg.Refused(file, "it does not decode the same twice");
    }

    private static int[] Distinct(int[] wanted) => [.. wanted.Distinct().Order()];

    private static FrameCount Counted(MediaFile file, FfmpegSetup setup, CancellationToken stop)
    {
        var info = Probe(file, setup, stop);
        return new(info.Frames, info.FramesPerSecond);
    }

    // At least one, so that a part whose frames cannot be counted is looked for.
    private static int Promised(MediaFile file, FrameCount whole)
    {
        if (file.Start <= 0 && double.IsInfinity(file.Seconds))
            return whole.Frames;
        var first = Math.Ceiling((file.Start * whole.PerSecond) - 1e-6);
        var end = Math.Ceiling(((file.Start + file.Seconds) * whole.PerSecond) - 1e-6);
        return (int)Math.Max(1, Math.Min(end, whole.Frames) - first);
    }

    private static int[] Wanted(MediaFile file, Func<int, int[]> choose, int count)
    {
        var wanted = choose(count);
        return wanted.Length > 0 && wanted.Min() >= 0 && wanted.Max() < count
            ? wanted
            : throw new InputException(
                $"{file} has {count} frames, and [{string.Join(", ", wanted.Take(8))}..] are wanted: "
                + "choose at least one, each from 0 and below that number.");
    }
}
