namespace PolyViT.Tests;

public class ClipReadTests
{
    // Frame i is 10 i everywhere, 10 frames a second; keyframes every 5 frames.
    private static string Fading(TempFolder folder, string name, int frames, params string[] codec)
    {
        TempFolder.Make(
        [
            "-f", "lavfi", "-i", $"color=black:s=32x24:r=10:d={frames / 10.0},format=gray,geq=lum='10*N'",
            "-g", "5", .. codec, folder[name],
        ]);
        return folder[name];
    }

    private static int[] Levels(Clip clip) =>
        [.. clip.Pixels.Chunk(clip.Height * clip.Width * 3).Select(f => (int)Math.Round(f[^1] / 10.0))];

    private static int[] Levels(MediaFile file, params int[] frames) => Levels(Clips.Read(file, _ => frames));

    [Fact]
    public void Frames_come_in_the_order_wanted_and_may_repeat()
    {
        using var folder = new TempFolder();
        var file = new MediaFile(Fading(folder, "a b'c\".mkv", 20, "-c:v", "ffv1"));
        Assert.Equal([3, 5, 7, 9], Levels(file, 3, 5, 7, 9));
        Assert.Equal([19, 0, 7, 7, 2], Levels(file, 19, 0, 7, 7, 2));
        Assert.Equal(20, Clips.Read(file, n => [.. Enumerable.Range(0, n)]).Frames);
        Refusal.Names(() => Clips.Read(file, n => [n]), "mkv", "20 frames");
        Refusal.Names(() => Clips.Read(file, _ => []), "mkv", "20 frames");
    }

    [Theory]
    [InlineData("mp4")]
    [InlineData("avi")]
    [InlineData("mkv")]
    public void A_part_of_a_video_counts_from_its_own_start(string kind)
    {
        using var folder = new TempFolder();
        var file = new MediaFile(Fading(folder, $"a.{kind}", 24, "-c:v", "mpeg4", "-q:v", "1"));
        var counts = new List<int>();
        Clip Part(double start, double seconds) => Clips.Read(
            file with { Start = start, Seconds = seconds },
            n =>
            {
                counts.Add(n);
                return [0, n - 1];
            });
        Assert.Equal([7, 12], Levels(Part(0.7, 0.6)));
        Assert.Equal([0, 4], Levels(Part(0, 0.5)));
        Assert.Equal([20, 23], Levels(Part(2, double.PositiveInfinity)));
        Assert.Equal([20, 23], Levels(Part(2, 5)));
        Assert.Equal([6, 5, 4, 4], counts);
        Refusal.Names(() => Part(7, 1), $"a.{kind}", "no frames");
    }

    [Fact]
    public void A_video_within_an_archive_is_read_in_place()
    {
        using var folder = new TempFolder();
        var clip = File.ReadAllBytes(Fading(folder, "a.mp4", 10, "-c:v", "mpeg4", "-q:v", "1"));
        var file = folder.Write("a.tar", [.. new byte[517], .. clip, .. new byte[99]]);
        var part = new MediaFile(file) { Offset = 517, Length = clip.Length };
        Assert.Equal([1, 9], Levels(part, 1, 9));
        Assert.Equal((10, 24, 32), (Clips.Probe(part).Frames, Clips.Probe(part).Height, Clips.Probe(part).Width));
    }

    [Theory]
    [InlineData(12, 16, 12)]
    [InlineData(9, 12, 9)]
    [InlineData(10, 13, 10)]
    public void The_shorter_side_is_as_asked_and_the_longer_one_is_rounded_down(int side, int width, int height)
    {
        using var folder = new TempFolder();
        var clip = Clips.Read(new(Fading(folder, "a.mkv", 3, "-c:v", "ffv1")), _ => [0, 2], side);
        Assert.Equal((width, height), (clip.Width, clip.Height));
        Assert.Equal([0, 2], Levels(clip));
    }

    [Fact]
    public void The_short_way_to_the_number_of_frames_agrees_with_ffprobe()
    {
        var folder = SharedFolder.Require("data/torture/video");
        var known = 0;
        foreach (var file in Directory.GetFiles(folder).Where(f => Path.GetExtension(f) is ".mp4" or ".mov" or ".avi"))
        {
            if (FrameCount.TryRead(new(file)) is not { } count || file.Contains("truncated", StringComparison.Ordinal))
                continue;
            var info = Clips.Probe(new(file));
            Assert.Equal((file, info.Frames), (file, count.Frames));
            Assert.InRange(count.PerSecond / info.FramesPerSecond, 0.95, 1.05);
            known++;
        }
        Assert.True(known >= 15, $"{known}");
    }

    [Fact]
    public void A_video_cut_without_decoding_has_the_frames_that_are_shown()
    {
        using var folder = new TempFolder();
        var whole = Fading(folder, "whole.mp4", 24, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-qp", "1");
        TempFolder.Make("-ss", "0.7", "-i", whole, "-c", "copy", folder["cut.mp4"]); // keeps frame 5, shows 7 on
        var clip = Clips.Read(new(folder["cut.mp4"]), n => [.. Enumerable.Range(0, n)]);
        Assert.Equal(Enumerable.Range(7, 17), Levels(clip));
    }

    [Fact]
    public void A_video_with_fewer_frames_than_promised_is_asked_again()
    {
        var counts = new List<int>();
        var file = new MediaFile(SharedFolder.Require("data/torture/video/truncated_after_moov.mp4"));
        var clips = Enumerable.Range(0, 2).Select(_ => Clips.Read(
            file,
            n =>
            {
                counts.Add(n);
                return [0, n / 2, n - 1];
            })).ToArray();
        Assert.Equal([75, 36, 75, 36], counts);
        Assert.Equal(clips[0].Pixels, clips[1].Pixels);
    }
}
