namespace PolyViT.Tests;

public class TortureTests
{
    private sealed record Row(string File, string Kind, string Expect);

    private static Row[] Table() =>
        [.. TextFiles.Table(SharedFolder.Require("data/torture/expected.tsv"), '\t', "file", "kind", "expect")
            .Select(r => new Row(r[0], r[1], r[2]))];

    private static int Decoded(string kind, string file) => kind switch
    {
        "image" => Pictures.Decode(file, 32).Length,
        "video" => Clips.Decode(file, 8, 32).Length,
        _ => Sounds.Decode(file, 16000, 16000).Length,
    };

    // What is wrong with one row, or null.
    private static string? Fault(Row row)
    {
        try
        {
            var values = Decoded(row.Kind, SharedFolder.Require($"data/torture/{row.File}"));
            return row.Expect == "reject" ? $"{row.File} was read as {values} values" : null;
        }
        catch (InputException e)
        {
            var named = e.Message.Contains(Path.GetFileName(row.File), StringComparison.Ordinal);
            return row.Expect == "ok" || !named
                ? $"{row.File} ({row.Expect}) was refused: {e.Message}"
                : null;
        }
    }

    [Fact]
    public void Odd_files_are_read_and_broken_ones_refused_by_name()
    {
        var table = Table();
        Assert.Equal(104, table.Length);
        Assert.Equal([], table.AsParallel().Select(Fault).OfType<string>());
    }

    [Fact]
    public void The_sound_of_a_video_is_sound()
    {
        var sound = Sounds.Decode(SharedFolder.Require("data/torture/video/audio_only.mp4"), 16000, 16000);
        Assert.Contains(sound, v => Math.Abs(v) > 0.01);
    }
}
