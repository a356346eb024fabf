namespace PolyViT.Tests;

public class AugmentColourTests
{
    [Fact]
    public void Brightness_shifts_every_value_alike_within_its_reach()
    {
        using var scope = NewDisposeScope();
        var x = AugmentTests.Pictures(50).Times(0.5);
        var shift = Changed(x, new(0.1, 0, 0, 0)).Subtract(x).view(50, -1);
        Assert.InRange(shift.std(1).max().item<float>(), 0, 1e-5);
        Assert.InRange(shift.abs().max().item<float>(), 0.15, 0.2); // twice: pictures reach from -1 to 1
    }

    [Fact]
    public void Saturation_keeps_the_largest_part_and_zero_is_grey()
    {
        float[] pixel = [0.8f, 0.4f, 0.6f];
        Augments.Saturate(pixel, 1.5f);
        AssertClose([0.8f, 0.2f, 0.5f], pixel);
        Augments.Saturate(pixel, 10); // full saturation is the end
        AssertClose([0.8f, 0, 0.4f], pixel);
        Augments.Saturate(pixel, 0);
        AssertClose([0.8f, 0.8f, 0.8f], pixel);
    }

    [Fact]
    public void Contrast_keeps_each_channel_mean()
    {
        float[] frame = [0.2f, 0.5f, 0, 0.6f, 0.7f, 1];
        Augments.Stretch(frame, 0.5f);
        AssertClose([0.3f, 0.55f, 0.25f, 0.5f, 0.65f, 0.75f], frame);
    }

    [Theory]
    [InlineData(1.0 / 3, 0.1f, 0.9f, 0.1f)]
    [InlineData(-1.0 / 3, 0.1f, 0.1f, 0.9f)]
    [InlineData(1.0 / 6, 0.9f, 0.9f, 0.1f)]
    [InlineData(1.0 / 12, 0.9f, 0.5f, 0.1f)]
    public void Hue_turns_red_round_the_wheel(double turns, float r, float g, float b)
    {
        float[] red = [0.9f, 0.1f, 0.1f];
        Augments.Turn(red, (float)turns);
        AssertClose([r, g, b], red);
    }

    [Fact]
    public void Hue_turned_there_and_back_is_the_picture()
    {
        using var scope = NewDisposeScope();
        var before = AugmentTests.Pictures(4).data<float>().ToArray();
        var after = before.ToArray();
        Augments.Turn(after, 0.37f);
        Augments.Turn(after, -0.37f);
        AssertClose(before, after);
    }

    // DMVR's color_augment of two frames of two pixels, by way of hue, saturation and value as in tf.image.
    [Fact]
    public void The_order_is_brightness_saturation_contrast_hue_and_then_the_clip()
    {
        var (jitter, rng) = (new ColourJitter(0.3, 0.8, 0.8, 0.4), Rng.At(11, "colour", 0));
        float Draw(int i, double about, double reach) => (float)rng.Uniform(i, about - reach, about + reach);
        float[] clip = [-0.8f, 0.1f, 0.5f, 0.9f, 0.2f, -0.3f, 0, 0.4f, -0.6f, 0.7f, 0.6f, 0.8f];
        var expected = clip.Select(v => ((v + 1) / 2) + Draw(0, 0, 0.3)).ToArray();
        expected = InHsv(expected, (h, s, v) => (h, Math.Clamp(s * Draw(1, 1, 0.8), 0, 1), v));
        expected = [.. expected.Chunk(6).SelectMany(f => f.Select((v, i) =>
            ((v - ((f[i % 3] + f[(i % 3) + 3]) / 2)) * Draw(2, 1, 0.8)) + ((f[i % 3] + f[(i % 3) + 3]) / 2)))];
        expected = InHsv(expected, (h, s, v) => (h + Draw(3, 0, 0.4), s, v));
        Augments.Recolour(clip, 6, jitter, rng);
        AssertClose([.. expected.Select(v => (2 * Math.Clamp(v, 0, 1)) - 1)], clip);
    }

    private static float[] InHsv(
        float[] pixels, Func<float, float, float, (float H, float S, float V)> change) =>
        [.. pixels.Chunk(3).SelectMany(p =>
        {
            var (v, range) = (p.Max(), p.Max() - p.Min());
            var h = range == 0 ? 0
                : v == p[0] ? (p[1] - p[2]) / range / 6
                : v == p[1] ? (2 + ((p[2] - p[0]) / range)) / 6
                : (4 + ((p[0] - p[1]) / range)) / 6;
            var (turned, s, value) = change(h, v > 0 ? range / v : 0, v);
            float Channel(float centre)
            {
                var away = Math.Abs(turned - centre - MathF.Round(turned - centre)); // turns, at most a half
                return value * (1 - (s * Math.Clamp((away * 6) - 1, 0, 1)));
            }
            return new[] { Channel(0), Channel(1 / 3f), Channel(2 / 3f) };
        })];

    [Fact]
    public void No_reach_is_no_change_and_results_stay_in_range()
    {
        using var scope = NewDisposeScope();
        var x = AugmentTests.Pictures(20);
        Assert.InRange(Changed(x, new(0, 0, 0, 0)).Subtract(x).abs().max().item<float>(), 0, 1e-5);
        Assert.InRange(Changed(x, new(0.5, 1, 1, 0.5)).abs().max().item<float>(), 0.5, 1);
    }

    [Fact]
    public void Grey_has_three_equal_channels_of_the_luma()
    {
        using var scope = NewDisposeScope();
        var grey = Augment.Grey(tensor([0.5f, -0.5f, 1]).view(1, 1, 1, 3), default).data<float>().ToArray();
        AssertClose([-0.03005f, -0.03005f, -0.03005f], grey);
    }

    private static Tensor Changed(Tensor x, ColourJitter jitter) =>
        Augment.Colour(jitter)(x, Rng.At(1, "colour", 0));

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-4f));
    }
}
