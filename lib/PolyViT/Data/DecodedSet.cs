using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>
/// A data set's inputs, decoded and in memory; labels and splits are apart, so that tasks can share it.
/// </summary>
/// <param name="Examples">
/// [N, H, W, C] or [N, P T, H, W, 3] uint8, or [N, T, F, 1] float32; in no dispose scope.
/// </param>
/// <param name="Mean">
/// What is subtracted from every value: 127.5, or the mean of the training spectrograms.
/// </param>
/// <param name="Std">
/// What values are divided by: 127.5, or the training spectrograms' standard deviation.
/// </param>
public sealed record DecodedSet(Tensor Examples, double Mean, double Std)
{
    /// <summary>
    /// Half the range of a byte: x / 127.5 - 1 is x / 255 * 2 - 1, the value_range(-1, 1) of scenic.
    /// </summary>
    internal const double HalfRange = 127.5;

    /// <summary>
    /// P, the frames kept per frame that a model sees. A clip is cut into T equal stretches with P frames in
    /// each; the test view is the middle one of each, training draws one of the P for the whole clip.
    /// </summary>
    public const int Phases = 3;

    /// <summary>Pictures that need no decoding.</summary>
    /// <param name="split">Pictures and labels.</param>
    public static DecodedSet Of(PictureSplit split) => new(split.Whole(), HalfRange, HalfRange);

    /// <summary>Decodes the pictures of a listing, in the order of <see cref="Listing.Files"/>.</summary>
    /// <param name="listing">The files.</param>
    /// <param name="name">The set's name, for the cache and the progress.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="report">Takes the progress.</param>
    public static DecodedSet Pictures(Listing listing, string name, InputShapes shapes, Report? report)
    {
        var size = shapes.ImageSize;
        var data = Decoded(listing, name, $"picture {size}", ScalarType.Byte, [size, size, 3],
            file => PolyViT.Pictures.Decode(file, size), report);
        return new(data, HalfRange, HalfRange);
    }

    /// <summary>Decodes the videos of a listing, in the order of <see cref="Listing.Files"/>.</summary>
    /// <param name="listing">The files.</param>
    /// <param name="name">The set's name, for the cache and the progress.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="report">Takes the progress.</param>
    public static DecodedSet Clips(Listing listing, string name, InputShapes shapes, Report? report)
    {
        var (frames, size) = (Phases * shapes.Frames, shapes.FrameSize);
        var data = Decoded(listing, name, $"clip {frames} {size}", ScalarType.Byte, [frames, size, size, 3],
            file => PolyViT.Clips.Decode(file, frames, size), report);
        return new(data, HalfRange, HalfRange);
    }

    /// <summary>
    /// Decodes the sounds of a listing to log-mel spectrograms, in the order of <see cref="Listing.Files"/>.
    /// </summary>
    /// <param name="listing">The files; mean and deviation are those of the training split.</param>
    /// <param name="name">The set's name, for the cache and the progress.</param>
    /// <param name="settings">How sound becomes a spectrogram.</param>
    /// <param name="report">Takes the progress.</param>
    public static DecodedSet Sounds(
        Listing listing, string name, SpectrogramSettings settings, Report? report)
    {
        var make = Spectrogram.Maker(settings);
        var shape = new long[] { settings.Frames, settings.MelBins, 1 };
        var data = Decoded(listing, name, $"{settings}", ScalarType.Float32, shape,
            file => MemoryMarshal.AsBytes(
                make(PolyViT.Sounds.Decode(file, settings.SampleRate, settings.Samples)).AsSpan()).ToArray(),
            report);
        using var scope = NewDisposeScope();
        var train = data.index_select(0, tensor(listing.Rows(listing.Train)));
        return new(data, train.mean().item<float>(), Math.Max(1e-3, train.std().item<float>()));
    }

    private static Tensor Decoded(
        Listing listing, string name, string settings, ScalarType type, long[] shape,
        Func<string, byte[]> decode, Report? report)
    {
        var files = listing.Files();
        var path = Cache.PathOf(Cache.Folder(), name, settings, listing.Folder, files);
        var data = empty([files.Length, .. shape], type).DetachFromDisposeScope();
        try
        {
            if (!Cache.TryRead(path, data))
            {
                Fill(data, [.. files.Select(f => Path.Combine(listing.Folder, f))], decode, name, report);
                Cache.Write(path, data);
            }
            return data;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    // Workers return plain arrays; tensors, the progress and any error are this thread's.
    private static void Fill(
        Tensor data, string[] files, Func<string, byte[]> decode, string name, Report? report)
    {
        var work = Partitioner
            .Create(files.Select((file, row) => (file, row)), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered);
        try
        {
            var done = 0;
            foreach (var (row, bytes) in work.Select(w => (w.row, decode(w.file))))
            {
                using var scope = NewDisposeScope();
                bytes.CopyTo(data.narrow(0, row, 1).bytes);
                report?.Invoke(new($"decoding {name}", ++done, files.Length));
            }
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.OfType<InputException>().Any())
        {
            throw e.Flatten().InnerExceptions.OfType<InputException>().First();
        }
    }
}
