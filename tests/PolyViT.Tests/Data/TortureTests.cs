using System.Globalization;

namespace PolyViT.Tests;

public class TortureTests
{
    private const int Delay = 2500; // samples that lossy codecs may differ by

    private static readonly string[] Columns =
    [
        "file", "kind", "expect", "display_width", "display_height", "frames", "sample_rate", "samples", "duration_s",
    ];

    private sealed record Row(
        string File, string Kind, string Expect, int Width, int Height, int Frames, int SampleRate, int Samples,
        double Seconds)
    {
        public string Path => SharedFolder.Require($"data/torture/{File}");
    }

    private static Row[] Table() =>
    [
        .. from r in TextFiles.Table(SharedFolder.Require("data/torture/expected.tsv"), '\t', Columns)
           select new Row(r[0], r[1], r[2], Number(r[3]), Number(r[4]), Number(r[5]), Number(r[6]), Number(r[7]),
               r[8].Length > 0 ? double.Parse(r[8], CultureInfo.InvariantCulture) : 0),
    ];

    private static int Number(string text) => text.Length > 0 ? int.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static string Decoded(Row row) => row.Kind switch
    {
        "image" => $"{Pictures.Decode(row.Path, 32).Length}",
        "video" => $"{Clips.Decode(row.Path, 8, 32).Length}",
        _ => $"{Sounds.Decode(row.Path, 16000, 16000).Length}",
    };

    // What the row promises, and what a decoder made of the file.
    private static (string Promised, string There) Read(Row row)
    {
        if (row.Kind == "audio")
            return ReadSound(row);
        if (row.Kind == "image")
        {
            var picture = Pictures.Read(new(row.Path));
            Assert.Equal((picture.Height, picture.Width), Pictures.Size(new(row.Path)));
            return ($"{row.Height} x {row.Width}", $"{picture.Height} x {picture.Width}");
        }
        var info = Clips.Probe(new(row.Path));
        var clip = Clips.Read(new(row.Path), n => [.. Enumerable.Range(0, n)]);
        Assert.InRange(clip.Pixels.Length, clip.Frames * clip.Height * clip.Width * 3, int.MaxValue);
        Assert.Equal((clip.Height, clip.Width), (info.Height, info.Width));
        return (
            $"{row.Frames} of {row.Height} x {row.Width}, {row.Seconds:F1} s",
            $"{clip.Frames} of {clip.Height} x {clip.Width}, {info.Seconds:F1} s");
    }

    private static (string Promised, string There) ReadSound(Row row)
    {
        var total = 0L;
        var sound = Sounds.Read(new(row.Path), Math.Max(8000, row.SampleRate), n => 0 * (total = n), 200_000);
        Assert.Equal(total, sound.Length);
        Assert.All(sound, v => Assert.InRange(v, -1, 1));
        var seconds = Sounds.Seconds(new(row.Path));
        var near = Math.Abs(sound.Length - row.Samples) <= Delay
            && Math.Abs(seconds - row.Seconds) <= 0.06 + ((double)Delay / Math.Max(1, row.SampleRate));
        return (
            $"{row.Samples} samples, {row.Seconds} s",
            near ? $"{row.Samples} samples, {row.Seconds} s" : $"{sound.Length} samples, {seconds} s");
    }

    // What is wrong with one row, or null.
    private static string? Fault(Row row, Func<Row, (string, string)> read)
    {
        try
        {
            var (promised, there) = read(row);
            return row.Expect == "reject" ? $"{row.File} was read as {there}"
                : row.Expect == "ok" && promised != there ? $"{row.File} is {promised}, and was read as {there}" : null;
        }
        catch (InputException e)
        {
            var named = e.Message.Contains(Path.GetFileName(row.File), StringComparison.Ordinal);
            return row.Expect == "ok" || !named ? $"{row.File} ({row.Expect}) was refused: {e.Message}" : null;
        }
    }

    private static string[] Faults(Func<Row, (string, string)> read) =>
        [.. Table().AsParallel().Select(row => Fault(row, read)).OfType<string>()];

    [Fact]
    public void Odd_files_are_read_and_broken_ones_refused_by_name()
    {
        Assert.Equal(104, Table().Length);
        Assert.Equal([], Faults(row => ("", Decoded(row)[..0])));
    }

    [Fact]
    public void They_have_the_sizes_frames_and_samples_that_are_stated() => Assert.Equal("", string.Join("\n", Faults(Read)));

    [Theory]
    [InlineData("image", Modality.Image)]
    [InlineData("video", Modality.Video)]
    [InlineData("audio", Modality.Audio)]
    public void Streamed_odd_files_are_inputs_and_broken_ones_are_listed_and_do_not_count(string kind, Modality modality)
    {
        using var scope = NewDisposeScope();
        var rows = Table().Where(r => r.Kind == kind).ToArray();
        ImmutableArray<Item> items = [.. rows.Select(r => new Item(r.File, 0))];
        var task = Catalogue.Own("odd", modality, "torture", folder => new(folder, ["a"], items, items));
        var data = task.Stream(
            SharedFolder.Require("data"), InputShapes.Laptop, new() { Workers = 2, MostUnreadable = 1 });
        int[] all = [.. Enumerable.Range(0, rows.Length)];
        var (test, train) = (data.Test.Fetch(all, default), data.Train.Fetch(all, Rng.At(1, "odd", 0)));
        var mask = test.Mask.data<float>().ToArray();
        Assert.Equal([], rows.Zip(mask)
            .Where(r => r.First.Expect != "lenient" && r.Second != (r.First.Expect == "ok" ? 1 : 0))
            .Select(r => r.First.File));
        Assert.Equal(
            rows.Where((_, i) => mask[i] == 0).Select(r => r.File).ToHashSet(),
            data.Test.Quarantine!.Items.Select(u => u.Name).ToHashSet());
        Assert.Equal(rows.Length, train.Mask.sum().item<float>());
        Assert.True(train.Input.isfinite().all().item<bool>() && test.Input.isfinite().all().item<bool>());
        Assert.Subset(
            rows.Where(r => r.Expect != "ok").Select(r => r.File).ToHashSet(),
            data.Train.Quarantine!.Items.Select(u => u.Name).ToHashSet());
    }

    [Fact]
    public void The_sound_of_a_video_is_sound()
    {
        var sound = Sounds.Decode(SharedFolder.Require("data/torture/video/audio_only.mp4"), 16000, 16000);
        Assert.Contains(sound, v => Math.Abs(v) > 0.01);
    }

    [Fact]
    public void The_sounds_of_videos_are_as_long_as_stated()
    {
        var rows = Table().Where(r => r.Kind == "video" && r.Expect == "ok" && r.SampleRate > 0).ToArray();
        Assert.True(rows.Length > 5);
        Assert.Equal([], rows.AsParallel().Select(r => Fault(r, ReadSound)).OfType<string>());
    }
}
