using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>
/// A data set's inputs, decoded and packed; labels and splits are apart, so that tasks can share it.
/// </summary>
/// <param name="Rows">
/// Rows of [H, W, C] or [P T, H, W, 3] uint8, or [T, F, 1] float32: in memory, or mapped from the cache.
/// </param>
/// <param name="Mean">
/// What is subtracted from every value: 127.5, or the mean of the training spectrograms.
/// </param>
/// <param name="Std">
/// What values are divided by: 127.5, or the training spectrograms' standard deviation.
/// </param>
public sealed record DecodedSet(PackedRows Rows, double Mean, double Std)
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

    /// <summary>Pictures of one size that need no decoding.</summary>
    /// <param name="split">Pictures and labels; those that stay in their files are read row by row.</param>
    public static DecodedSet Of(PictureSplit split) => new(
        split.Pixels is { } pixels ? PackedRows.Of(pixels) : Unpacked(split), HalfRange, HalfRange);

    /// <summary>Decodes the pictures of a listing, in the order of <see cref="Packed"/>.</summary>
    /// <param name="listing">The files.</param>
    /// <param name="name">The set's name, for the cache and the progress.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Ends it early; what is decoded stays in the cache.</param>
    /// <param name="mostUnreadable">The share of items that may be unreadable.</param>
    public static DecodedSet Pictures(
        Listing listing, string name, InputShapes shapes, Report? report, CancellationToken stop = default,
        double mostUnreadable = 0)
    {
        var size = shapes.ImageSize;
        var source = Source(listing, name, $"picture {size}", ScalarType.Byte, [size, size, 3],
            file => PolyViT.Pictures.Decode(file, size), mostUnreadable);
        return new(PackedSet.Open(CacheFolder.Path(), source, report, stop), HalfRange, HalfRange);
    }

    /// <summary>Decodes the videos of a listing, in the order of <see cref="Packed"/>.</summary>
    /// <param name="listing">The files.</param>
    /// <param name="name">The set's name, for the cache and the progress.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Ends it early; what is decoded stays in the cache.</param>
    /// <param name="mostUnreadable">The share of items that may be unreadable.</param>
    public static DecodedSet Clips(
        Listing listing, string name, InputShapes shapes, Report? report, CancellationToken stop = default,
        double mostUnreadable = 0)
    {
        var (frames, size) = (Phases * shapes.Frames, shapes.FrameSize);
        var source = Source(listing, name, $"clip {frames} {size}", ScalarType.Byte, [frames, size, size, 3],
            file => PolyViT.Clips.Decode(file, frames, size, FfmpegSetup.Usual), mostUnreadable);
        return new(PackedSet.Open(CacheFolder.Path(), source, report, stop), HalfRange, HalfRange);
    }

    /// <summary>
    /// Decodes the sounds of a listing to log-mel spectrograms, in the order of <see cref="Packed"/>.
    /// </summary>
    /// <param name="listing">The files; mean and deviation are those of the training split.</param>
    /// <param name="name">The set's name, for the cache and the progress.</param>
    /// <param name="settings">How sound becomes a spectrogram.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Ends it early; what is decoded stays in the cache.</param>
    /// <param name="mostUnreadable">The share of items that may be unreadable.</param>
    public static DecodedSet Sounds(
        Listing listing, string name, SpectrogramSettings settings, Report? report,
        CancellationToken stop = default, double mostUnreadable = 0)
    {
        var make = Spectrogram.Maker(settings);
        var source = Source(
            listing, name, $"{settings}", ScalarType.Float32, [settings.Frames, settings.MelBins, 1],
            file => MemoryMarshal.AsBytes(
                make(PolyViT.Sounds.Decode(file, settings.SampleRate, settings.Samples)).AsSpan()).ToArray(),
            mostUnreadable);
        var cache = CacheFolder.Path();
        var rows = PackedSet.Open(cache, source, report, stop);
        int[] train = [.. RowsOf(listing, listing.Train).Where(row => !rows.Unreadable.ContainsKey(row))];
        var moments = MeanAndStd.Kept(source.In(cache), rows, train);
        return new(rows, moments.Mean, Math.Max(1e-3, moments.Std));
    }

    /// <summary>
    /// The items of a listing that are decoded, each once, in ordinal order: the same for any division of the
    /// set into train and test.
    /// </summary>
    /// <param name="listing">The set.</param>
    public static ImmutableArray<Item> Packed(Listing listing) =>
    [
        .. listing.Train.Concat(listing.Test).DistinctBy(i => i.Name)
            .OrderBy(i => i.Name, StringComparer.Ordinal),
    ];

    /// <summary>Where these items stand in <see cref="Packed"/>.</summary>
    internal static int[] RowsOf(Listing listing, IEnumerable<Item> items)
    {
        var rows = Packed(listing).Select((item, row) => (item.Name, row)).ToDictionary(i => i.Name, i => i.row);
        return [.. items.Select(i => rows[i.Name])];
    }

    private static PackedSource Source(
        Listing listing, string name, string settings, ScalarType type, ImmutableArray<long> shape,
        Func<MediaFile, byte[]> decode, double mostUnreadable)
    {
        var items = Packed(listing);
        var key = CacheFolder.Key(settings, listing.Folder, items);
        return new(name, key, type, shape, items.Length, row => decode(items[row].In(listing.Folder)))
        {
            MostUnreadable = (int)(mostUnreadable * items.Length),
        };
    }

    private static PackedRows Unpacked(PictureSplit split)
    {
        var first = split.Read(0);
        return new(split.Count, ScalarType.Byte, [first.Height, first.Width, 3], row =>
        {
            var picture = split.Read(row);
            return (picture.Height, picture.Width) == (first.Height, first.Width)
                ? picture.Pixels
                : throw new InputException(
                    $"Picture {row} has {picture.Height} x {picture.Width} pixels, and picture 0 has "
                    + $"{first.Height} x {first.Width}: stream the set, which takes any size.");
        });
    }
}
