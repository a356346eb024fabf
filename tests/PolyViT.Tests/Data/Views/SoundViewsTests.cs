namespace PolyViT.Tests;

public class SoundViewsTests
{
    // Rows that tell where they come from: row t holds the sample that it begins at.
    private static readonly SoundFrontEnd Ruler = new(100, 5, 2, 3, samples =>
        [.. Enumerable.Range(0, 1 + ((samples.Length - 5) / 2)).SelectMany(t => Enumerable.Repeat(samples[2 * t], 3))]);

    private static readonly SoundSettings Eight = new(Ruler, 8);

    private static readonly SpecMasks None = new(0, 0, 0, 0);

    private static float[] Make(SoundView view, int length, Rng rng = default)
    {
        var start = (int)view.Start(length, rng);
        var count = Math.Min(view.Samples, length - start);
        var into = new float[8 * 3];
        Array.Fill(into, float.NaN);
        view.Make([.. Enumerable.Range(start, count).Select(i => (float)i)], rng, into);
        return into;
    }

    private static IEnumerable<float> Rows(IEnumerable<int> rows) =>
        rows.SelectMany(row => Enumerable.Repeat(2f * row, 3));

    [Fact]
    public void Only_the_samples_of_the_window_are_asked_for()
    {
        var view = SoundViews.Evaluate(Eight);
        Assert.Equal(100, view.SampleRate);
        Assert.Equal(5 + (7 * 2), view.Samples);
        Assert.Equal(48, Ruler.Frames(100)); // 1 + 95 / 2
        Assert.Equal(1, Ruler.Frames(5));
        Assert.Equal(1, Ruler.Frames(1));
        Assert.Equal(40, view.Start(100, default)); // (48 - 8) / 2 rows of 2 samples
    }

    [Fact]
    public void Training_windows_begin_at_any_row_from_which_they_fit()
    {
        var view = SoundViews.Train(Eight, None); // 12 rows: 0 .. 4
        var starts = Enumerable.Range(0, 300).Select(i => (int)view.Start(28, Rng.At(1, "sound", i))).ToArray();
        Assert.Equal([0, 2, 4, 6, 8], starts.Distinct().Order());
        for (var i = 0; i < 20; i++)
        {
            var rng = Rng.At(1, "sound", i);
            Assert.Equal(Rows(Enumerable.Range((int)view.Start(28, rng) / 2, 8)), Make(view, 28, rng));
        }
    }

    [Theory]
    [InlineData(11, 4)]
    [InlineData(5, 1)]
    [InlineData(18, 7)]
    [InlineData(19, 8)]
    public void A_short_sound_has_its_rows_repeated(int samples, int rows)
    {
        var expected = Rows(Enumerable.Range(0, 8).Select(t => t % rows));
        Assert.All(
            [SoundViews.Train(Eight, None), SoundViews.Evaluate(Eight), .. SoundViews.Test(Eight)],
            view => Assert.Equal(expected, Make(view, samples)));
    }

    [Fact]
    public void A_sound_that_is_shorter_than_a_window_is_repeated_itself()
    {
        var echo = Ruler with { LogMel = samples => [.. samples[..3]] };
        var made = Make(SoundViews.Evaluate(Eight with { FrontEnd = echo }), 2);
        Assert.Equal([0, 1, 0], made[..3]);
    }

    [Fact]
    public void Test_windows_are_spread_evenly()
    {
        // 1 + (100 - 5) / 2 = 48 rows, 8 of them: 0, 13.3, 26.7, 40
        Assert.Equal([0, 26, 52, 80], SoundViews.Test(Eight).Select(v => (int)v.Start(100, default)));
        Assert.Equal(Rows(Enumerable.Range(26, 8)), Make(SoundViews.Test(Eight)[2], 100));
    }

    [Fact]
    public void Mean_and_deviation_are_the_sets_and_hidden_parts_are_its_mean()
    {
        var settings = Eight with { Mean = 6, Std = 4 };
        Assert.Equal(
            Rows(Enumerable.Range(20, 8)).Select(v => (v - 6) / 4), Make(SoundViews.Evaluate(settings), 100));
        var view = SoundViews.Train(settings, new(0, 0, 1, 9));
        var hidden = 0;
        for (var i = 0; i < 30; i++)
        {
            var made = Make(view, 100, Rng.At(2, "sound", i));
            hidden += made.Count(v => v == 0); // the mean itself, 6 = row 3, may be there, too
            Assert.All(made, v => Assert.True(v == 0 || v >= -1.5f));
        }
        Assert.InRange(hidden, 30 * 3, 30 * 21);
    }

