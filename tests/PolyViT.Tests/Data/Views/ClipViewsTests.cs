namespace PolyViT.Tests;

/// <summary>The pipelines of videos against DMVR's, written out step by step.</summary>
public class ClipViewsTests
{
    private static readonly InputShapes Shapes = new(32, 4, 28, 96, 64); // the shorter side is 28 * 256 / 224 = 32
    private static readonly ClipJitter Plain = new() { Flip = false, ColourProbability = 0, GreyProbability = 0 };

    private static Clip Noise(int frames, int height, int width)
    {
        var all = PictureViewsTests.Noise(frames * height, width, 9);
        return new(all.Pixels, frames, height, width);
    }

    private static Picture Frame(Clip clip, int t)
    {
        var length = 3 * clip.Height * clip.Width;
        return new(clip.Pixels.AsSpan(t * length, length).ToArray(), clip.Height, clip.Width);
    }

    private static Picture Resized(Picture picture, (int Height, int Width) to) => new(
        [
            .. from y in Enumerable.Range(0, to.Height)
               from x in Enumerable.Range(0, to.Width)
               from c in Enumerable.Range(0, 3)
               select PictureViewsTests.Bilinear(picture, new(0, 0, picture.Height, picture.Width), to, y, x, c),
        ],
        to.Height, to.Width);

    // normalize_image of a part of a picture.
    private static float[] Cut(Picture picture, Window part, bool flip = false) =>
    [
        .. from y in Enumerable.Range(0, part.Height)
           from x in Enumerable.Range(0, part.Width)
           from c in Enumerable.Range(0, 3)
           let column = part.Left + (flip ? part.Width - 1 - x : x)
           let at = (((part.Top + y) * picture.Width) + column) * 3
           select (picture.Pixels[at + c] * (float)(2 / 255.0)) - 1,
    ];

    private static float[] Make(ClipView view, Clip clip, Rng rng = default)
    {
        var into = new float[clip.Frames * Shapes.FrameSize * Shapes.FrameWidth * 3];
        Array.Fill(into, float.NaN);
        view.Make(clip, rng, into);
        Assert.All(into, value => Assert.InRange(value, -1.001f, 1.001f));
        return into;
    }

    private static IEnumerable<int[]> Draws(ClipView view, int length) =>
        Enumerable.Range(0, 400).Select(i => view.Choose(length, Rng.At(1, "choose", i)));

    [Fact]
    public void Training_clips_begin_anywhere_from_which_their_last_frame_lies_in_the_video()
    {
        var view = ClipViews.Train(InputShapes.Paper);
        var starts = Draws(view, 70).Select(c => c[0]).ToArray();
        Assert.Equal(Enumerable.Range(0, 70 - (31 * 2)), starts.Distinct().Order()); // 0 .. 7
        Assert.All(Draws(view, 70), chosen =>
            Assert.Equal(Enumerable.Range(0, 32).Select(i => chosen[0] + (2 * i)), chosen));
        Assert.All(Enumerable.Range(0, 8), s => Assert.InRange(starts.Count(x => x == s), 20, 90));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(62)]
    [InlineData(20)]
    [InlineData(1)]
    public void Short_videos_begin_at_the_start_and_are_repeated(int length)
    {
        var expected = Enumerable.Range(0, 32).Select(i => 2 * i % length);
        Assert.All(Draws(ClipViews.Train(InputShapes.Paper), length), c => Assert.Equal(expected, c));
        Assert.Equal(expected, ClipViews.Evaluate(InputShapes.Paper).Choose(length, default));
        Assert.All(ClipViews.Test(InputShapes.Paper), v => Assert.Equal(expected, v.Choose(length, default)));
    }

    [Fact]
    public void No_frames_are_refused() =>
        Refusal.Names(() => ClipViews.Evaluate(InputShapes.Paper).Choose(0, default), "no frames");

    [Fact]
    public void Evaluation_takes_the_middle_and_test_clips_are_spread()
    {
        Assert.Equal((250 - 64) / 2, ClipViews.Evaluate(InputShapes.Paper).Choose(250, default)[0]);
        Assert.Equal(0, ClipViews.Evaluate(InputShapes.Paper).Choose(65, default)[0]); // 1 / 2
        var views = ClipViews.Test(InputShapes.Paper, 4, 3);
        Assert.Equal(12, views.Length);
        Assert.Equal(
            [0, 62, 124, 186, 0, 62, 124, 186, 0, 62, 124, 186], views.Select(v => v.Choose(250, default)[0]));
    }

    [Theory]
    [InlineData(50, 70)]
    [InlineData(90, 61)]
    [InlineData(20, 20)]
    [InlineData(32, 45)]
    public void Evaluation_cuts_the_centre_out_of_frames_with_a_shorter_side_of_32(int h, int w)
    {
        var clip = Noise(4, h, w);
        var size = Crops.ShorterSideDmvr(h, w, 32);
        var centre = Crops.Scenic(size.Height, size.Width, 28);
        Assert.Equal(
            Enumerable.Range(0, 4).SelectMany(t => Cut(Resized(Frame(clip, t), size), centre)),
            Make(ClipViews.Evaluate(Shapes), clip));
    }

