using System.Runtime.ExceptionServices;

namespace PolyViT;

/// <summary>A batch that will be asked for.</summary>
/// <param name="Source">The number of the split that it comes from.</param>
/// <param name="Indices">Which examples.</param>
/// <param name="Rng">The stream that goes with them.</param>
/// <param name="Bytes">How much memory it takes.</param>
internal readonly record struct Reading(int Source, int[] Indices, Rng Rng, long Bytes);

/// <summary>
/// Reads batches before they are asked for, in the order in which they will be. Reading is pure, so it
/// changes nothing but the time; what is asked for out of order is read on the spot. One thread asks.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    /// <summary>Memory for batches unless something else is said.</summary>
    public const long DefaultBytes = 1L << 30;

    // Two batches are read at a time: the second one's workers are busy while the first one's last example is
    // read.
    private const int Readers = 2;

    private readonly object gate = new();
    private readonly CancellationTokenSource ending;
    private readonly Fetch[] fetches;
    private readonly int count;
    private readonly Func<int, Reading> at;
    private readonly long bound;
    private readonly Dictionary<int, (Batch? Batch, Exception? Error)> ready = [];
    private readonly Thread[] threads;
    private int started;
    private int taken;
    private long bytes;
    private long held;
    private bool failed;

    /// <summary>Starts reading.</summary>
    /// <param name="splits">Where readings come from.</param>
    /// <param name="count">How many readings there will be.</param>
    /// <param name="at">The n-th of them; pure.</param>
    /// <param name="bound">Bytes of batches at most, the one in use included; but one is always read.</param>
    /// <param name="stop">Gives up what is being read; asking then throws.</param>
    public ReadAhead(
        IReadOnlyList<Split> splits, int count, Func<int, Reading> at, long bound, CancellationToken stop)
    {
        ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _ = ending.Token.Register(Wake);
        fetches = [.. splits.Select(s => s.Until?.Invoke(ending.Token) ?? s.Fetch)];
        (this.count, this.at, this.bound) = (bound > 0 ? count : 0, at, bound);
        threads = [.. Enumerable.Range(0, Math.Min(Readers, this.count)).Select(_ => new Thread(Run))];
        foreach (var thread in threads)
        {
            thread.IsBackground = true;
            thread.Start();
        }
    }

    /// <summary>Bytes of batches read, being read and in use.</summary>
    internal long Held
    {
        get
        {
            lock (gate)
                return bytes;
        }
    }

    /// <summary>Those who read.</summary>
    internal IReadOnlyList<Thread> Threads => threads;

    /// <summary>A split's reading, from what was read ahead where it is the next one.</summary>
    /// <param name="source">The split's number.</param>
    public Fetch Fetch(int source) => (indices, rng) =>
        Next(source, indices, rng) is { } place ? Take(place) : fetches[source](indices, rng);

    /// <summary>Gives up what is being read, and frees what was not asked for.</summary>
    public void Dispose()
    {
        ending.Cancel();
        foreach (var thread in threads)
            thread.Join();
        foreach (var (batch, _) in ready.Values)
            batch?.Dispose();
        ready.Clear();
        ending.Dispose();
    }

    private int? Next(int source, IReadOnlyList<int> indices, Rng rng)
    {
        if (taken == count)
            return null;
        var next = at(taken);
        return next.Source == source && next.Rng == rng && next.Indices.SequenceEqual(indices) ? taken : null;
    }

    private Batch Take(int place)
    {
        (Batch? Batch, Exception? Error) found;
        lock (gate)
        {
            (bytes, held) = (bytes - held, 0);
            Monitor.PulseAll(gate);
            while (!ready.Remove(place, out found))
            {
                ending.Token.ThrowIfCancellationRequested();
                _ = Monitor.Wait(gate);
            }
            // Nothing is read any more after an error; whoever asks on is served on the spot.
            (taken, held) = (found.Error is null ? place + 1 : count, at(place).Bytes);
        }
        if (found.Error is { } error)
            ExceptionDispatchInfo.Throw(error);
        return Adopted(found.Batch!);
    }

    // Dispose scopes are a thread's own: a batch leaves the reader's, and enters that of the one who asks.
    private static Batch Adopted(Batch batch)
    {
        torch.CurrentDisposeScope?.Attach(batch.Input, batch.Target, batch.Mask);
        return batch;
    }

    private void Run()
    {
        while (Start() is var (place, reading))
        {
            var read = Read(reading);
            lock (gate)
            {
                ready[place] = read;
                failed |= read.Error is not null;
                Monitor.PulseAll(gate);
            }
        }
    }

    // The next reading in order, once there is room for it; null when there is nothing more to read.
    private (int Place, Reading Reading)? Start()
    {
        lock (gate)
        {
            while (started < count && !failed && !ending.IsCancellationRequested)
            {
                var next = at(started);
                if (bytes == 0 || bytes + next.Bytes <= bound)
                {
                    bytes += next.Bytes;
                    return (started++, next);
                }
                _ = Monitor.Wait(gate);
            }
            return null;
        }
    }

    private (Batch? Batch, Exception? Error) Read(Reading reading)
    {
        using var scope = NewDisposeScope();
        try
        {
            var batch = fetches[reading.Source](reading.Indices, reading.Rng);
            _ = (batch.Input.DetachFromDisposeScope(), batch.Target.DetachFromDisposeScope(),
                batch.Mask.DetachFromDisposeScope());
            return (batch, null);
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    private void Wake()
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }
}
