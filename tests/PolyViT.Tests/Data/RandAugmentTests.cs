namespace PolyViT.Tests;

public class RandAugmentTests
{
    private static byte[] Changed(byte[] pixels, Action<byte[]> change)
    {
        byte[] copy = [.. pixels];
        change(copy);
        return copy;
    }

    // Every channel of a pixel alike.
    private static byte[] Grey(params byte[] values) => [.. values.SelectMany(v => new[] { v, v, v })];

    [Fact]
    public void Single_values_change_as_in_augment_py()
    {
        var pixels = Grey(0, 7, 100, 127, 128, 200, 255);
        Assert.Equal(Grey(255, 248, 155, 128, 127, 55, 0), Changed(pixels, p => ByteOps.Invert(p)));
        Assert.Equal(Grey(0, 0, 64, 64, 128, 192, 192), Changed(pixels, p => ByteOps.Posterize(p, 2)));
        Assert.Equal(Grey(0, 0, 0, 0, 0, 0, 0), Changed(pixels, p => ByteOps.Posterize(p, 0)));
        Assert.Equal(Grey(0, 7, 100, 127, 127, 55, 0), Changed(pixels, p => ByteOps.Solarize(p, 128)));
        Assert.Equal(Grey(0, 7, 100, 127, 128, 200, 0), Changed(pixels, p => ByteOps.Solarize(p, 256)));
        Assert.Equal(Grey(50, 57, 150, 177, 128, 200, 255), Changed(pixels, p => ByteOps.SolarizeAdd(p, 50)));
        Assert.Equal(Grey(0, 3, 50, 63, 64, 100, 127), Changed(pixels, p => ByteOps.Brightness(p, 0.5f))); // cut
        Assert.Equal(Grey(0, 10, 150, 190, 192, 255, 255), Changed(pixels, p => ByteOps.Brightness(p, 1.5f)));
        Assert.Equal(Grey(0, 3, 50, 63, 64, 100, 127), Changed(pixels, p => ByteOps.Contrast(p, 0.5f))); // 7 / 256
    }

    [Fact]
    public void The_grey_of_contrast_is_a_256th_of_the_pixels_as_in_the_source()
    {
        var pixels = Grey([.. Enumerable.Repeat((byte)10, 25_600)]);
        Assert.All(Changed(pixels, p => ByteOps.Contrast(p, 0.5f)), v => Assert.Equal(55, v)); // (100 + 10) / 2
    }

    [Fact]
    public void Channels_are_stretched_each_by_itself()
    {
        byte[] pixels = [50, 0, 9, 100, 128, 9, 150, 255, 9];
        Assert.Equal([0, 0, 9, 127, 128, 9, 255, 255, 9], Changed(pixels, p => ByteOps.AutoContrast(p)));
    }

    [Fact]
    public void Equalizing_makes_brightness_even()
    {
        // 510 of 10, 510 of 20, 255 of 30: step = (1275 - 255) / 255 = 4; (510 + 2) / 4 = 128; (1020 + 2) / 4
        // = 255
        byte[] Many(byte value, int count) => [.. Enumerable.Repeat(value, count)];
        byte[] values = [.. Many(10, 510), .. Many(20, 510), .. Many(30, 255)];
        var made = Changed(Grey(values), p => ByteOps.Equalize(p));
        Assert.Equal((0, 128, 255), (made[0], made[3 * 600], made[^1]));
        Assert.Equal(Grey(3, 3, 9), Changed(Grey(3, 3, 9), p => ByteOps.Equalize(p))); // too few
    }

    [Fact]
    public void Colours_move_away_from_or_to_their_grey()
    {
        // (byte)(255.5 (0.2989 200 + 0.587 100 + 0.114 50) / 255) = (byte)124.42
        Assert.Equal([162, 112, 87], Changed([200, 100, 50], p => ByteOps.Colour(p, 0.5f)));
        Assert.Equal([238, 88, 13], Changed([200, 100, 50], p => ByteOps.Colour(p, 1.5f)));
    }

