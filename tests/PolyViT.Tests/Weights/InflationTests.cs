namespace PolyViT.Tests;

public class InflationTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    public void The_central_frame_holds_the_kernel_and_the_others_nothing(int frames, int central)
    {
        using var scope = NewDisposeScope();
        var kernel = Kernel();
        var inflated = Inflation.CentralFrame(kernel, frames);
        Assert.Equal([frames, 2, 2, 3, 5], inflated.shape);
        Assert.True(inflated[central].equal(kernel).all().item<bool>());
        Assert.Equal(kernel.abs().sum().item<float>(), inflated.abs().sum().item<float>(), 1e-4f);
    }

    [Fact]
    public void The_average_has_an_equal_share_in_every_frame()
    {
        using var scope = NewDisposeScope();
        var kernel = Kernel();
        var inflated = Inflation.AverageFrame(kernel, 4);
        for (var t = 0; t < 4; t++)
            Assert.True(inflated[t].Times(4).allclose(kernel));
    }

    [Fact]
    public void A_still_clip_gives_the_tokens_of_its_picture_either_way()
    {
        using var scope = NewDisposeScope();
        var (picture, kernel) = (Rng.At(2, "picture", 0).Uniform([2, 6, 8, 3]), Kernel());
        var clip = picture.unsqueeze(1).expand(2, 8, 6, 8, 3);
        var image = Tokenizer.Embed(picture, kernel);
        foreach (var inflated in new[] { Inflation.CentralFrame(kernel, 4), Inflation.AverageFrame(kernel, 4) })
        {
            var video = Tokenizer.Embed(clip, inflated);
            Assert.Equal([2, 2 * 12, 5], video.shape);
            Assert.True(video.narrow(1, 0, 12).allclose(image, 1e-5, 1e-6));
            Assert.True(video.narrow(1, 12, 12).allclose(image, 1e-5, 1e-6));
        }
    }

    [Fact]
    public void The_average_kernel_gives_the_mean_of_the_frames_tokens()
    {
        using var scope = NewDisposeScope();
        var (clip, kernel) = (Rng.At(3, "clip", 0).Uniform([1, 4, 6, 8, 3]), Kernel());
        var frames = Tokenizer.Embed(clip.squeeze(0), kernel).mean([0]);
        var video = Tokenizer.Embed(clip, Inflation.AverageFrame(kernel, 4));
        Assert.True(video.squeeze(0).allclose(frames, 1e-5, 1e-6));
    }

    [Theory]
    [InlineData(2, new[] { -1.0 / 4, 1.0 / 4 })]
    [InlineData(4, new[] { -29.0 / 48, 7.0 / 48, 13.0 / 48, 9.0 / 48 })] // 8 - 5 x 25/12, 6 - 5 x 13/12, ..
    public void Rank_pooling_weighs_the_frames_and_sees_nothing_in_a_still_clip(int frames, double[] weights)
    {
        using var scope = NewDisposeScope();
        var kernel = Kernel();
        var inflated = Inflation.RankPooling(kernel, frames);
        for (var t = 0; t < frames; t++)
            Assert.True(inflated[t].allclose(kernel.Times(weights[t]), 1e-6, 1e-7));
        Assert.True(inflated.sum([0L]).allclose(zeros_like(kernel), 0, 1e-6));
    }

    [Fact]
    public void What_is_not_a_patch_kernel_is_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("[2, 3]", Assert.Throws<InputException>(() => Inflation.CentralFrame(zeros(2, 3), 2)).Message);
        Assert.Contains(
            "0 frames", Assert.Throws<InputException>(() => Inflation.AverageFrame(Kernel(), 0)).Message);
    }

    private static Tensor Kernel() => Rng.At(1, "kernel", 0).Normal([2, 2, 3, 5]);
}
