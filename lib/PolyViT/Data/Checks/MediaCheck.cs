using System.Collections.Concurrent;

namespace PolyViT;

/// <summary>What reading every item of a set found.</summary>
/// <param name="Items">How many items the lists have.</param>
/// <param name="Known">How many of them had been read before, and have not changed since.</param>
/// <param name="Unreadable">Those that cannot be decoded, ordered by name.</param>
/// <param name="Remarks">What the set's lists say of themselves.</param>
public sealed record CheckedMedia(
    int Items, int Known, ImmutableArray<Unreadable> Unreadable, ImmutableArray<string> Remarks);

/// <summary>Finds what cannot be decoded before a model trains on it.</summary>
public static class MediaCheck
{
    /// <summary>Decodes every item of all splits from end to end, several at a time.</summary>
    /// <param name="task">The task; others on the same files have the same items.</param>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    /// <param name="journal">Remembers what was read, line by line, so that the next run goes on; an item
    /// counts as unchanged when length and time of its file are.</param>
    /// <param name="workers">How many at a time.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Stops; the journal has what was read until then.</param>
    public static CheckedMedia Run(
        CatalogueTask task, string root, string journal, int workers = 1, Report? report = null,
        CancellationToken stop = default) =>
        Run(WholeItems.Of(task, root), journal, workers, report, stop);

    internal static CheckedMedia Run(
        WholeItems set, string journal, int workers = 1, Report? report = null,
        CancellationToken stop = default, Action<Item>? reading = null)
    {
        var before = CheckJournal.Read(journal);
        var stamps = set.Stamps();
        var found = stamps.Keys
            .Where(name => before.TryGetValue(name, out var known) && known.Stamp == stamps[name])
            .ToDictionary(name => name, name => before[name]);
        var (left, known) = (set.All.Where(i => !found.ContainsKey(i.Name)).ToArray(), found.Count);
        var bad = found.Values.Count(v => v.Reason.Length > 0);
        using var lines = CheckJournal.Append(journal);
        Verdict Judge(Item item)
        {
            reading?.Invoke(item);
            return new(stamps[item.Name], Reason(set, item, stop));
        }
        foreach (var (item, verdict) in InParallel(left, workers, stop, Judge))
        {
            found[item.Name] = verdict;
            CheckJournal.Write(lines, item.Name, verdict);
            bad += verdict.Reason.Length > 0 ? 1 : 0;
            report?.Invoke(new($"checking {set.Set}", found.Count, stamps.Count, $"{bad} unreadable"));
            stop.ThrowIfCancellationRequested();
        }
        return new(stamps.Count, known,
        [
            .. from f in found
               where f.Value.Reason.Length > 0
               orderby f.Key
               select new Unreadable(set.Set, f.Key, f.Value.Reason),
        ], set.Listing.Remarks);
    }

    // The workers only decode; what they find comes to this thread.
    private static IEnumerable<(Item Item, Verdict Verdict)> InParallel(
        Item[] items, int workers, CancellationToken stop, Func<Item, Verdict> judge) =>
        Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().WithCancellation(stop).WithDegreeOfParallelism(Math.Clamp(workers, 1, 512))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(item => (item, judge(item)));

    // A decoder that fails in a way of its own is a fact about the file too.
    private static string Reason(WholeItems set, Item item, CancellationToken stop)
    {
        try
        {
            _ = set.See(item, stop);
            return "";
        }
        catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
        {
            stop.ThrowIfCancellationRequested(); // a decoder that was killed is no fault of the file
            return e is InputException
                ? e.Message
                : $"{item.File} makes the decoder fail ({e.GetType().Name}, {e.Message}).";
        }
    }
}
