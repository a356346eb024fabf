namespace PolyViT.Tests;

/// <summary>The pipelines of pictures against TensorFlow's formulae, written out without
/// cleverness.</summary>
public class PictureViewsTests
{
    internal static Picture Noise(int height, int width, int seed = 0)
    {
        var rng = Rng.At((ulong)seed, "picture", 0);
        return new([.. Enumerable.Range(0, height * width * 3).Select(i => (byte)rng.Below(i, 256))], height, width);
    }

    // resize_bilinear_op.cc with half_pixel_centers, then tf.cast(.., tf.uint8), for one output value.
    internal static byte Bilinear(Picture picture, Window box, (int Height, int Width) to, int y, int x, int c)
    {
        static (int, int, float) Place(int from, int to, int i)
        {
            var at = ((i + 0.5f) * (from / (float)to)) - 0.5f;
            var below = MathF.Floor(at);
            return (Math.Max((int)below, 0), Math.Min((int)MathF.Ceiling(at), from - 1), at - below);
        }
        var (y0, y1, fy) = Place(box.Height, to.Height, y);
        var (x0, x1, fx) = Place(box.Width, to.Width, x);
        float At(int row, int column) =>
            picture.Pixels[((((box.Top + row) * picture.Width) + box.Left + column) * 3) + c];
        var above = At(y0, x0) + ((At(y0, x1) - At(y0, x0)) * fx);
        var below = At(y1, x0) + ((At(y1, x1) - At(y1, x0)) * fx);
        return (byte)(above + ((below - above) * fy));
    }

    private static float[] Make(PictureView view, Picture picture, int height, int width, Rng rng = default)
    {
        var into = new float[height * width * 3];
        Array.Fill(into, float.NaN);
        view(picture, rng, into);
        Assert.All(into, value => Assert.InRange(value, -1, 1));
        return into;
    }

    private static float[] Expected(int height, int width, Func<int, int, int, byte> at) =>
    [
        .. from y in Enumerable.Range(0, height)
           from x in Enumerable.Range(0, width)
           from c in Enumerable.Range(0, 3)
           select -1 + (at(y, x, c) / 255f * 2),
    ];

    [Theory]
    [InlineData(37, 53, 24, 24)]
    [InlineData(5, 7, 24, 31)]
    [InlineData(1, 1, 6, 5)]
    [InlineData(64, 3, 8, 9)]
    [InlineData(90, 120, 1, 1)]
    [InlineData(32, 32, 32, 32)]
    public void Evaluation_resizes_without_antialias_and_cuts_to_bytes(int h, int w, int height, int width)
    {
        var picture = Noise(h, w);
        Assert.Equal(
            Expected(height, width, (y, x, c) => Bilinear(picture, new(0, 0, h, w), (height, width), y, x, c)),
            Make(PictureViews.Evaluate(height, width), picture, height, width));
    }

    [Fact]
    public void A_value_between_two_bytes_is_cut_and_not_rounded()
    {
        // Two pixels, 0 and 255, to four: 0, 63.75, 191.25, 255.
        var picture = new Picture([0, 0, 0, 255, 255, 255], 1, 2);
        var made = Make(PictureViews.Evaluate(1, 4), picture, 1, 4);
        byte[] bytes = [0, 63, 191, 255];
        Assert.Equal(Expected(1, 4, (_, x, _) => bytes[x]), made);
        Assert.Equal(-1 + (63 / 255f * 2), made[3]);
    }

    [Fact]
    public void Training_is_a_drawn_part_resized_and_half_of_them_are_mirrored()
    {
        var (picture, view) = (Noise(41, 29), PictureViews.Train(16));
        var flips = 0;
        for (var i = 0; i < 60; i++)
        {
            var rng = Rng.At(3, "view", i);
            var box = new InceptionCrop().Draw(41, 29, rng.Fork(0));
            float[] Wanted(bool flip) =>
                Expected(16, 16, (y, x, c) => Bilinear(picture, box, (16, 16), y, flip ? 15 - x : x, c));
            var made = Make(view, picture, 16, 16, rng);
            var flipped = !made.AsSpan().SequenceEqual(Wanted(false));
            flips += flipped ? 1 : 0;
            Assert.Equal(Wanted(flipped), made);
        }
        Assert.InRange(flips, 15, 45);
    }

