using System.Collections.Concurrent;

namespace PolyViT;

/// <summary>What reading every item of a set found.</summary>
/// <param name="Items">How many items the lists have.</param>
/// <param name="Known">How many of them had been read before, and have not changed since.</param>
/// <param name="Unreadable">Those that cannot be decoded, ordered by name.</param>
public sealed record CheckedMedia(int Items, int Known, ImmutableArray<Unreadable> Unreadable);

/// <summary>Decodes items of a data set from end to end, whether anyone needs them or not.</summary>
public static class MediaCheck
{
    private const int SampleRate = 16000, BlockSeconds = 300;

    /// <summary>Reads every item of all splits, several at a time.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="modality">What its items are.</param>
    /// <param name="listing">Its lists.</param>
    /// <param name="journal">Remembers what was read, line by line, so that the next run goes on; an item
    /// counts as unchanged when length and time of its file are.</param>
    /// <param name="workers">How many at a time.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Stops; the journal has what was read until then.</param>
    public static CheckedMedia Run(
        string set, Modality modality, Listing listing, string journal, int workers = 1,
        Report? report = null, CancellationToken stop = default) =>
        Run(set, listing, journal, workers, report, stop, (file, halt) => Read(modality, file, halt));

    internal static CheckedMedia Run(
        string set, Listing listing, string journal, int workers, Report? report, CancellationToken stop,
        Action<MediaFile, CancellationToken> read)
    {
        Item[] items = [.. All(listing).DistinctBy(i => i.Name)];
        var before = CheckJournal.Read(journal);
        var stamps = items.ToDictionary(i => i.Name, i => FileStamp.Of(i.In(listing.Folder).Path));
        var found = items.Select(i => i.Name)
            .Where(name => before.TryGetValue(name, out var known) && known.Stamp == stamps[name])
            .ToDictionary(name => name, name => before[name]);
        var (left, count) = (items.Where(i => !found.ContainsKey(i.Name)).ToArray(), found.Count);
        using var lines = CheckJournal.Append(journal);
        foreach (var (item, verdict) in Verdicts(left, listing.Folder, stamps, workers, read, stop))
        {
            found[item.Name] = verdict;
            CheckJournal.Write(lines, item.Name, verdict);
            var bad = found.Values.Count(v => v.Reason.Length > 0);
            report?.Invoke(new($"checking {set}", found.Count, items.Length, $"{bad} unreadable"));
        }
        return new(items.Length, count,
        [
            .. from f in found
               where f.Value.Reason.Length > 0
               orderby f.Key
               select new Unreadable(set, f.Key, f.Value.Reason),
        ]);
    }

    /// <summary>Decodes an item from end to end, and keeps none of it.</summary>
    /// <param name="modality">What it is.</param>
    /// <param name="file">The item.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="InputException">It cannot be decoded.</exception>
    public static void Read(Modality modality, MediaFile file, CancellationToken stop = default)
    {
        switch (modality)
        {
            case Modality.Image:
                _ = Pictures.Read(file);
                break;
            case Modality.Video:
                _ = Clips.Read(file, frames => [frames - 1], stop: stop); // decodes all before it
                break;
            default:
                Listen(file, stop);
                break;
        }
    }

    /// <summary>The items of all splits; some may be in several.</summary>
    internal static IEnumerable<Item> All(Listing listing) =>
        [
            .. listing.Train, .. listing.Validation, .. listing.Test,
            .. listing.MoreTests.Values.SelectMany(m => m),
        ];

    // In blocks, so that a sound of hours needs no memory to match.
    private static void Listen(MediaFile file, CancellationToken stop)
    {
        const int block = SampleRate * BlockSeconds;
        var total = 0L;
        for (var from = 0L; from == 0 || from < total; from += block)
        {
            var first = from;
            _ = Sounds.Read(file, SampleRate, samples => Math.Min(first, (total = samples) - 1), block, stop);
        }
    }

    // The workers only decode; what they find comes to this thread.
    private static IEnumerable<(Item Item, Verdict Verdict)> Verdicts(
        Item[] items, string folder, Dictionary<string, FileStamp> stamps, int workers,
        Action<MediaFile, CancellationToken> read, CancellationToken stop) =>
        Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().WithCancellation(stop).WithDegreeOfParallelism(Math.Max(1, workers))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(item => (item, new Verdict(stamps[item.Name], Reason(item.In(folder), read, stop))));

    private static string Reason(
        MediaFile file, Action<MediaFile, CancellationToken> read, CancellationToken stop)
    {
        try
        {
            if (!File.Exists(file.Path))
                return $"{file.Path} is not there.";
            read(file, stop);
            return "";
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            stop.ThrowIfCancellationRequested(); // a decoder that was killed is no fault of the file
            return e is InputException
                ? e.Message
                : $"{file} makes the decoder fail ({e.GetType().Name}, {e.Message}).";
        }
    }
}