    [Fact]
    public void Sharpness_blurs_the_inside_and_leaves_the_edge()
    {
        var pixels = Grey(13, 0, 0, 0, 0, 26, 0, 0, 0, 0, 0, 39);
        var blurred = Changed(pixels, p => ByteOps.Sharpness(p, 4, 0));
        // at (1, 1): (13 + 5 x 26) / 13; at (1, 2): (26 + 39) / 13
        Assert.Equal(Grey(13, 0, 0, 0, 0, 11, 5, 0, 0, 0, 0, 39), blurred);
        Assert.Equal(Grey(13, 0, 0, 0, 0, 41, 0, 0, 0, 0, 0, 39), Changed(pixels, p => ByteOps.Sharpness(p, 4, 2)));
        Assert.Equal(Grey(1, 2), Changed(Grey(1, 2), p => ByteOps.Sharpness(p, 1, 0)));
    }

    [Fact]
    public void A_square_of_every_frame_is_blackened()
    {
        var pixels = Grey([.. Enumerable.Repeat((byte)9, 2 * 4 * 5)]);
        var made = Changed(pixels, p => ByteOps.Cutout(p, new(2, 4, 5, 3), 1, (0, 3)));
        var black = made.Chunk(3).Index().Where(p => p.Item[0] == 0).Select(p => p.Index);
        Assert.Equal([2, 3, 22, 23], black); // rows -1 and 0, columns 2 and 3, of frames 0 and 1
    }

    [Fact]
    public void Every_change_is_chosen_about_as_often_and_some_layers_change_nothing()
    {
        using var scope = NewDisposeScope();
        var one = PictureViewsTests.Noise(16, 16).Pixels.Select(v => (v / 255f * 2) - 1).ToArray();
        var x = tensor(one, [1, 16, 16, 3]).expand(1200, 16, 16, 3);
        var made = Augment.RandAugment(1, 1)(x, Rng.At(1, "rand", 0));
        var kinds = Enumerable.Range(0, 1200).Select(b => string.Join(",", made[b].data<float>().ToArray()))
            .CountBy(s => s).OrderByDescending(k => k.Value).ToArray();
        Assert.Equal(11, kinds.Count(k => k.Value > 60)); // of 100 each
        Assert.True(kinds.Length > 30); // squares in many places
        Assert.Contains(kinds, k => k.Key == string.Join(",", x[0].data<float>().ToArray()) && k.Value > 60);
        Assert.True(AugmentTests.Same(x[..1], Augment.RandAugment(0, 9)(x[..1], default)));
    }

    [Fact]
    public void Frames_share_what_is_chosen_and_examples_do_not()
    {
        using var scope = NewDisposeScope();
        var one = PictureViewsTests.Noise(12, 12).Pixels.Select(v => (v * (float)(2 / 255.0)) - 1).ToArray();
        var x = tensor(one, [1, 1, 12, 12, 3]).expand(20, 3, 12, 12, 3).contiguous();
        var made = Augment.RandAugment(2, 7)(x, Rng.At(2, "rand", 0));
        // The first and the last frame have another neighbour when the tall picture is blurred.
        var inner = made.narrow(2, 1, 10);
        Assert.True(AugmentTests.Same(inner.select(1, 0), inner.select(1, 2)));
        Assert.True(Enumerable.Range(1, 19).Count(b => !AugmentTests.Same(made[0], made[b])) > 12);
        Assert.True(AugmentTests.Same(made, Augment.RandAugment(2, 7)(x, Rng.At(2, "rand", 0))));
        Assert.InRange(made.abs().max().item<float>(), 0, 1.0001f);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_named()
    {
        Refusal.Names(() => Augment.RandAugment(-1, 5), "-1");
        Refusal.Names(() => Augment.RandAugment(2, 11), "11");
    }
}