    [Fact]
    public void The_centre_is_cut_out_of_the_resized_picture()
    {
        var picture = Noise(33, 47);
        var whole = new Window(0, 0, 33, 47);
        Assert.Equal(
            Expected(12, 12, (y, x, c) => Bilinear(picture, whole, (17, 17), y + 2, x + 2, c)), // (17 - 12) / 2
            Make(PictureViews.CentreCrop(17, 12), picture, 12, 12));
    }

    [Fact]
    public void A_small_resize_averages_areas()
    {
        // 4 x 6 to 2 x 3: every output is the mean of 2 x 2; to a centre crop of 2 x 2 from column (3 - 2) /
        // 2 = 0.
        var picture = new Picture(
            [
                .. from y in Enumerable.Range(0, 4)
                   from x in Enumerable.Range(0, 6)
                   from c in Enumerable.Range(0, 3)
                   select (byte)((10 * y) + x + (50 * c)),
            ],
            4, 6);
        Assert.Equal(
            Expected(2, 2, (y, x, c) => (byte)((20 * y) + 5 + (2 * x) + (50 * c))), // + 5.5, cut
            Make(PictureViews.SmallCentreCrop(2, 2), picture, 2, 2));
    }

    // resize_area_op.cc in double precision: shares of the area that each output covers.
    [Theory]
    [InlineData(50, 37, 16)]
    [InlineData(9, 14, 9)]
    [InlineData(7, 5, 12)]
    public void Areas_count_by_the_share_that_is_covered(int h, int w, int size)
    {
        var picture = Noise(h, w);
        var (height, width) = Crops.ShorterSideBigVision(h, w, size);
        var cut = Crops.Scenic(height, width, size);
        static double Overlap(int i, double from, double to) =>
            Math.Max(0, Math.Min(i + 1, to) - Math.Max(i, from));
        double Mean(int y, int x, int c)
        {
            var (dy, dx) = ((double)h / height, (double)w / width);
            return (from i in Enumerable.Range(0, h)
                    from j in Enumerable.Range(0, w)
                    let share = Overlap(i, y * dy, (y + 1) * dy) * Overlap(j, x * dx, (x + 1) * dx)
                    where share > 0
                    select share / (dy * dx) * picture.Pixels[(((i * w) + j) * 3) + c]).Sum();
        }
        var made = Make(PictureViews.SmallCentreCrop(size, size), picture, size, size);
        for (var i = 0; i < made.Length; i++)
        {
            var exact = Mean(cut.Top + (i / (3 * size)), cut.Left + (i / 3 % size), i % 3);
            Assert.InRange((made[i] + 1) * 127.5, exact - 1.001, exact + 0.001); // cut to bytes
        }
    }

    [Fact]
    public void The_same_picture_and_stream_give_the_same_bytes_on_any_thread()
    {
        var (picture, view) = (Noise(60, 80), PictureViews.Train(32));
        float[] One(int i)
        {
            var into = new float[32 * 32 * 3];
            view(picture, Rng.At(5, "view", i), into);
            return into;
        }
        var alone = Enumerable.Range(0, 64).Select(One).ToArray();
        var together = Enumerable.Range(0, 64).AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(One);
        Assert.Equal(alone, together);
        Assert.Equal(64, alone.Select(a => string.Join(",", a)).Distinct().Count());
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_named()
    {
        Refusal.Names(() => PictureViews.Train(0), "0 x 0");
        Refusal.Names(() => PictureViews.CentreCrop(300, 384), "300");
        Refusal.Names(() => PictureViews.Train(8, new InceptionCrop(MinArea: 0)), "areas 0");
    }
}
