using SkiaSharp;

namespace PolyViT.Notebooks.Tests;

public class PngTests
{
    [Fact]
    public void A_picture_keeps_its_pixels()
    {
        using var scope = NewDisposeScope();
        var x = tensor([-1f, 0, 1, 1, 1, -9, 0.5f, 0.5f, 0.5f, 9, -1, -1, 0, 0, 0, 1, 0, -1], [2, 3, 3]);
        using var png = SKBitmap.Decode(Png.Picture(x));
        Assert.Equal((3, 2), (png.Width, png.Height));
        Assert.Equal(new SKColor(0, 128, 255), png.GetPixel(0, 0));
        Assert.Equal(new SKColor(255, 255, 0), png.GetPixel(1, 0));
        Assert.Equal(new SKColor(255, 0, 0), png.GetPixel(0, 1));
    }

    [Fact]
    public void One_channel_is_grey()
    {
        using var scope = NewDisposeScope();
        using var png = SKBitmap.Decode(Png.Picture(zeros(2, 2, 1)));
        Assert.Equal(new SKColor(128, 128, 128), png.GetPixel(1, 1));
    }

    [Fact]
    public void A_clip_is_a_strip_of_frames_with_clear_gaps()
    {
        using var scope = NewDisposeScope();
        var x = stack([zeros(4, 5, 3), ones(4, 5, 3)]);
        using var png = SKBitmap.Decode(Png.Strip(x));
        Assert.Equal((5 + 2 + 5, 4), (png.Width, png.Height));
        Assert.Equal(new SKColor(128, 128, 128), png.GetPixel(4, 3));
        Assert.Equal(0, png.GetPixel(5, 0).Alpha);
        Assert.Equal(SKColors.White, png.GetPixel(7, 0));
    }

    [Fact]
    public void A_spectrogram_has_time_to_the_right_and_high_frequencies_above()
    {
        using var scope = NewDisposeScope();
        var x = zeros(6, 4, 1);
        x[5, 3, 0].fill_(Ops.Scalar(2)); // the last time, the highest bin
        using var png = SKBitmap.Decode(Png.Spectrogram(x));
        Assert.Equal((6, 4), (png.Width, png.Height));
        Assert.Equal(new SKColor(252, 253, 191), png.GetPixel(5, 0));
        Assert.Equal(new SKColor(0, 0, 4), png.GetPixel(0, 3));
    }

    [Fact]
    public void Each_modality_has_its_picture()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Png.Picture(zeros(2, 2, 3)), Png.Of(Modality.Image, zeros(2, 2, 3)));
        Assert.Equal(Png.Strip(zeros(2, 2, 2, 3)), Png.Of(Modality.Video, zeros(2, 2, 2, 3)));
        Assert.Equal(Png.Spectrogram(zeros(3, 2, 1)), Png.Of(Modality.Audio, zeros(3, 2)));
    }

    [Fact]
    public void Patches_stand_apart_and_tubelets_further()
    {
        using var scope = NewDisposeScope();
        using var picture = SKBitmap.Decode(Png.Patches(Modality.Image, ones(4, 6, 3), [2, 3]));
        Assert.Equal((6 + 1, 4 + 1), (picture.Width, picture.Height));
        Assert.Equal(0, picture.GetPixel(3, 0).Alpha);
        Assert.Equal(0, picture.GetPixel(0, 2).Alpha);
        Assert.Equal(SKColors.White, picture.GetPixel(4, 3));

        using var clip = SKBitmap.Decode(Png.Patches(Modality.Video, ones(4, 2, 2, 3), [2, 2, 2]));
        Assert.Equal(2 + 2 + 2 + 8 + 2 + 2 + 2, clip.Width);
        Assert.Equal(SKColors.White, clip.GetPixel(clip.Width - 1, 1));

        using var sound = SKBitmap.Decode(Png.Patches(Modality.Audio, ones(8, 4, 1), [4, 2]));
        Assert.Equal((8 + 1, 4 + 1), (sound.Width, sound.Height));
    }
}
