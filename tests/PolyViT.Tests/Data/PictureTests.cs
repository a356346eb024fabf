using SkiaSharp;

namespace PolyViT.Tests;

public class PictureTests
{
    private static string Png(TempFolder folder, int width, int height, Func<int, int, SKColor> colour)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, colour(y, x));
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return folder.Write("picture.jpg", data.ToArray()); // the name is wrong on purpose
    }

    [Fact]
    public void Pixels_come_rows_first_in_red_green_blue()
    {
        using var folder = new TempFolder();
        var file = Png(folder, 4, 4, (y, x) => new((byte)(10 * y), (byte)(60 * x), 7));
        var pixels = Pictures.Decode(file, 4);
        var expected = from y in Enumerable.Range(0, 4)
                       from x in Enumerable.Range(0, 4)
                       from v in new[] { 10 * y, 60 * x, 7 }
                       select (byte)v;
        Assert.Equal(expected, pixels);
    }

    [Fact]
    public void Shrinking_averages_and_does_not_keep_the_aspect_ratio()
    {
        using var folder = new TempFolder();
        var board = Png(folder, 64, 32, (y, x) => (x + y) % 2 == 0 ? SKColors.Black : SKColors.White);
        Assert.All(Pictures.Decode(board, 8), v => Assert.InRange(v, 126, 129));
        var halves = Pictures.Decode(Png(folder, 64, 16, (_, x) => x < 32 ? SKColors.Red : SKColors.Blue), 8);
        for (var row = 0; row < 8; row++)
        {
            Assert.Equal([255, 0, 0], halves[(row * 24)..((row * 24) + 3)]);
            Assert.Equal([0, 0, 255], halves[((row * 24) + 21)..((row * 24) + 24)]);
        }
    }

    [Fact]
    public void Enlarging_is_bilinear_with_centres_at_half_integers()
    {
        using var folder = new TempFolder();
        var two = Png(folder, 2, 1, (_, x) => x == 0 ? SKColors.Black : new(200, 200, 200));
        var pixels = Pictures.Decode(two, 4);
        foreach (var (expected, x) in new[] { 0, 50, 150, 200 }.Select((v, x) => (v, x)))
            Assert.InRange(pixels[3 * x], expected - 1, expected + 1);
    }

    [Theory]
    [InlineData("baseline_420.jpg")]
    [InlineData("rgba8.png")]
    [InlineData("exif_orientation6.jpg")]
    public void A_picture_within_an_archive_is_the_same_and_may_take_room_that_is_there(string name)
    {
        using var folder = new TempFolder();
        var bytes = File.ReadAllBytes(SharedFolder.Require($"data/torture/image/{name}"));
        var whole = Pictures.Read(new(folder.Write("a", bytes)));
        var file = folder.Write("b.tar", [.. new byte[512], .. bytes, .. new byte[100]]);
        var room = new byte[whole.Pixels.Length + 7];
        var part = Pictures.Read(new(file) { Offset = 512, Length = bytes.Length }, room: _ => room);
        Assert.Same(room, part.Pixels);
        Assert.Equal((whole.Height, whole.Width), (part.Height, part.Width));
        Assert.Equal(whole.Pixels, room[..^7]);
        var cut = new MediaFile(file) { Offset = 512, Length = bytes.Length / 2 };
        Refusal.Names(() => Pictures.Read(cut), "b.tar at byte 512");
        Refusal.Names(() => Pictures.Read(new(file) { Offset = 1 << 20 }), "b.tar");
    }

    [Fact]
    public void A_jpeg_may_come_reduced()
    {
        using var scope = NewDisposeScope();
        var file = new MediaFile(SharedFolder.Require("data/torture/image/baseline_420.jpg"));
        var (whole, half) = (Pictures.Read(file), Pictures.Read(file, 2));
        Assert.Equal((534, 400, 267, 200), (whole.Height, whole.Width, half.Height, half.Width));
        var mean = tensor(whole.Pixels).to(float32).view(267, 2, 200, 2, 3).mean([1, 3]);
        var seen = tensor(half.Pixels).to(float32).view(267, 200, 3);
        Assert.InRange(seen.Subtract(mean).abs().mean().item<float>(), 0, 2);
        Assert.Equal((67, 50), (Pictures.Read(file, 8).Height, Pictures.Read(file, 8).Width));
        Refusal.Names(() => Pictures.Read(file, 3), "reduced by 3");
    }

    [Fact]
    public void What_is_transparent_shows_white()
    {
        using var folder = new TempFolder();
        var pixels = Pictures.Decode(Png(folder, 2, 2, (y, _) => new(0, 0, 0, (byte)(y == 0 ? 0 : 128))), 2);
        Assert.Equal([255, 255, 255], pixels[..3]);
        Assert.All(pixels[6..], v => Assert.InRange(v, 126, 128));
    }

    [Theory]
    [InlineData("exif_orientation6.jpg", 90)]
    [InlineData("exif_orientation3.jpg", 180)]
    [InlineData("exif_orientation5_mirror.jpg", -1)]
    public void A_picture_is_shown_as_its_orientation_says(string name, int degrees)
    {
        using var folder = new TempFolder();
        var file = SharedFolder.Require($"data/torture/image/{name}");
        // Without its EXIF segment the same file decodes as stored.
        var plain = folder.Write("plain.jpg", WithoutExif(File.ReadAllBytes(file)));
        var stored = Shape(Pictures.Decode(plain, 24));
        var expected = degrees switch
        {
            90 => stored.flip(0).transpose(0, 1),
            180 => stored.flip(0, 1),
            _ => stored.transpose(0, 1),
        };
        Assert.False(stored.equal(expected).all().item<bool>());
        Assert.True(Shape(Pictures.Decode(file, 24)).equal(expected).all().item<bool>());
    }

    [Theory]
    [InlineData("exif_orientation6.jpg", 90)]
    [InlineData("exif_orientation3.jpg", 180)]
    [InlineData("exif_orientation5_mirror.jpg", -1)]
    public void A_picture_in_its_own_size_is_turned_too(string name, int degrees)
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        var file = SharedFolder.Require($"data/torture/image/{name}");
        var plain = folder.Write("plain.jpg", WithoutExif(File.ReadAllBytes(file)));
        static Tensor Whole(string path)
        {
            var (pixels, height, width) = Pictures.Whole(path);
            return tensor(pixels, [height, width, 3], ScalarType.Byte);
        }
        var stored = Whole(plain);
        Assert.NotEqual(stored.size(0), stored.size(1)); // or turning could not be told from not turning
        var expected = degrees switch
        {
            90 => stored.flip(0).transpose(0, 1),
            180 => stored.flip(0, 1),
            _ => stored.transpose(0, 1),
        };
        var shown = Whole(file);
        Assert.Equal(expected.shape, shown.shape);
        Assert.True(shown.equal(expected).all().item<bool>());
    }

    private static Tensor Shape(byte[] pixels) => tensor(pixels, [24, 24, 3], ScalarType.Byte);

    private static byte[] WithoutExif(byte[] jpeg)
    {
        var at = 2;
        while (jpeg[at + 1] != 0xE1)
            at += 2 + (256 * jpeg[at + 2]) + jpeg[at + 3];
        return [.. jpeg[..at], .. jpeg[(at + 2 + (256 * jpeg[at + 2]) + jpeg[at + 3])..]];
    }

    [Fact]
    public void A_picture_that_announces_too_many_pixels_is_refused()
    {
        var bomb = SharedFolder.Require("data/torture/image/bomb_20000x20000.png");
        Refusal.Names(() => Pictures.Decode(bomb, 8), "bomb_20000x20000.png", "20000 x 20000", "shrink");
    }

    [Fact]
    public void What_is_no_picture_is_refused_by_name()
    {
        using var folder = new TempFolder();
        Refusal.Names(() => Pictures.Decode(folder.Write("page.jpg", "<html></html>"), 8), "page.jpg");
        Refusal.Names(() => Pictures.Decode(folder.Write("none.jpg", []), 8), "none.jpg");
        var whole = File.ReadAllBytes(Png(folder, 40, 40, (y, x) => new((byte)(y * x), (byte)(37 * x), 0)));
        var half = folder.Write("half.png", whole[..(whole.Length / 2)]);
        Refusal.Names(() => Pictures.Decode(half, 8), "half.png");
    }
}
