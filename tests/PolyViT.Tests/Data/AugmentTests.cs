namespace PolyViT.Tests;

public class AugmentTests
{
    private static readonly (string Name, Augment Augment)[] ForClips =
    [
        ("crop", Augment.Crop(4)),
        ("flip", Augment.Flip),
        ("inception", Augment.InceptionCrop()),
        ("scale", Augment.ScaleJitter(0.9, 1.33, 0.875)),
        ("colour", Augment.Colour(new(0.1, 0.4, 0.4, 0.2))),
        ("grey", Augment.Grey.Sometimes(0.5)),
        ("paper video", Augment.Paper(Modality.Video, InputShapes.Laptop)),
        ("paper image", Augment.Paper(Modality.Image, InputShapes.Laptop)),
    ];

    private static readonly (string Name, Augment Augment)[] ForSpectrograms =
    [
        ("masks", Augment.SpecAugment(new(2, 16, 2, 24))),
        ("roll", Augment.TimeRoll(40)),
        ("paper", Augment.Paper(Modality.Audio, InputShapes.Laptop)),
        ("time masks", Augment.PaperAudioWithTimeMasks(InputShapes.Laptop)),
    ];

    public static TheoryData<string> Names => [.. ForClips.Concat(ForSpectrograms).Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Same_stream_same_bytes_and_the_argument_is_kept(string name)
    {
        using var scope = NewDisposeScope();
        var (augment, x) = Case(name);
        var before = x.clone();
        var (a, b, other) = (augment(x, Stream(1)), augment(x, Stream(1)), augment(x, Stream(2)));
        Assert.Equal(x.shape, a.shape);
        Assert.True(Same(x, before));
        Assert.True(Same(a, b));
        Assert.False(Same(a, other));
        Assert.True(a.isfinite().all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Examples_draw_for_themselves_and_do_not_see_each_other(string name)
    {
        using var scope = NewDisposeScope();
        var (augment, x) = Case(name);
        var twins = cat([x[..1], x[..1], x[..1], x[..1], x[..1], x[..1]]);
        var changed = augment(twins, Stream(3));
        Assert.Contains(Enumerable.Range(1, 5), b => !Same(changed[0], changed[b]));
        var others = cat([x[..1], x[1..]]);
        Assert.True(Same(augment(others, Stream(3))[0], changed[0]));
    }

    [Fact]
    public void All_frames_of_a_clip_share_the_draws()
    {
        using var scope = NewDisposeScope();
        foreach (var (_, augment) in ForClips)
        {
            var still = Pictures(6).unsqueeze(1).expand(6, 4, 32, 32, 3);
            var changed = augment(still, Stream(4));
            for (var t = 1; t < 4; t++)
                Assert.True(Same(changed.select(1, 0), changed.select(1, t)));
        }
    }

    [Fact]
    public void Each_augmentation_leaves_one_tensor_in_the_scope()
    {
        foreach (var name in ForClips.Concat(ForSpectrograms).Select(a => a.Name))
        {
            var (augment, x) = Case(name);
            using var scope = NewDisposeScope();
            augment(x, Stream(5));
            Assert.Equal(1, scope.DisposablesCount);
            x.Dispose();
        }
    }

    [Fact]
    public void Flipping_twice_gives_the_picture_back_and_about_half_are_flipped()
    {
        using var scope = NewDisposeScope();
        var x = Pictures(200);
        var once = Augment.Flip(x, Stream(6));
        Assert.True(Same(Augment.Flip(once, Stream(6)), x));
        var flipped = Enumerable.Range(0, 200).Count(b => Same(once[b], x[b].flip(1)));
        var kept = Enumerable.Range(0, 200).Count(b => Same(once[b], x[b]));
        Assert.Equal(200, flipped + kept);
        Assert.InRange(flipped, 70, 130);
    }

    [Fact]
    public void Cropping_shifts_by_every_amount_up_to_the_padding_and_fills()
    {
        using var scope = NewDisposeScope();
        var rows = Ops.Range(5).to(float32).Plus(1);
        var x = rows.view(1, 5, 1, 1).expand(400, 5, 5, 1);
        var seen = new HashSet<string>();
        var changed = Augment.Crop(2, -9)(x, Stream(7));
        for (var b = 0; b < 400; b++)
            seen.Add(string.Join(",", changed[b].select(1, 2).data<float>().ToArray()));
        Assert.Equal(
            ["-9,-9,1,2,3", "-9,1,2,3,4", "1,2,3,4,5", "2,3,4,5,-9", "3,4,5,-9,-9"],
            seen.Order(StringComparer.Ordinal));
        Assert.True(AugmentTests.Same(Augment.Crop(0)(x, Stream(7)), x));
        Assert.Equal(x.shape, Augment.Crop(9)(x, Stream(7)).shape); // further than it is wide
    }

    [Fact]
    public void Inception_boxes_lie_in_the_picture_and_in_their_ranges()
    {
        var boxes = Enumerable.Range(0, 2000).Select(i =>
            new InceptionCrop().Draw(40, 60, Stream(8).Fork(i))).ToArray();
        Assert.All(boxes, box =>
        {
            Assert.InRange(box.Top, 0, 40 - box.Height);
            Assert.InRange(box.Left, 0, 60 - box.Width);
            Assert.InRange(box.Height * box.Width, 0.05 * 2400, 2400);
            Assert.InRange((double)box.Width / box.Height, 0.7, 1.4);
        });
        Assert.InRange(boxes.Min(b => b.Height), 9, 13);
        Assert.Equal(40, boxes.Max(b => b.Height));
        // No ratio allowed here fits a strip: TensorFlow then takes the whole.
        var strip = new InceptionCrop(0.9).Draw(2, 90, Stream(8));
        Assert.Equal(new(0, 0, 2, 90), strip);
    }

    [Fact]
    public void Resampling_is_bilinear_with_half_pixel_centres()
    {
        float[] row = [0, 1, 2, 3];
        float[] Resize(Box box, int width)
        {
            var to = new float[width];
            Bilinear.Resize(row, new(1, 4, 1), box, to, new(1, width, 1));
            return to;
        }
        Assert.Equal([0.5f, 2.5f], Resize(new(0, 0, 1, 4), 2));
        Assert.Equal([0, 0.25f, 0.75f, 1.25f, 1.75f, 2.25f, 2.75f, 3], Resize(new(0, 0, 1, 4), 8));
        Assert.Equal([1, 1.25f, 1.75f, 2], Resize(new(0, 1, 1, 2), 4).Select(v => Math.Clamp(v, 1, 2)));
        Assert.Equal(row, Resize(new(0, 0, 1, 4), 4));
    }

    [Fact]
    public void Steps_draw_from_streams_of_their_own_and_pipelines_read_from_left_to_right()
    {
        using var scope = NewDisposeScope();
        var x = Pictures(64);
        var twice = Augment.Flip.Then(Augment.Flip)(x, Stream(9));
        Assert.False(Same(twice, x));
        Augment half = (y, _) => y.Times(0.5);
        Augment one = (y, _) => y.Plus(1);
        Assert.True(Same(half.Then(one)(x, Stream(9)), x.Times(0.5).Plus(1)));
    }

    [Fact]
    public void Sometimes_is_never_always_or_a_share()
    {
        using var scope = NewDisposeScope();
        var x = Pictures(300);
        Augment one = (y, _) => y.Plus(1);
        Assert.True(Same(one.Sometimes(0)(x, Stream(10)), x));
        Assert.True(Same(one.Sometimes(1)(x, Stream(10)), x.Plus(1)));
        var changed = one.Sometimes(0.3)(x, Stream(10));
        Assert.InRange(Enumerable.Range(0, 300).Count(b => !Same(changed[b], x[b])), 60, 120);
    }

    [Fact]
    public void A_split_with_augmentation_changes_inputs_alone()
    {
        using var scope = NewDisposeScope();
        var split = GeneratedTasks.Make("shapes", 1, InputShapes.Laptop).Train;
        var plain = split.Fetch([4, 9], Stream(1));
        var changed = split.With(Augment.Crop(4)).Fetch([4, 9], Stream(1));
        Assert.False(Same(plain.Input, changed.Input));
        Assert.True(Same(plain.Target, changed.Target));
        Assert.Equal(split.Count, split.With(Augment.Flip).Count);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<InputException>(() => Augment.Crop(-1));
        Assert.Throws<InputException>(() => Augment.InceptionCrop(minArea: 0));
        Assert.Throws<InputException>(() => Augment.ScaleJitter(0.9, 1.33, 1));
        Assert.Throws<InputException>(() => Augment.TimeRoll(-1));
        Assert.Throws<InputException>(() => Augment.SpecAugment(new(1, -1, 0, 0)));
        Assert.Throws<InputException>(() => Augment.Flip.Sometimes(1.5));
        var flat = Assert.Throws<InputException>(() => Augment.Flip(zeros(3, 4), default));
        Assert.Contains("[3, 4]", flat.Message);
        Assert.Throws<InputException>(() => Augment.TimeRoll(1)(zeros([1, 2, 3, 3, 3], float32), default));
        Assert.Throws<InputException>(() => Augment.Grey(zeros(2, 8, 8, 1), default));
    }

    internal static Tensor Pictures(int count) => GeneratedTasks.Make("shapes", 3, InputShapes.Laptop)
        .Train.Fetch([.. Enumerable.Range(0, count)], default).Input;

    internal static bool Same(Tensor a, Tensor b)
    {
        using var same = a.eq(b).all();
        return same.item<bool>();
    }

    private static Rng Stream(ulong seed) => Rng.At(seed, "augment", 0);

    private static (Augment Augment, Tensor Input) Case(string name)
    {
        var task = ForClips.Any(a => a.Name == name) ? "motion" : "contour";
        var fetch = GeneratedTasks.Make(task, 3, InputShapes.Laptop).Train.Fetch;
        var augment = ForClips.Concat(ForSpectrograms).First(a => a.Name == name).Augment;
        return (augment, fetch([0, 1, 2, 3, 4, 5], default).Input);
    }
}
