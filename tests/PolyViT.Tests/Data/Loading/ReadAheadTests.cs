using System.Threading;

namespace PolyViT.Tests;

[Collection("alone")]
public class ReadAheadTests
{
    private const long Bytes = 1000;

    private static readonly LoadingOptions Lenient = new() { MostUnreadable = 1 };

    private static Reading Wanted(int n, int sources = 1) =>
        new(n % sources, [n % 7, (n + 3) % 7], Rng.At(1, "read", n), Bytes);

    private static Split Made(Action<int, CancellationToken>? before = null, int workers = 2) =>
        MediaSplit.Train(MadeExamples.Of(7, bad: [2], before), Lenient with { Workers = workers });

    private static float[][] All(ReadAhead reading, int count, int sources = 1)
    {
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, count).Select(n => Wanted(n, sources))
            .Select(w => reading.Fetch(w.Source)(w.Indices, w.Rng).Numbers())];
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 1 << 30)]
    [InlineData(2, 5 * Bytes)]
    [InlineData(5, 1)]
    public void Batches_are_the_same_bytes_however_they_are_read(int workers, long bound)
    {
        using var plain = new ReadAhead([Made(workers: 1)], 0, n => Wanted(n), 0, default);
        using var ahead = new ReadAhead([Made(workers: workers)], 30, n => Wanted(n), bound, default);
        Assert.Equal(All(plain, 30), All(ahead, 30));
    }

    [Fact]
    public void What_is_asked_for_out_of_order_is_read_on_the_spot()
    {
        using var scope = NewDisposeScope();
        using var plain = new ReadAhead([Made()], 0, n => Wanted(n), 0, default);
        using var ahead = new ReadAhead([Made()], 30, n => Wanted(n), 4 * Bytes, default);
        var other = ahead.Fetch(0)([6], default).Numbers();
        Assert.Equal(plain.Fetch(0)([6], default).Numbers(), other);
        Assert.Equal(All(plain, 30), All(ahead, 30));
        Assert.Equal(other, ahead.Fetch(0)([6], default).Numbers());
    }

    [Fact]
    public void Batches_belong_to_the_scope_of_the_one_who_asks()
    {
        using var ahead = new ReadAhead([Made()], 3, n => Wanted(n), 4 * Bytes, default);
        Batch batch;
        using (var scope = NewDisposeScope())
        {
            batch = ahead.Fetch(0)(Wanted(0).Indices, Wanted(0).Rng);
            Assert.Equal(3, scope.DisposablesCount);
        }
        Assert.True(batch.Input.IsInvalid);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void Never_are_there_more_batches_than_the_bound_allows(int bound)
    {
        var before = Settled();
        var most = 0L;
        var split = Made(before: (_, _) =>
        {
            lock (Lenient)
                most = Math.Max(most, Tensor.TotalCount - before);
        });
        using (var ahead = new ReadAhead([split], 100, n => Wanted(n), bound * Bytes, default))
            for (var n = 0; n < 100; n++)
            {
                using var scope = NewDisposeScope();
                using var batch = ahead.Fetch(0)(Wanted(n).Indices, Wanted(n).Rng);
                Assert.InRange(ahead.Held, Bytes, bound * Bytes);
            }
        Assert.InRange(most, 1, 3 * bound);
        Assert.Equal(before, Settled());
    }

    [Fact]
    public void An_error_surfaces_at_the_batch_that_it_spoils_and_not_before()
    {
        var visits = 0;
        Fetch faulty = (indices, rng) => rng == Wanted(5).Rng && Interlocked.Increment(ref visits) == 1
            ? throw new IOException("disk")
            : Made().Fetch(indices, rng);
        var split = new Split(7, faulty) { Until = _ => faulty };
        using var ahead = new ReadAhead([split], 30, n => Wanted(n), 100 * Bytes, default);
        _ = All(ahead, 5);
        using var scope = NewDisposeScope();
        var error = Assert.Throws<IOException>(() => ahead.Fetch(0)(Wanted(5).Indices, Wanted(5).Rng));
        Assert.Equal("disk", error.Message);
        Assert.Equal(2, ahead.Fetch(0)(Wanted(5).Indices, Wanted(5).Rng).Size);
        Assert.Equal(2, ahead.Fetch(0)(Wanted(6).Indices, Wanted(6).Rng).Size);
    }

    [Fact]
    public void A_slow_task_holds_up_the_others_no_longer_than_its_turn()
    {
        // The slow one's batch 1 is not ready before the others' later ones are: they do not wait for it.
        using var ready = new ManualResetEventSlim();
        var others = 0;
        Split Task(bool slow) => Made(before: (_, _) =>
        {
            if (slow)
                ready.Wait(TestContext.Current.CancellationToken);
            else
                lock (ready)
                    if (++others == 6)
                        ready.Set();
        });
        var (first, slow, third) = (Task(slow: false), Task(slow: true), Task(slow: false));
        using var ahead = new ReadAhead([first, slow, third], 30, n => Wanted(n, 3), 30 * Bytes, default);
        Assert.Equal(30, All(ahead, 30, 3).Length);
    }

    [Fact]
    public void Ending_at_any_time_leaves_no_thread_and_no_tensor()
    {
        var before = Settled();
        for (var taken = 0; taken < 8; taken++)
        {
            var ahead = new ReadAhead([Made()], 30, n => Wanted(n), 5 * Bytes, default);
            _ = All(ahead, taken);
            ahead.Dispose();
            Assert.All(ahead.Threads, t => Assert.False(t.IsAlive));
        }
        Assert.Equal(before, Settled());
    }

    [Fact]
    public void A_decoder_that_hangs_is_given_up_when_the_reading_ends_or_is_stopped()
    {
        var before = Settled();
        using var hanging = new ManualResetEventSlim();
        var split = Made(before: (_, token) =>
        {
            hanging.Set();
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        });
        new ReadAhead([split], 30, n => Wanted(n), 5 * Bytes, default).Dispose();
        using var stop = new CancellationTokenSource();
        using (var ahead = new ReadAhead([split], 30, n => Wanted(n), 5 * Bytes, stop.Token))
        {
            var fetch = ahead.Fetch(0);
            var asking = System.Threading.Tasks.Task.Run(() => fetch(Wanted(0).Indices, Wanted(0).Rng));
            hanging.Wait(TestContext.Current.CancellationToken);
            stop.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => asking.GetAwaiter().GetResult());
        }
        Assert.Equal(before, Settled());
    }

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
