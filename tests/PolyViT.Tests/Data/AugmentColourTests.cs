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
