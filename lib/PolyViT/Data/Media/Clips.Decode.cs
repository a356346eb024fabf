using System.Text.Json;

namespace PolyViT;

/// <content>How ffmpeg and ffprobe are asked.</content>
public static partial class Clips
{
    private const string Told = "stream=codec_type,width,height,nb_read_packets,avg_frame_rate,duration:"
        + "stream_side_data=rotation:format=duration";

    internal static ClipInfo Probe(MediaFile file, FfmpegSetup setup, CancellationToken stop)
    {
        var told = Ffprobe.Tell(file, ["-count_packets", "-show_entries", Told], setup, stop);
        var video = told.Streams.FirstOrDefault(s => Ffprobe.Text(s, "codec_type") == "video");
        if (video.ValueKind != JsonValueKind.Object)
            throw Ffmpeg.Refused(file, "it has no pictures");
        var sound = told.Streams.Any(s => Ffprobe.Text(s, "codec_type") == "audio");
        var info = Info(video, told.Format, sound);
        return info.Frames > 0 ? info : throw Ffmpeg.Refused(file, "it has no frames");
    }

    private static ClipInfo Info(JsonElement video, JsonElement format, bool sound)
    {
        var rate = Ffprobe.Text(video, "avg_frame_rate").Split('/');
        var perSecond = rate.Length == 2 && Ffprobe.Number(rate[1]) > 0
            ? Ffprobe.Number(rate[0]) / Ffprobe.Number(rate[1]) : 0;
        var seconds = Ffprobe.Number(video, "duration");
        var (height, width) = ((int)Ffprobe.Number(video, "height"), (int)Ffprobe.Number(video, "width"));
        var turned = video.TryGetProperty("side_data_list", out var sides)
            && sides.EnumerateArray().Any(s => Ffprobe.Number(s, "rotation") % 180 != 0);
        return new(
            (int)Ffprobe.Number(video, "nb_read_packets"), perSecond, turned ? width : height,
            turned ? height : width, seconds > 0 ? seconds : Ffprobe.Number(format, "duration"), sound);
    }

    // The frames that decode, each as one small picture.
    private static int Count(MediaFile file, FfmpegSetup setup, CancellationToken stop)
    {
        var run = Ffmpeg.Decode(
            file, [.. Picture("scale=2:2"), "-f", "rawvideo", "-pix_fmt", "gray"],
            stream => Length(stream) / 4, setup, stop);
        return run.Result > 0
            ? (int)run.Result : throw Ffmpeg.Refused(file, $"it has no frames, {run.Complaint}");
    }

    /// <summary>How many bytes come.</summary>
    /// <param name="stream">Read to its end.</param>
    internal static long Length(Stream stream)
    {
        var (bytes, total) = (new byte[1 << 16], 0L);
        for (int n; (n = stream.Read(bytes)) > 0;)
            total += n;
        return total;
    }

    private static string[] Picture(string filter) =>
        ["-map", "0:v:0", "-an", "-sn", "-dn", "-fps_mode", "passthrough", "-vf", filter];

    private static TakenFrames Taken(
        MediaFile file, int[] distinct, int shorterSide, Func<int, byte[]> room, FfmpegSetup setup,
        CancellationToken stop)
    {
        Clip? Read(Stream stream) => Pixmaps.Read(stream, distinct.Length, room);
        return new(distinct, Selected(file, distinct, shorterSide, Read, setup, stop).Result);
    }

    private static PipedRun<T> Selected<T>(
        MediaFile file, int[] distinct, int shorterSide, Func<Stream, T> read, FfmpegSetup setup,
        CancellationToken stop) => Ffmpeg.Decode(
        file,
        [
            .. Picture($"select='{FrameRuns.Expression(distinct)}'{Scale(shorterSide)}"),
            "-frames:v", $"{distinct.Length}", "-pix_fmt", "rgb24", "-c:v", "ppm", "-f", "image2pipe",
        ],
        read, setup, stop);

    // differs: ffmpeg scales frames while it decodes, and averages where it shrinks; DMVR's resize does not.
    private static string Scale(int side) => side == 0
        ? ""
        : $",scale='max({side},trunc(iw*{side}/ih))':'max({side},trunc(ih*{side}/iw))':flags=bilinear";
}
