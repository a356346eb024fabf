namespace PolyViT;

/// <summary>The items of a set, to be decoded from end to end.</summary>
/// <param name="Set">The set's name.</param>
/// <param name="Modality">What its items are.</param>
/// <param name="Listing">Its lists.</param>
/// <param name="Records">Where items are no files of their own.</param>
internal sealed record WholeItems(
    string Set, Modality Modality, Listing Listing, PictureRecords? Records = null)
{
    private const int SampleRate = 16000, BlockSeconds = 300;

    /// <summary>Those of a task of the catalogue.</summary>
    /// <param name="task">The task.</param>
    /// <param name="root">The data folder.</param>
    public static WholeItems Of(CatalogueTask task, string root)
    {
        var listing = task.List(root);
        return new(task.Name, task.Modality, listing, task.Records?.Invoke(listing.Folder));
    }

    /// <summary>Each once, though some may be in several splits.</summary>
    public ImmutableArray<Item> All { get; } =
    [
        .. Listing.Train.Concat(Listing.Validation).Concat(Listing.Test)
            .Concat(Listing.MoreTests.Values.SelectMany(m => m)).DistinctBy(i => i.Name),
    ];

    /// <summary>What tells the state of each item from another one, by name.</summary>
    public Dictionary<string, FileStamp> Stamps()
    {
        var all = Records is null ? default : FileStamp.OfFolder(Listing.Folder);
        return All.ToDictionary(
            i => i.Name, i => Records is null ? FileStamp.Of(i.In(Listing.Folder).Path) : all);
    }

    /// <summary>Decodes an item, and says how large and how long it is.</summary>
    /// <param name="item">The item.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InputException">It cannot be decoded.</exception>
    public SeenItem See(Item item, CancellationToken stop)
    {
        if (Records is not null)
            return Seen(Recorded(item), 0);
        var file = item.In(Listing.Folder);
        if (!File.Exists(file.Path))
            throw new InputException($"{file.Path} is not there: copy it again or take it out of the lists.");
        var bytes = file.Length ?? new FileInfo(file.Path).Length;
        if (Modality == Modality.Image)
            return Seen(Pictures.Read(file), bytes);
        if (Modality == Modality.Audio)
            return new(bytes, Listen(file, stop), 0, 0);
        var clip = Clips.Probe(file);
        _ = Clips.Read(file, frames => [frames - 1], stop: stop); // all that lie before it are decoded too
        return new(bytes, Math.Clamp(clip.Seconds - file.Start, 0, file.Seconds), clip.Height, clip.Width);
    }

    private static SeenItem Seen(Picture picture, long bytes) => new(bytes, 0, picture.Height, picture.Width);

    // Records are called after their split and number.
    private Picture Recorded(Item item)
    {
        var slash = item.File.LastIndexOf('/');
        var number = int.Parse(item.File.AsSpan(slash + 1), CultureInfo.InvariantCulture);
        return Records!.Part(item.File[..slash]).Read(number);
    }

    // In blocks, so that a sound of hours needs no memory to match. Its seconds.
    private static double Listen(MediaFile file, CancellationToken stop)
    {
        var rate = Wav.TryOpen(file)?.SampleRate ?? SampleRate; // a plain WAV at its own rate needs no ffmpeg
        var (block, total) = (rate * BlockSeconds, 0L);
        for (var from = 0L; from == 0 || from < total; from += block)
        {
            var first = from;
            _ = Sounds.Read(file, rate, samples => Math.Min(first, (total = samples) - 1), block, stop);
        }
        return (double)total / rate;
    }
}

/// <summary>What an item turned out to be.</summary>
/// <param name="Bytes">Its length; 0 where it is no file of its own.</param>
/// <param name="Seconds">Its duration; 0 for pictures.</param>
/// <param name="Height">Pixels; 0 for sounds.</param>
/// <param name="Width">Pixels; 0 for sounds.</param>
internal readonly record struct SeenItem(long Bytes, double Seconds, int Height, int Width);
