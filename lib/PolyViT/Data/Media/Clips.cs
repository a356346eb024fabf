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
