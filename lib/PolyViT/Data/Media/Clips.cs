namespace PolyViT;

/// <summary>Decodes videos with ffmpeg.</summary>
public static class Clips
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
        Decode(file, frames, size, Ffmpeg.Patience);

    internal static byte[] Decode(string file, int frames, int size, TimeSpan patience)
    {
        var all = Ffmpeg.Decode(
            file,
            o => o.WithCustomArgument($"-map 0:v:0 -vf scale={size}:{size}:flags=bilinear -pix_fmt rgb24")
                .ForceFormat("rawvideo"),
            stream => Thinned(stream, size * size * 3, Math.Max(MostFrames, 4 * frames)),
            patience);
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
        var count = Whole(file, stream => Frames(stream).Count());
        if (count == 0)
            throw Ffmpeg.Refused(file, "it has no frames");
        int[] wanted = [.. choose(count).Select(i => i % count)];
        var needed = wanted.ToHashSet();
        var kept = Whole(file, stream => Frames(stream).Index().Where(f => needed.Contains(f.Index))
            .ToDictionary(f => f.Index, f => shrink(f.Item.Pixels, f.Item.Height, f.Item.Width)));
        return [.. wanted.Select(i => kept[i])];
    }

    // Portable pixmaps tell their size frame by frame.
    private static T Whole<T>(string file, Func<Stream, T> read) => Ffmpeg.Decode(
        file,
        o => o.WithCustomArgument("-map 0:v:0 -fps_mode passthrough -c:v ppm").ForceFormat("image2pipe"),
        read, Ffmpeg.Patience);

    private static IEnumerable<(byte[] Pixels, int Height, int Width)> Frames(Stream stream)
    {
        while (Number(stream, skipping: 'P') is not null) // P6
        {
            var (width, height) = (Number(stream), Number(stream));
            if (Number(stream) != 255 || NextFrame(stream, (height * width * 3) ?? 0) is not { } pixels)
                yield break;
            yield return (pixels, height!.Value, width!.Value);
        }
    }

    // A whole number and the white space after it; null at the end.
    private static int? Number(Stream stream, char? skipping = null)
    {
        int? number = null;
        for (var c = stream.ReadByte(); c >= 0; c = stream.ReadByte())
        {
            if (c == skipping)
                continue;
            if (c is < '0' or > '9')
                return number;
            number = ((number ?? 0) * 10) + c - '0';
        }
        return number;
    }

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
