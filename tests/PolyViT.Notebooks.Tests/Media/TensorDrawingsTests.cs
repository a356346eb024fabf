using System.Buffers.Binary;
using SkiaSharp;

namespace PolyViT.Notebooks.Tests;

public class TensorDrawingsTests
{
    [Fact]
    public void The_range_of_values_is_stated()
    {
        Assert.Equal(255, Pixel(ones(300, 300).AsPicture(), 0, 0).Red);
        Assert.Equal(0, Pixel(zeros(300, 300).AsPicture(low: 0, high: 1), 0, 0).Red);
        Assert.Equal(128, Pixel(ones(300, 300).Times(0.5).AsPicture(low: 0, high: 1), 0, 0).Red);
        Assert.Equal(7, Pixel(ones(300, 300, 3).Times(7).to(ScalarType.Byte).AsPicture(), 0, 0).Red);
    }

    [Fact]
    public void Small_pictures_are_enlarged_in_squares_and_large_ones_thinned()
    {
        var drawing = tensor([-1f, 1f, 1f, -1f], [2, 2]).AsPicture();
        Assert.Equal((16, 16), (drawing.Width, drawing.Height));
        Assert.Equal([0, 255], [Pixel(drawing, 7, 7).Red, Pixel(drawing, 8, 7).Red]);
        Assert.InRange(zeros(5000, 100).AsPicture().Height, 900, 1024);
    }

    [Fact]
    public void Strips_grids_and_spectrograms_have_their_sizes_and_words()
    {
        Assert.InRange(zeros(200, 50, 60, 3).AsStrip().Width, 15 * 60, 16 * 64);
        Assert.EndsWith(", every 13th frame", zeros(200, 50, 60, 3).AsStrip().Caption);
        var grid = zeros(100, 120, 120, 1).AsGrid(10);
        Assert.Contains("the first 64", grid.Caption, StringComparison.Ordinal);
        Assert.InRange(grid.Width, 500, 1250);
        var spectrogram = cat([zeros(300, 10), ones(300, 190)], 1).AsSpectrogram();
        Assert.Equal((300, 200), (spectrogram.Width, spectrogram.Height));
        Assert.True(Light(Pixel(spectrogram, 5, 5)) > Light(Pixel(spectrogram, 5, 198)));
        Assert.Contains("0 to 1", spectrogram.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_none_do_no_harm() =>
        Assert.Equal(200, ones(200, 200).Times(double.NaN).AsSpectrogram().Width);

    [Fact]
    public void Wrong_shapes_are_named()
    {
        Assert.Equal(
            "A picture needs the shape [H, W, 3], [H, W, 1] or [H, W]; this tensor is float32 [2, 3, 4].",
            Assert.Throws<InputException>(() => zeros(2, 3, 4).AsPicture()).Message);
        Assert.Throws<InputException>(() => zeros(2, 3).AsStrip());
        Assert.Throws<InputException>(() => zeros(0, 3).AsPicture());
        Assert.Throws<InputException>(() => zeros(2, 3).AsSound(16000));
        Assert.Throws<InputException>(() => zeros(3).AsSound(0));
        Assert.Throws<InputException>(() => Drawing.Of([1, 2, 3], "x"));
    }

    [Fact]
    public void A_sound_is_a_wav_file()
    {
        var wav = tensor([0f, 1f, -1f, 2f, float.NaN]).AsSound(8000).Wav();
        Assert.Equal("RIFF"u8.ToArray(), wav[..4]);
        Assert.Equal("WAVEfmt "u8.ToArray(), wav[8..16]);
        Assert.Equal(8000, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)));
        Assert.Equal(10, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
        short[] samples = [.. Enumerable.Range(0, 5)
            .Select(i => BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(44 + (2 * i))))];
        Assert.Equal([0, 32767, -32767, 32767, 0], samples);
    }

    [Fact]
    public void A_sound_is_shown_as_a_player_below_its_wave()
    {
        var html = (string)Formatters.Of(zeros(800).AsSound(8000).Captioned("a <hum>"))["text/html"];
        Assert.Contains("<audio controls", html, StringComparison.Ordinal);
        Assert.Contains("src=\"data:audio/wav;base64,UklGR", html, StringComparison.Ordinal);
        Assert.Contains("alt=\"a &lt;hum&gt;\"", html, StringComparison.Ordinal);
        Assert.Equal(480, new Sound([], 8000, "nothing").Wave().Width);
    }

    [Fact]
    public void Pictures_stand_beside_each_other()
    {
        var (a, b) = (zeros(200, 200).AsPicture(), ones(100, 300).AsPicture().Captioned("b"));
        var both = Drawing.Beside(a, b);
        Assert.Equal((508, 200), (both.Width, both.Height));
        Assert.Equal(0, Pixel(both, 204, 10).Alpha);
        var html = (string)Formatters.Of(new[] { a, b })["text/html"];
        Assert.Equal(2, html.Split("<img ").Length - 1);
    }

    private static SKColor Pixel(Drawing drawing, int x, int y)
    {
        using var bitmap = SKBitmap.Decode(drawing.Png.AsSpan());
        return bitmap.GetPixel(x, y);
    }

    private static int Light(SKColor c) => c.Red + c.Green + c.Blue;
}
