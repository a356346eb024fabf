namespace PolyViT.Tests;

public class ClipTests
{
    // Frame i is red 10 i in its upper half, green 5 i on the left and blue 200 on the right of its lower
    // half.
    private static string Lossless(TempFolder folder, int frames)
    {
        var pixels = from i in Enumerable.Range(0, frames)
                     from y in Enumerable.Range(0, 16)
                     from x in Enumerable.Range(0, 16)
                     let lower = x < 8 ? new[] { 0, 5 * i, 0 } : [0, 0, 200]
                     from v in y < 8 ? [10 * i, 0, 0] : lower
                     select (byte)v;
        var raw = folder.Write("clip.raw", [.. pixels]);
        var file = folder["clip.mkv"];
        TempFolder.Make(
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "16x16", "-r", "10", "-i", raw,
            "-c:v", "ffv1", "-pix_fmt", "bgr0", file);
        return file;
    }

    private static int[] Reds(byte[] clip, int size) =>
        [.. clip.Chunk(size * size * 3).Select(f => f[0] / 10)];

    [Fact]
    public void Frames_are_the_middles_of_equal_stretches_of_time()
    {
        using var folder = new TempFolder();
        var file = Lossless(folder, 24);
        Assert.Equal([3, 9, 15, 21], Reds(Clips.Decode(file, 4, 16), 16));
        Assert.Equal(Enumerable.Range(0, 24), Reds(Clips.Decode(file, 24, 16), 16));
        Assert.Equal([12], Reds(Clips.Decode(file, 1, 16), 16));
    }

    [Fact]
    public void A_short_video_repeats_frames_in_order()
    {
        using var folder = new TempFolder();
        Assert.Equal([0, 0, 0, 1, 1, 2, 2, 2], Reds(Clips.Decode(Lossless(folder, 3), 8, 16), 16));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void Colours_and_places_are_those_of_the_frame(int size)
    {
        using var folder = new TempFolder();
        var clip = tensor(Clips.Decode(Lossless(folder, 20), 20, size), [20, size, size, 3], ScalarType.Byte);
        var (near, far) = (1, size - 2);
        for (var i = 0; i < 20; i++)
        {
            Near([10 * i, 0, 0], clip[i, near, near]);
            Near([10 * i, 0, 0], clip[i, near, far]);
            Near([0, 5 * i, 0], clip[i, far, near]);
            Near([0, 0, 200], clip[i, far, far]);
        }
    }

    private static void Near(int[] expected, Tensor pixel) =>
        Assert.All(
            expected.Zip(pixel.data<byte>().ToArray()), p => Assert.InRange(p.Second - p.First, -3, 3));

    [Fact]
    public void A_long_video_is_thinned_evenly()
    {
        using var folder = new TempFolder();
        var fading = "color=black:s=8x8:r=100:d=26,format=gray,geq=lum='N/11'";
        TempFolder.Make("-f", "lavfi", "-i", fading, "-c:v", "ffv1", folder["long.mkv"]);
        var clip = Clips.Decode(folder["long.mkv"], 4, 8); // 2,600 frames, twice more than are held
        foreach (var (i, level) in clip.Chunk(192).Select((f, i) => (i, f[0])))
            Assert.InRange(level - (((2 * i) + 1) * 2600 / 8 / 11), -3, 3);
    }

    [Fact]
    public void A_rotated_video_is_turned_as_its_matrix_says()
    {
        var plain = Frame("h264_no_audio.mp4"); // the same scene, upright
        var turned = Frame("rotate90.mp4");
        Assert.Equal(2, Nearest(Frame("rotate180.mov"), Turns(plain)));
        Assert.Equal(3, Nearest(turned, Turns(plain)));
    }

    // Quarter turns clockwise, 0 to 3.
    private static Tensor[] Turns(Tensor x) =>
        [x, x.flip(0).transpose(0, 1), x.flip(0, 1), x.transpose(0, 1).flip(0)];

    private static int Nearest(Tensor x, Tensor[] others)
    {
        var differences = others.Select(o => o.Subtract(x).abs().mean().item<float>()).ToArray();
        Assert.InRange(differences.Min(), 0, 6);
        Assert.True(differences.Order().ElementAt(1) > 3 * differences.Min(), string.Join(", ", differences));
        return Array.IndexOf(differences, differences.Min());
    }

    private static Tensor Frame(string name)
    {
        var pixels = Clips.Decode(SharedFolder.Require($"data/torture/video/{name}"), 1, 24);
        return tensor(pixels, [24, 24, 3], ScalarType.Byte).to(ScalarType.Float32);
    }

    [Fact]
    public void Decoding_that_takes_too_long_is_stopped()
    {
        using var folder = new TempFolder();
        var file = Lossless(folder, 3);
        Refusal.Names(() => Clips.Decode(file, 4, 16, new(FfmpegSetup.Usual.SearchPath, TimeSpan.FromMilliseconds(1))), "clip.mkv", "seconds");
    }

    [Fact]
    public void A_file_without_pictures_is_refused_by_name()
    {
        using var folder = new TempFolder();
        TempFolder.Make("-f", "lavfi", "-i", "sine=440:d=0.2", folder["sound.mp4"]);
        Refusal.Names(() => Clips.Decode(folder["sound.mp4"], 4, 16), "sound.mp4");
        Refusal.Names(() => Clips.Decode(folder.Write("text.mp4", "hello"), 4, 16), "text.mp4");
        Refusal.Names(() => Clips.Decode(folder.Write("a\"b.mp4", "hello"), 4, 16), "a\"b.mp4");
    }
}
