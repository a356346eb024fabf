namespace PolyViT;

/// <summary>Input sizes from the length of a positional table, which alone does not tell the shape of the
/// grid.</summary>
internal static class Grids
{
    /// <summary>Input sizes that a table could have been made for.</summary>
    /// <param name="Inputs">The sizes.</param>
    /// <param name="Stride">From one spectrogram patch to the next; empty for the patch.</param>
    /// <param name="Note">That it was assumed; null where it was told.</param>
    private sealed record Guess(InputShapes Inputs, ImmutableArray<int> Stride, string? Note);

    /// <summary>The first told or usual input sizes that the table's rows fit.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="config">All sizes but the inputs and the spectrogram's stride.</param>
    /// <param name="modality">Whose table.</param>
    /// <param name="rows">N, with the rows of CLS and distillation token if the table has them.</param>
    /// <param name="prefix">How many such tokens there are.</param>
    /// <param name="sidecar">The config.json beside the file.</param>
    /// <param name="options">What the user says.</param>
    /// <param name="assumed">Takes a note where nothing was told.</param>
    public static (ModelConfig Config, TableGrid Table) Of(
        string path, ModelConfig config, Modality modality, long rows, int prefix, Sidecar sidecar, LoadOptions options,
        List<string> assumed)
    {
        foreach (var guess in Guesses(config, modality, rows, prefix, sidecar, options))
        {
            var sized = config with { Inputs = config.Inputs.With(modality, guess.Inputs) };
            sized = modality == Modality.Audio ? sized with { AudioStride = guess.Stride } : sized;
            var patches = ParameterLayout.Patches(sized, modality);
            if (patches == 0 || (patches != rows && patches != rows - prefix))
                continue;
            if (guess.Note is { } note)
                assumed.Add(note);
            return (sized, new(ParameterLayout.Grid(sized, modality), (int)(rows - patches)));
        }
        throw new InputException(
            $"The positional table in {path} has {rows - prefix} places for {modality.ToString().ToLowerInvariant()} "
            + $"patches of [{string.Join(", ", config.Patch(modality))}], from which no input size follows: "
            + "say LoadOptions.Inputs, or lay its config.json beside it.");
    }

    /// <summary>N of a table [1, N, D].</summary>
    public static long Rows(string path, Found table) => table.Shape is [1, var rows, _] ? rows : throw new InputException(
        $"The positional table '{table.Tensors[0].Name}' in {path} is [{string.Join(", ", table.Tensors[0].Shape)}], not "
        + "[1, places, width]: fetch or write the file again.");

    /// <summary>The same sizes, with those of one modality from others.</summary>
    /// <param name="inputs">The sizes.</param>
    /// <param name="modality">Which to replace.</param>
    /// <param name="from">The others.</param>
    public static InputShapes With(this InputShapes inputs, Modality modality, InputShapes from) => modality switch
    {
        Modality.Image => inputs with { ImageSize = from.ImageSize, ImageWidth = from.ImageWidth },
        Modality.Video => inputs with { Frames = from.Frames, FrameSize = from.FrameSize, FrameWidth = from.FrameWidth },
        _ => inputs with { SpectrogramFrames = from.SpectrogramFrames, MelBins = from.MelBins },
    };

    private static IEnumerable<Guess> Guesses(
        ModelConfig config, Modality modality, long rows, int prefix, Sidecar sidecar, LoadOptions options)
    {
        var stride = Stride(config, modality, sidecar, options);
        if (Told(modality, sidecar) is { } told)
            yield return new(told, stride, null);
        if (options.Inputs is { } wanted)
            yield return new(wanted, stride, null);
        var usual = modality switch
        {
            Modality.Image => Squares(config, rows, prefix),
            Modality.Video => Clips(config, rows - prefix),
            _ => Spectrograms(config, stride, rows - prefix),
        };
        foreach (var guess in usual)
            yield return guess;
    }

