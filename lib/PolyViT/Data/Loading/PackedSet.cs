using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace PolyViT;

/// <summary>What is packed: rows that can be decoded again at any time.</summary>
/// <param name="Name">What a person may call it, for the folder and the progress.</param>
/// <param name="Key">Tells it from all others, <see cref="CacheFolder.Key"/>.</param>
/// <param name="Type">Byte or Float32.</param>
/// <param name="Shape">The shape of a row.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Decode">A row's bytes; any thread.</param>
internal sealed record PackedSource(
    string Name, byte[] Key, ScalarType Type, ImmutableArray<long> Shape, int Count, Func<int, byte[]> Decode)
{
    /// <summary>How many rows may be unreadable; with one more nothing is packed.</summary>
    public int MostUnreadable { get; init; }

    /// <summary>The folder that it is kept in.</summary>
    /// <param name="cache">The cache folder.</param>
    public string In(string cache) => Path.Combine(cache, $"{Name}-{Convert.ToHexStringLower(Key)[..16]}");

    /// <summary>The shards that it comes in, of at most so many bytes, but a row at least.</summary>
    public IEnumerable<ShardContent> Shards(long most)
    {
        var size = new ShardContent(Key, Type, Shape, 0, 0).RowSize;
        var rows = (int)Math.Clamp(most / size, 1, Math.Max(1, Count));
        return Enumerable.Range(0, (Count + rows - 1) / rows)
            .Select(s => new ShardContent(Key, Type, Shape, s * rows, Math.Min(rows, Count - (s * rows))));
    }
}

/// <summary>
/// Decoded data sets on disk, in shards. What is there and whole is used; the rest is decoded, several rows
/// at a time, and none are held. A build that was interrupted goes on after its last whole shard; of two at
/// once each writes its own files, and the last one stays.
/// </summary>
internal static class PackedSet
{
    /// <summary>Bytes of a shard at most.</summary>
    public const long ShardBytes = 1L << 28;

    /// <summary>Opens a set, and decodes what is missing.</summary>
    /// <param name="cache">The cache folder; it need not be writable where nothing is missing.</param>
    /// <param name="source">What is packed.</param>
    /// <param name="report">Takes the progress of decoding, on the caller's thread.</param>
    /// <param name="stop">Ends it early; finished shards stay.</param>
    /// <param name="most">Bytes of a shard at most.</param>
    public static PackedRows Open(
        string cache, PackedSource source, Report? report, CancellationToken stop, long most = ShardBytes)
    {
        var folder = source.In(cache);
        ShardContent[] contents = [.. source.Shards(most)];
        var shards = contents.Select((c, s) => Shard.TryOpen(PathOf(folder, s), c)).ToArray();
        var missing = Enumerable.Range(0, shards.Length).Where(s => shards[s] is null).ToArray();
        if (missing.Length > 0)
            CacheFolder.Require(folder, missing.Sum(s => contents[s].FileSize));
        Sweep(folder, missing.Length > 0);
        var done = source.Count - missing.Sum(s => contents[s].Count);
        var faults = new Faults(source);
        foreach (var s in missing)
        {
            Build(PathOf(folder, s), contents[s], faults, () => Tell(report, source, ++done), stop);
            shards[s] = Shard.TryOpen(PathOf(folder, s), contents[s]) ?? throw new InputException(
                $"{PathOf(folder, s)} was written and reads differently: check the disk, or set POLYVIT_CACHE.");
        }
        return Rows(source, contents, shards!);
    }

    private static string PathOf(string folder, int shard) => Path.Combine(folder, $"{shard:00000}.shard");

    private static void Tell(Report? report, PackedSource source, int done) =>
        report?.Invoke(new($"decoding {source.Name}", done, source.Count));

    private static PackedRows Rows(PackedSource source, ShardContent[] contents, Shard[] shards)
    {
        var each = contents.Length > 0 ? contents[0].Count : 1;
        var unreadable = from shard in shards
                         from place in shard.Unreadable.ToArray()
                         let row = shard.Content.First + place
                         select KeyValuePair.Create(row, Reason(source, row));
        return new(source.Count, source.Type, source.Shape, row => shards[row / each].Row(row % each))
        {
            Unreadable = unreadable.ToImmutableDictionary(),
        };
    }

    // Shards keep the numbers of such rows, and decoding tells the reason again.
    private static string Reason(PackedSource source, int row)
    {
        try
        {
            _ = source.Decode(row);
            return "it could not be decoded when the set was packed, and can be now: delete the set's cache";
        }
        catch (InputException e)
        {
            return e.Message;
        }
    }

    // Rows go to the file as they come, and in no order; the progress and any error are this thread's.
    private static void Build(
        string path, ShardContent content, Faults faults, Action tell, CancellationToken stop)
    {
        try
        {
            Shard.Write(path, content, write =>
            {
                void Row(int i) => write(i, faults.Decode(content.First + i));
                foreach (var _ in InParallel(content.Count, stop, Row))
                    tell();
            });
        }
        catch (AggregateException e)
        {
            stop.ThrowIfCancellationRequested();
            var all = e.Flatten().InnerExceptions;
            throw Meant(path, all.OfType<InputException>().FirstOrDefault() ?? all[0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CacheFolder.Refused(path, e);
        }
    }

    private static ParallelQuery<int> InParallel(int count, CancellationToken stop, Action<int> action) =>
        Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel().WithDegreeOfParallelism(Environment.ProcessorCount).WithCancellation(stop)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(i =>
            {
                action(i);
                return i;
            });

    private static Exception Meant(string path, Exception e)
    {
        if (e is IOException or UnauthorizedAccessException)
            return CacheFolder.Refused(path, e);
        ExceptionDispatchInfo.Throw(e);
        return e;
    }

    // What a process that was killed left half-written; a file that is being written cannot be opened this
    // way.
    private static void Sweep(string folder, bool writable)
    {
        if (!writable)
            return;
        foreach (var left in Directory.GetFiles(folder, "*.shard.*.new"))
        {
            try
            {
                using var file = new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
                File.Delete(left);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another process writes it.
            }
        }
    }
}