    [Fact]
    public void Three_crops_lie_along_the_longer_side()
    {
        var clip = Noise(4, 80, 50);
        var size = Crops.ShorterSideDmvr(80, 50, 32);
        var views = ClipViews.Test(Shapes, 1, 3);
        foreach (var (window, view) in Crops.ThreeSpatial(size.Height, size.Width, 28).Zip(views))
        {
            Assert.Equal(
                Enumerable.Range(0, 4).SelectMany(t => Cut(Resized(Frame(clip, t), size), window)),
                Make(view, clip));
        }
    }

    [Fact]
    public void Training_resizes_then_jitters_then_crops_then_flips_and_cuts_to_bytes_in_between()
    {
        var clip = Noise(4, 50, 70);
        var small = Enumerable.Range(0, 4).Select(t => Resized(Frame(clip, t), (32, 44))).ToArray();
        var view = ClipViews.Train(Shapes, 2, Plain with { Flip = true });
        var (tops, flips) = (new HashSet<int>(), 0);
        for (var i = 0; i < 12; i++)
        {
            var rng = Rng.At(2, "view", i);
            var size = Plain.Scaled(32, 44, rng.Fork(1));
            Assert.InRange(size.Height, 28, 42); // int(0.9 x 32) .. int(1.33 x 32)
            Assert.InRange(size.Width, 39, 58);
            var sized = small.Select(s => Resized(s, size)).ToArray();
            var made = Make(view, clip, rng);
            var places = from top in Enumerable.Range(0, size.Height - 27)
                         from left in Enumerable.Range(0, size.Width - 27)
                         from flip in new[] { false, true }
                         select (Window: new Window(top, left, 28, 28), Flip: flip);
            var first = made.AsSpan(0, made.Length / 4).ToArray();
            var place = Assert.Single(places, p => first.AsSpan().SequenceEqual(Cut(sized[0], p.Window, p.Flip)));
            Assert.Equal(sized.SelectMany(s => Cut(s, place.Window, place.Flip)), made); // all frames alike
            tops.Add(place.Window.Top);
            flips += place.Flip ? 1 : 0;
        }
        Assert.True(tops.Count > 2);
        Assert.InRange(flips, 1, 11);
    }

    [Fact]
    public void Colours_change_after_the_crop_for_all_frames_alike_and_grey_comes_last()
    {
        var still = Frame(Noise(1, 40, 40), 0).Pixels;
        var clip = new Clip([.. still, .. still, .. still, .. still], 4, 40, 40);
        var (plain, jittered) = (ClipViews.Train(Shapes, 2, Plain with { Flip = true }), ClipViews.Train(Shapes));
        var (unchanged, grey) = (0, 0);
        for (var i = 0; i < 100; i++)
        {
            var rng = Rng.At(4, "view", i);
            var (before, after) = (Make(plain, clip, rng), Make(jittered, clip, rng));
            var frames = after.Chunk(after.Length / 4).ToArray();
            Assert.All(frames, frame => Assert.Equal(frames[0], frame));
            grey += after.Chunk(3).All(p => p[0] == p[1] && p[1] == p[2]) ? 1 : 0;
            unchanged += before.AsSpan().SequenceEqual(after) ? 1 : 0;
        }
        Assert.InRange(grey, 3, 22); // 10 of 100
        Assert.InRange(unchanged, 7, 32); // 0.2 x 0.9 of them
    }

    [Fact]
    public void Jitter_that_never_happens_is_the_plain_crop_and_grey_clips_are_their_luma()
    {
        var clip = Noise(4, 40, 60);
        var always = Plain with { GreyProbability = 1, ScaleProbability = 0 };
        var rng = Rng.At(5, "view", 0);
        var luma = Make(ClipViews.Train(Shapes, 2, Plain with { ScaleProbability = 0 }), clip, rng);
        Augments.Bleach(luma);
        Assert.Equal(luma, Make(ClipViews.Train(Shapes, 2, always), clip, rng));
    }

    [Fact]
    public void The_same_clip_and_stream_give_the_same_bytes_on_any_thread()
    {
        var (clip, view) = (Noise(4, 60, 80), ClipViews.Train(Shapes));
        float[] One(int i) => Make(view, clip, Rng.At(6, "view", i));
        var alone = Enumerable.Range(0, 24).Select(One).ToArray();
        Assert.Equal(alone, Enumerable.Range(0, 24).AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(One));
    }

    [Fact]
    public void Frames_may_be_wider_than_high_and_so_small_that_the_jitter_does_not_fit()
    {
        foreach (var (height, width) in new[] { (6, 17), (2, 2) })
        {
            var shapes = Shapes with { FrameSize = height, FrameWidth = width };
            var into = new float[4 * shapes.FrameSize * shapes.FrameWidth * 3];
            for (var i = 0; i < 30; i++)
                ClipViews.Train(shapes).Make(Noise(4, 9, 30), Rng.At(7, "view", i), into);
            ClipViews.Evaluate(shapes).Make(Noise(4, 30, 9), default, into);
            Assert.All(into, value => Assert.InRange(value, -1, 1));
        }
    }

    [Fact]
    public void Settings_that_make_no_sense_are_named()
    {
        Refusal.Names(() => ClipViews.Train(Shapes, 0), "stride");
        Refusal.Names(() => ClipViews.Test(Shapes, 4, 2), "2 crops");
        Refusal.Names(() => ClipViews.Test(Shapes, 0, 3), "0 views");
        Refusal.Names(() => ClipViews.Test(Shapes with { FrameWidth = 40 }, 4, 3), "28 x 40");
        Refusal.Names(() => ClipViews.Train(Shapes, 2, Plain with { GreyProbability = 2 }), "probabilities");
    }
}