    private static ImmutableArray<int> Stride(ModelConfig config, Modality modality, Sidecar sidecar, LoadOptions options)
    {
        if (modality != Modality.Audio || !options.AudioStride.IsEmpty)
            return options.AudioStride;
        if (sidecar.Int("time_stride") is { } time && sidecar.Int("frequency_stride") is { } frequency)
            return [time, frequency];
        return config.FrequencyFirst ? [10, 10] : [];
    }

    private static InputShapes? Told(Modality modality, Sidecar sidecar)
    {
        switch (modality, sidecar.Sizes("inputs", modality.ToString().ToLowerInvariant()))
        {
            case (Modality.Image, [var h, var w, _]):
                return Picture(h, w);
            case (Modality.Video, [var t, var h, var w, _]):
                return Clip(t, h, w);
            case (Modality.Audio, [var t, var f, _]):
                return Spectrogram(t, f);
        }
        if (modality == Modality.Audio)
            return sidecar.Int("max_length") is { } frames && sidecar.Int("num_mel_bins") is { } bins
                ? Spectrogram(frames, bins)
                : null;
        if (sidecar.ImageSize is not [var height, var width])
            return null;
        return modality == Modality.Image ? Picture(height, width)
            : sidecar.Int("num_frames") is { } length ? Clip(length, height, width) : null;
    }

    // big_vision adds positions before it prepends CLS, and timm can: then the table has no row for it.
    private static IEnumerable<Guess> Squares(ModelConfig config, long rows, int prefix) =>
        from patches in new[] { rows - prefix, rows }
        let side = (long)Math.Round(Math.Sqrt(patches))
        where side * side == patches && side > 0
        let height = Size(side, config.ImagePatch[0])
        let width = Size(side, config.ImagePatch[1])
        select new Guess(Picture(height, width), [], $"pictures of {height} x {width}, a square of patches");

    private static IEnumerable<Guess> Clips(ModelConfig config, long patches)
    {
        const int usual = 224;
        var frame = (long)(usual / config.VideoPatch[1]) * (usual / config.VideoPatch[2]);
        if (frame == 0 || patches % frame != 0)
            yield break;
        var frames = Size(patches / frame, config.VideoPatch[0]);
        yield return new(Clip(frames, usual, usual), [], $"clips of {frames} frames of {usual} x {usual}");
    }

    private static IEnumerable<Guess> Spectrograms(ModelConfig config, ImmutableArray<int> stride, long patches)
    {
        const int bins = 128;
        foreach (var step in stride.IsEmpty ? [config.AudioPatch] : new[] { stride, config.AudioPatch })
        {
            var high = ((bins - config.AudioPatch[1]) / step[1]) + 1;
            if (bins < config.AudioPatch[1] || patches % high != 0)
                continue;
            // Several lengths give as many patches; the usual ones are multiples of 128 frames.
            var least = (int)Math.Min(((patches / high) - 1) * step[0], int.MaxValue / 2) + config.AudioPatch[0];
            var round = (least + 127) / 128 * 128;
            var frames = round < least + step[0] ? round : least;
            var own = step.SequenceEqual(config.AudioPatch);
            yield return new(Spectrogram(frames, bins), own && stride.IsEmpty ? [] : step,
                $"spectrograms of {frames} frames x {bins} bins, patches {step[0]} frames and {step[1]} bins apart");
        }
    }

    private static int Size(long patches, int patch) => (int)Math.Min(patches * patch, int.MaxValue);

    private static InputShapes Picture(int height, int width) =>
        InputShapes.Paper with { ImageSize = height, ImageWidth = width };

    private static InputShapes Clip(int frames, int height, int width) =>
        InputShapes.Paper with { Frames = frames, FrameSize = height, FrameWidth = width };

    private static InputShapes Spectrogram(int frames, int bins) =>
        InputShapes.Paper with { SpectrogramFrames = frames, MelBins = bins };
}
