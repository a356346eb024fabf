namespace PolyViT;

/// <content>Frames spread over a whole video.</content>
public static partial class Clips
{
    // Frames held at a time; longer videos are thinned as they come, so that memory stays bounded.
    private const int MostFrames = 1024;

    /// <summary>
    /// Frames evenly spread over a whole video: of n equal stretches of time, the frame in the middle of
    /// each. A video with fewer frames repeats them. Frames are turned as the file says and resized to a
    /// square, aspect ratio not kept.
    /// </summary>
    /// <param name="file">The video.</param>
    /// <param name="frames">How many frames.</param>
    /// <param name="size">Height and width of the result, pixels.</param>
    /// <returns>[frames, size, size, 3] bytes.</returns>
    /// <remarks>
    /// differs: scenic takes 32 frames at a stride of 2, a part of the video (section 5.5).
    /// </remarks>
    public static byte[] Decode(string file, int frames, int size) =>
        Decode(file, frames, size, FfmpegSetup.Usual);

    internal static byte[] Decode(string file, int frames, int size, FfmpegSetup setup) =>
        Decode(new MediaFile(file), frames, size, setup);

    internal static byte[] Decode(MediaFile file, int frames, int size, FfmpegSetup setup)
    {
        var all = Ffmpeg.Decode(
            file,
            ["-map", "0:v:0", "-vf", $"scale={size}:{size}:flags=bilinear", "-pix_fmt", "rgb24", "-f", "rawvideo"],
            stream => Thinned(stream, size * size * 3, Math.Max(MostFrames, 4 * frames)), setup, default).Result;
        if (all.Count == 0)
            throw Ffmpeg.Refused(file, "it has no frames");
        byte[] Middle(int i) => all[(int)(((2L * i) + 1) * all.Count / (2L * frames))];
        return [.. Enumerable.Range(0, frames).SelectMany(Middle)];
    }

    /// <summary>Frames of a video in their own size, turned as the file says; a frame beyond the end is that
    /// of the video repeated.</summary>
    /// <param name="file">The video.</param>
    /// <param name="choose">From the number of frames that there are to those wanted, from 0.</param>
    /// <param name="shrink">What is kept of a frame: [height, width, 3] bytes in, anything out.</param>
    /// <returns>What was kept of each frame wanted, in the order of <paramref name="choose"/>.</returns>
    internal static T[] Chosen<T>(
        string file, Func<int, IReadOnlyList<int>> choose, Func<byte[], int, int, T> shrink)
    {
        var count = Count(new(file), FfmpegSetup.Usual, default);
        int[] wanted = [.. choose(count).Select(i => i % count)];
        int[] distinct = [.. wanted.Distinct().Order()];
        var kept = Selected(
            new(file), distinct, 0, stream => Kept(stream, shrink), FfmpegSetup.Usual, default).Result;
        return kept.Count == distinct.Length
            ? [.. wanted.Select(i => kept[Array.BinarySearch(distinct, i)])]
            : throw Ffmpeg.Refused(file, "it does not decode the same twice");
    }

    private static List<T> Kept<T>(Stream stream, Func<byte[], int, int, T> shrink) =>
        [.. Pixmaps.Each(stream).Select(p => shrink(p.Pixels, p.Height, p.Width))];

    // Whenever the list is full, every second frame goes and the stride doubles.
    private static List<byte[]> Thinned(Stream stream, int frameBytes, int most)
    {
        var (kept, stride) = (new List<byte[]>(), 1L);
        for (var n = 0L; NextFrame(stream, frameBytes) is { } frame; n++)
        {
            if (n % stride != 0)
                continue;
            if (kept.Count == most)
            {
                kept = [.. kept.Where((_, i) => i % 2 == 0)];
                stride *= 2;
                if (n % stride != 0)
                    continue;
            }
            kept.Add(frame);
        }
        return kept;
    }

    private static byte[]? NextFrame(Stream stream, int bytes)
    {
        var frame = new byte[bytes];
        return stream.ReadAtLeast(frame, bytes, throwOnEndOfStream: false) == bytes ? frame : null;
    }
}
