using SkiaSharp;

namespace PolyViT.Tests;

public class ClassifyTests
{
    private static readonly TaskSpec Image = new() { Name = "image", Modality = Modality.Image, Classes = 3 };
    private static readonly TaskSpec Video = new() { Name = "video", Modality = Modality.Video, Classes = 4 };
    private static readonly TaskSpec Audio = new() { Name = "audio", Modality = Modality.Audio, Classes = 5 };
    private static readonly ModelConfig Tiny =
        new(16, 2, 2, 32, new InputShapes(16, 4, 14, 32, 16), [4, 4], [2, 7, 7], [8, 8]);

    private static string Png(TempFolder folder, int height, int width)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(x, y, new((byte)((y * 41) + x), (byte)(x * 23), (byte)(x * y)));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return folder.Write("picture.png", data.ToArray());
    }

    private static string Sound(TempFolder folder, double seconds)
    {
        var file = folder["sound.wav"];
        var tone = $"sine=frequency=440:sample_rate=16000:duration={seconds}";
        TempFolder.Make("-f", "lavfi", "-i", tone, file);
        return file;
    }

    [Fact]
    public void A_picture_comes_whole_and_in_its_own_size()
    {
        using var folder = new TempFolder();
        var (pixels, height, width) = Pictures.Whole(Png(folder, 5, 7));
        Assert.Equal((5, 7), (height, width));
        Assert.Equal([(byte)((4 * 41) + 6), 6 * 23, 24], pixels[^3..]);
        Assert.Equal([41, 0, 0], pixels[21..24]);
    }

    [Fact]
    public void Each_way_of_resizing_is_the_one_it_is_named_for()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        var file = Png(folder, 30, 40);
        var bytes = tensor(Pictures.Whole(file).Pixels, [1, 30, 40, 3]);
        Tensor Unit(Tensor x) => x.to(float32).Times(2 / 255.0).Plus(-1);
        void Same(Tensor expected, FrontEnd way) =>
            Assert.True(FileViews.Of(file, Modality.Image, Tiny, way).allclose(expected, 0, 1e-6));
        Same(Unit(Resize.TensorFlow(bytes.to(float32), 16, 16).to(uint8)), new());
        Same(Unit(Resize.Pillow(bytes, 16, 16)), new() { Pillow = true });
        var shorter = Resize.Pillow(bytes, 18, 24, ResizeFilter.Bicubic); // 16 / 0.875 = 18.3
        Same(
            Unit(shorter.narrow(1, 1, 16).narrow(2, 4, 16)),
            new() { Pillow = true, Filter = ResizeFilter.Bicubic, CropShare = 0.875 });
        var strange = new FrontEnd { Pillow = true, Mean = [0, 0.5, 1], Std = [1, 2, 4] };
        var colours = Resize.Pillow(bytes, 16, 16).to(float32).Times(1 / 255.0);
        var expected = colours.Subtract(tensor(new[] { 0f, 0.5f, 1 })).div(tensor(new[] { 1f, 2, 4 }));
        Same(expected, strange);
    }

    [Fact]
    public void A_video_is_seen_in_clips_of_every_second_frame_and_three_crops()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        // 20 frames of 32 x 48; frame i is red 10 i on the left third, green in the middle, blue on the
        // right.
        var pixels = from i in Enumerable.Range(0, 20)
                     from y in Enumerable.Range(0, 32)
                     from x in Enumerable.Range(0, 48)
                     from c in Enumerable.Range(0, 3)
                     select (byte)(c == x / 16 ? 10 * i : 0);
        var file = folder["clip.mkv"];
        TempFolder.Make(
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "48x32", "-r", "10",
            "-i", folder.Write("raw", [.. pixels]), "-c:v", "ffv1", "-pix_fmt", "bgr0", file);
        var views = FileViews.Of(file, Modality.Video, Tiny, new() { Views = 3 });
        Assert.Equal([9, 4, 14, 14, 3], views.shape); // start, middle and end crop of three clips
        int[] Levels(int view, int column, int colour) =>
        [
            .. Enumerable.Range(0, 4)
                .Select(t => (int)Math.Round((views[view][t][7][column][colour].item<float>() + 1) * 12.75)),
        ];
        Assert.Equal([0, 2, 4, 6], Levels(0, 1, 0)); // the first clip, red on the left
        Assert.Equal([6, 8, 10, 12], Levels(1, 1, 0));
        Assert.Equal([12, 14, 16, 18], Levels(2, 1, 0));
        Assert.Equal([12, 14, 16, 18], Levels(5, 7, 1)); // the middle crop, green
        Assert.Equal([12, 14, 16, 18], Levels(8, 12, 2)); // the end crop, blue on the right
        var middles = FileViews.Of(file, Modality.Video, Tiny, new() { Views = 3, Crops = 1 });
        Assert.Equal([3, 4, 14, 14, 3], middles.shape);
        Refusal.Names(() => FileViews.Of(file, Modality.Video, Tiny, new() { Crops = 2 }), "2 crops");
    }

    [Fact]
    public void A_short_video_begins_again()
    {
        using var folder = new TempFolder();
        var grey = Enumerable.Range(0, 3).SelectMany(i => Enumerable.Repeat((byte)(50 * i), 768));
        var raw = folder.Write("raw", [.. grey]);
        var file = folder["clip.mkv"];
        TempFolder.Make(
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "16x16", "-r", "10", "-i", raw,
            "-c:v", "ffv1", file);
        var seen = Clips.Chosen(file, count => [0, 2, count + 1, 4], (frame, h, w) => (frame.Length, h, w));
        Assert.All(seen, frame => Assert.Equal((768, 16, 16), frame));
        var frames = Clips.Chosen(file, _ => [0, 2, 4], (frame, _, _) => (int)frame[0]);
        Assert.True(frames[0] < frames[2] && frames[2] < frames[1]); // 0, then 100, then 50 again
    }

    [Fact]
    public void A_sound_goes_through_the_filterbank_of_its_model()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        var file = Sound(folder, 0.2); // 18 windows of Kaldi's, 20 hops
        var samples = tensor(Sounds.Present(file, 16000, 100_000));
        Assert.Equal(3200, samples.size(0));
        var ast = FileViews.Of(
            file, Modality.Audio, Tiny, new() { Kaldi = true, SoundMean = -4, SoundStd = 5 });
        Assert.Equal([1, 32, 16, 1], ast.shape);
        var mel = KaldiFilterbank.LogMel(samples.Subtract(samples.mean()), new(16000, 16));
        Assert.True(ast[0].narrow(0, 0, 18).squeeze(-1).allclose(mel.Plus(4).Times(0.1), 1e-5, 1e-5));
        Assert.Equal(0.4f, ast[0][31][15][0].item<float>(), 1e-6f); // the zeros behind, normalised
        var own = FileViews.Of(file, Modality.Audio, Tiny, new());
        Assert.Equal([1, 32, 16, 1], own.shape); // repeated to 32 hops
        Assert.Equal(0, own.mean().item<float>(), 1e-4f);
        Assert.Equal(1, own.std().item<float>(), 1e-3f);
    }

    [Fact]
    public void A_long_sound_is_heard_in_windows_from_start_to_end()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        var way = new FrontEnd { Views = 3, SoundMean = 0, SoundStd = 1 };
        var views = FileViews.Of(Sound(folder, 1), Modality.Audio, Tiny, way);
        Assert.Equal([3, 32, 16, 1], views.shape); // 100 hops: at 0, 34 and 68
        var whole = Spectrogram.LogMel(
            tensor(Sounds.Present(folder["sound.wav"], 16000, 100_000)), new(16000, 100, 16));
        foreach (var (view, at) in new[] { 0, 34, 68 }.Index())
            Assert.True(views[view].squeeze(-1).allclose(whole.narrow(0, at, 32), 1e-5, 1e-5));
    }

    [Fact]
    public void Probabilities_are_of_the_mean_logits_over_views()
    {
        using var folder = new TempFolder();
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = PolyVit.Create(Tiny, [Image, Video, Audio], 1);
        var file = Sound(folder, 1);
        var way = new FrontEnd { Views = 3 };
        var one = Classify.File(model, Audio, file, way);
        Assert.Equal(3, one.Views);
        var logits = model.Logits(Audio, FileViews.Of(file, Modality.Audio, Tiny, way)).mean([0L]);
        var expected = nn.functional.softmax(logits, -1).data<float>().ToArray();
        Assert.All(expected.Zip(one.Probabilities), p => Assert.Equal(p.First, p.Second, 1e-5f));
        Assert.Equal(expected.Max(), one.Top(2).First().Probability, 1e-5f);
        var many = Classify.File(model, Audio with { Kind = TaskKind.MultiLabel }, file, way);
        var sigmoid = logits.sigmoid().data<float>().ToArray();
        Assert.All(sigmoid.Zip(many.Probabilities), p => Assert.Equal(p.First, p.Second, 1e-5f));
        Assert.Equal(1, Classify.File(model, Image, Png(folder, 9, 9), way).Views);
        Refusal.Names(() => Classify.File(model, Audio with { Classes = 0 }, file, way), "no classes");
    }

    [Fact]
    public void What_lies_beside_the_weights_tells_the_front_end()
    {
        using var folder = new TempFolder();
        var weights = folder.Write("w.safetensors", []);
        Assert.False(FrontEnds.Beside(weights, Tiny).Pillow);
        var ast = FrontEnds.Beside(weights, Tiny with { FrequencyFirst = true });
        Assert.Equal((true, -4.2677393), (ast.Kaldi, ast.SoundMean));
        folder.Write("config.json", """
            {"pretrained_cfg": {"mean": [0.485, 0.456, 0.406], "std": [0.2, 0.3, 0.4],
                "crop_pct": 0.9, "interpolation": "bicubic"}}
            """u8.ToArray());
        var timm = FrontEnds.Beside(weights, Tiny);
        Assert.Equal((ResizeFilter.Bicubic, 0.9, 0.456), (timm.Filter, timm.CropShare, timm.Mean[1]));
        folder.Write("preprocessor_config.json", """
            {"image_mean": [0.5, 0.4, 0.3], "resample": 2, "mean": -6.5, "std": 3.5}
            """u8.ToArray());
        var hugging = FrontEnds.Beside(weights, Tiny with { FrequencyFirst = true });
        Assert.Equal((true, ResizeFilter.Bilinear, 0.4), (hugging.Pillow, hugging.Filter, hugging.Mean[1]));
        Assert.Equal((null, -6.5, 3.5), (hugging.CropShare, hugging.SoundMean, hugging.SoundStd));
        folder.Write("preprocessor_config.json", "{"u8.ToArray());
        Refusal.Names(() => FrontEnds.Beside(weights, Tiny), "preprocessor_config.json", "no JSON");
    }

    [Fact]
    public void Labels_are_lines_or_a_column_and_as_many_as_the_classes()
    {
        using var folder = new TempFolder();
        var lines = folder.Write("labels.txt", "tabby cat\r\n\n#1 dog\n"u8.ToArray());
        Assert.Equal(["tabby cat", "#1 dog"], Classify.Labels(lines, 2));
        var table = folder.Write(
            "labels.csv", "index,mid,display_name\n0,/m/09,\"Male speech, man\"\n1,/m/05,Child\n"u8.ToArray());
        Assert.Equal(["Male speech, man", "Child"], Classify.Labels(table, 2));
        Refusal.Names(() => Classify.Labels(lines, 3), "names 2 classes", "have 3");
        Refusal.Names(() => Classify.Labels(folder["none.txt"], 3), "does not exist");
    }
}