    [Fact]
    public void The_released_masks_hide_one_band_of_frequency_and_no_time()
    {
        var front = new SoundFrontEnd(
            100, 1, 1, 128, samples => [.. samples.SelectMany(_ => Enumerable.Repeat(1f, 128))]);
        var view = SoundViews.Train(new(front, 10));
        var widths = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            var into = new float[1280];
            view.Make(new float[10], Rng.At(3, "sound", i), into);
            Assert.All(into.Chunk(128), row => Assert.Equal(into[..128], row));
            widths.Add(into[..128].Count(v => v == 0));
        }
        Assert.InRange(widths.Max(), 44, 47); // int(U[0, 1) x 48)
        Assert.InRange(widths.Min(), 0, 3);
        Assert.Equal(new(1, 48, 4, 48), SpecMasks.Meant(128, 800));
    }

    [Fact]
    public void Front_ends_have_as_many_rows_as_they_say()
    {
        SoundFrontEnd[] all =
        [
            SoundFrontEnd.Of(new KaldiSettings()), SoundFrontEnd.Of(new VggishSettings()),
            SoundFrontEnd.Of(SpectrogramSettings.Paper),
        ];
        foreach (var front in all)
        {
            foreach (var length in new[] { front.Window, front.Window + front.Hop - 1, 16000, front.Samples(30) })
                Assert.Equal(front.Frames(length) * front.MelBins, front.LogMel(new float[length]).Length);
            Assert.Equal(30, front.Frames(front.Samples(30)));
            Assert.Equal(29, front.Frames(front.Samples(30) - 1));
        }
    }

    [Fact]
    public void The_papers_window_is_kaldis_filterbank_of_its_samples_on_any_thread()
    {
        using var scope = NewDisposeScope();
        var sound = rand([40000], float32, generator: new Generator(4)).Times(2).Plus(-1);
        var samples = sound.data<float>().ToArray();
        var shapes = new InputShapes(32, 4, 32, 100, 64);
        var view = SoundViews.Evaluate(SoundSettings.Paper(shapes));
        float[] One(int _)
        {
            var into = new float[100 * 64];
            var start = (int)view.Start(samples.Length, default);
            view.Make(samples[start..(start + view.Samples)], default, into);
            return into;
        }
        var whole = KaldiFilterbank.LogMel(sound, new(MelBins: 64)); // 1 + (40000 - 400) / 160 = 248 rows
        var expected = whole.narrow(0, (248 - 100) / 2, 100);
        Assert.True(tensor(One(0), [100, 64]).allclose(expected, 1e-4, 1e-4));
        Assert.All(
            Enumerable.Range(0, 8).AsParallel().WithDegreeOfParallelism(4).Select(One),
            x => Assert.Equal(One(0), x));
    }

    [Fact]
    public void Settings_that_make_no_sense_are_named()
    {
        Refusal.Names(() => SoundViews.Evaluate(Eight with { Std = 0 }), "deviation 0");
        Refusal.Names(() => SoundViews.Train(Eight with { Frames = 0 }), "0 frames");
        Refusal.Names(() => SoundViews.Train(Eight, new(-1, 0, 0, 0)), "masks");
        Refusal.Names(() => SoundViews.Test(Eight, 0), "0 views");
    }

    [Fact]
    public void The_papers_pipelines_make_inputs_of_the_runs_sizes()
    {
        var shapes = new InputShapes(16, 3, 14, 20, 32) { ImageWidth = 24 };
        var pictures = InputViews.PaperPictures(shapes);
        Assert.All([pictures.Train, pictures.Evaluate, .. pictures.Test], view =>
            view(PictureViewsTests.Noise(30, 20), default, new float[16 * 24 * 3]));
        var clips = InputViews.PaperClips(shapes);
        var frames = PictureViewsTests.Noise(3 * 20, 30).Pixels;
        Assert.Equal(12, clips.Test.Length);
        Assert.All([clips.Train, clips.Evaluate, .. clips.Test], view =>
            view.Make(new(frames, 3, 20, 30), default, new float[3 * 14 * 14 * 3]));
        Assert.Equal(4, InputViews.PaperClips(shapes with { FrameWidth = 20 }).Test.Length);
        var sounds = InputViews.PaperSounds(SoundSettings.Paper(shapes));
        Assert.Equal(4, sounds.Test.Length);
        Assert.All([sounds.Train, sounds.Evaluate, .. sounds.Test], view =>
            view.Make(new float[view.Samples], default, new float[20 * 32]));
    }
}
