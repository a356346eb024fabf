namespace PolyViT;

/// <summary>From a file to the inputs of a model, one per view.</summary>
public static class FileViews
{
    private const int SampleRate = 16000;
    private const int MostSeconds = 600;

    /// <summary>The views of a picture, video or sound.</summary>
    /// <param name="file">What to look at.</param>
    /// <param name="modality">What it is taken for: a video file may be looked at or listened to.</param>
    /// <param name="config">The model's sizes.</param>
    /// <param name="way">How it becomes an input.</param>
    /// <returns>[V, H, W, 3], [V, T, H, W, 3] or [V, T, F, 1] float32.</returns>
    /// <exception cref="InputException">The file cannot be decoded.</exception>
    public static Tensor Of(string file, Modality modality, ModelConfig config, FrontEnd way) =>
        modality switch
        {
            Modality.Image => Picture(file, config, way),
            Modality.Video => Clips(file, config, way),
            _ => Sound(file, config, way),
        };

    private static Tensor Picture(string file, ModelConfig config, FrontEnd way)
    {
        using var scope = NewDisposeScope();
        var (pixels, h, w) = Pictures.Whole(file);
        var (height, width) = (config.Inputs.ImageSize, config.Inputs.ImageWidth);
        var picture = tensor(pixels, [1, h, w, 3]);
        var sized = way.CropShare is { } share
            ? Cropped(picture, (h, w), (height, width), share, way)
            : Sized(picture, height, width, way);
        return Normal(sized, way).MoveToOuterDisposeScope();
    }

    // timm: the shorter side is resized to the size over the share, and the middle is cut out.
    private static Tensor Cropped(
        Tensor picture, (int Height, int Width) from, (int Height, int Width) to, double share, FrontEnd way)
    {
        var shorter = (int)Math.Floor(Math.Max(to.Height, to.Width) / share);
        var (height, width) = Crops.ShorterSideTorchvision(from.Height, from.Width, shorter);
        var window = new Window(
            Crops.Torchvision(height, height, to.Height).Top, Crops.Torchvision(width, width, to.Width).Left,
            to.Height, to.Width);
        return Sized(picture, height, width, way).Crop(window);
    }

    private static Tensor Sized(Tensor bytes, int height, int width, FrontEnd way) => way.Pillow
        ? Resize.Pillow(bytes, height, width, way.Filter)
        : Truncated(bytes, height, width);

    // scenic casts what is resized back to bytes.
    private static Tensor Truncated(Tensor bytes, int height, int width) =>
        Resize.TensorFlow(bytes.to(float32), height, width).to(ScalarType.Byte);

    private static Tensor Normal(Tensor bytes, FrontEnd way)
    {
        var (mean, std) = (tensor(way.Mean.ToArray(), float32), tensor(way.Std.ToArray(), float32));
        return bytes.to(float32).Times(1 / 255.0).Subtract(mean).div(std);
    }

    private static Tensor Clips(string file, ModelConfig config, FrontEnd way)
    {
        using var scope = NewDisposeScope();
        var (frames, size) = (config.Inputs.Frames, config.Inputs.FrameSize);
        if (size != config.Inputs.FrameWidth)
            throw new InputException(
                $"The model takes frames of {size} x {config.Inputs.FrameWidth}: crops of a video are square, "
                + "so load it with square Inputs.");
        IReadOnlyList<int> Chosen(int count) =>
        [
            .. from start in Views.Starts(count, frames * way.Stride, way.Views)
               from i in Enumerable.Range(0, frames)
               select start + (i * way.Stride),
        ];
        var kept = PolyViT.Clips.Chosen(file, Chosen, (pixels, h, w) => Shrunk(pixels, h, w, size));
        var (height, width) = (kept[0].Height, kept[0].Width);
        var all = stack([.. kept.Select(k => tensor(k.Pixels, [height, width, 3]))])
            .reshape(way.Views, frames, height, width, 3);
        var windows = way.Crops switch
        {
            1 => [Crops.Scenic(height, width, size)],
            3 => Crops.ThreeSpatial(height, width, size),
            _ => throw new InputException($"{way.Crops} crops of a clip cannot be taken: choose 1 or 3."),
        };
        var views = cat([.. windows.Select(all.Crop)]);
        return views.to(float32).Times(2 / 255.0).Plus(-1).MoveToOuterDisposeScope();
    }

    // scenic: the shorter side is 256 where 224 are cut out.
    private static (byte[] Pixels, int Height, int Width) Shrunk(byte[] pixels, int h, int w, int size)
    {
        using var scope = NewDisposeScope();
        var (height, width) = Crops.ShorterSideDmvr(h, w, size * 256 / 224);
        return (Truncated(tensor(pixels, [h, w, 3]), height, width).data<byte>().ToArray(), height, width);
    }

    private static Tensor Sound(string file, ModelConfig config, FrontEnd way)
    {
        using var scope = NewDisposeScope();
        var (frames, bins) = (config.Inputs.SpectrogramFrames, config.Inputs.MelBins);
        var samples = Sounds.Present(file, SampleRate, SampleRate * MostSeconds);
        var mel = way.Kaldi ? Filterbank(samples, frames, bins) : LogMel(samples, frames, bins); // [T, F]
        var mean = way.SoundMean ?? mel.mean().item<float>();
        var std = way.SoundStd ?? Math.Max(1e-3, mel.std().item<float>());
        var normal = mel.Plus(-mean).Times(1 / (way.Kaldi ? 2 * std : std));
        var views = normal.size(0) == frames ? 1 : way.Views;
        var windows = Views.Starts((int)normal.size(0), frames, views)
            .Select(at => normal.narrow(0, at, frames));
        return stack([.. windows]).unsqueeze(-1).MoveToOuterDisposeScope();
    }

    // AST fills up with zeros, before it subtracts the mean.
    private static Tensor Filterbank(float[] samples, int frames, int bins)
    {
        var settings = new KaldiSettings(SampleRate, bins);
        var sound = tensor(Sounds.Looped(samples, Math.Max(samples.Length, settings.Window)));
        var mel = KaldiFilterbank.LogMel(sound.Subtract(sound.mean()), settings);
        return nn.functional.pad(mel, [0, 0, 0, Math.Max(0, frames - mel.size(0))]);
    }

    // PolyViT repeats what is too short.
    private static Tensor LogMel(float[] samples, int frames, int bins)
    {
        var settings = new SpectrogramSettings(SampleRate, frames, bins);
        settings = settings with { Frames = Math.Max(frames, samples.Length / settings.Hop) };
        return Spectrogram.LogMel(tensor(Sounds.Looped(samples, settings.Samples)), settings);
    }
}
