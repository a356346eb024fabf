using System.Threading;

namespace PolyViT.Tests;

public class MediaSplitTests
{
    private static readonly Rng Stream = Rng.At(1, "x", 0);
    private static readonly LoadingOptions Lenient = new() { MostUnreadable = 1 };

    [Fact]
    public void A_batch_is_the_same_for_any_number_of_workers()
    {
        using var scope = NewDisposeScope();
        int[] indices = [7, 3, 3, 0, 9, 1, 5];
        var batches = new[] { 1, 2, 5 }.Select(workers =>
            MediaSplit.Train(MadeExamples.Of(10, bad: [3, 5]), Lenient with { Workers = workers })
                .Fetch(indices, Stream).Numbers()).ToArray();
        Assert.Equal(batches[0], batches[1]);
        Assert.Equal(batches[0], batches[2]);
        Assert.NotEqual(batches[0][(2 * 48) + 1], batches[0][48 + 1]); // one item twice: two streams
    }

    [Fact]
    public void An_unreadable_item_is_noted_and_another_that_the_seed_chooses_stands_in_with_its_label()
    {
        using var scope = NewDisposeScope();
        var examples = MadeExamples.Of(50, bad: [7, 8]);
        int[] Seen(ulong seed, Split? split = null) =>
            (split ?? MediaSplit.Train(examples, Lenient with { Seed = seed })).Fetch([7, 20, 8], Stream).Seen();
        var split = MediaSplit.Train(examples, Lenient);
        var seen = Seen(0, split);
        Assert.Equal(20, seen[1]);
        Assert.DoesNotContain(seen, i => i is 7 or 8);
        Assert.Equal(seen, Seen(0, split));
        Assert.Equal(seen, Seen(0));
        Assert.Contains(Enumerable.Range(1, 5), seed => !Seen((ulong)seed).SequenceEqual(seen));
        Assert.Equal(["7.x", "8.x"], split.Quarantine!.Items.Select(u => u.Name));
        Assert.Equal("7.x is broken: copy it again.", split.Quarantine.Items[0].Reason);
        var batch = split.Fetch([7], Stream);
        Assert.Equal(seen[0] % 4, batch.Target.argmax(1).item<long>());
    }

    [Fact]
    public void The_kth_stand_in_is_a_function_of_seed_and_index()
    {
        int[] Of(ulong seed, int index) => [.. MediaSplit.StandIns("made", 100, seed, index).Take(20)];
        Assert.Equal(Of(1, 5), Of(1, 5));
        Assert.Equal(5, Of(1, 5)[0]);
        Assert.NotEqual(Of(1, 5)[1..], Of(2, 5)[1..]);
        Assert.NotEqual(Of(1, 5)[1..], Of(1, 6)[1..]);
        Assert.All(Of(1, 5), i => Assert.InRange(i, 0, 99));
        Assert.True(Of(1, 5).Distinct().Count() > 10);
    }

    [Fact]
    public void Above_the_share_that_may_be_unreadable_reading_stops_and_says_so()
    {
        using var scope = NewDisposeScope();
        var examples = MadeExamples.Of(100, bad: [1, 2, 3]);
        var split = MediaSplit.Train(examples, new() { MostUnreadable = 0.02 });
        split.Fetch([1, 2], Stream).Dispose();
        Refusal.Names(() => split.Fetch([3], Stream), "3 of 100", "made", "0.02", "1.x", "MostUnreadable");
        var all = MediaSplit.Train(MadeExamples.Of(3, bad: [0, 1, 2]), Lenient);
        Refusal.Names(() => all.Fetch([1], Stream), "made");
    }

    [Fact]
    public void In_evaluation_nothing_stands_in_and_the_row_is_masked()
    {
        using var scope = NewDisposeScope();
        var split = MediaSplit.Test(MadeExamples.Of(10, bad: [4]), Lenient);
        var batch = split.Fetch([3, 4, 5], default);
        Assert.Equal([1, 0, 1], batch.Mask.data<float>().ToArray());
        Assert.Equal(0, batch.Input[1].abs().sum().item<float>());
        Assert.Equal(0, batch.Target[1].sum().item<float>());
        Assert.Equal(["4.x"], split.Quarantine!.Items.Select(u => u.Name));
    }

    [Fact]
    public void A_list_made_before_is_honoured_without_trying()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var tried = new System.Collections.Concurrent.ConcurrentBag<int>();
        Quarantine.Write(folder["list.tsv"], [new("made", "4.x", "broken"), new("made", "other.x", "broken")]);
        var examples = MadeExamples.Of(10, before: (i, _) => tried.Add(i));
        var split = MediaSplit.Train(examples, Lenient with { Quarantine = folder["list.tsv"] });
        var seen = split.Fetch([4, 1], Stream).Seen();
        Assert.DoesNotContain(4, seen);
        Assert.DoesNotContain(4, tried);
        Assert.Equal([new Unreadable("made", "4.x", "broken")], split.Quarantine!.Items);
        Refusal.Names(
            () => MediaSplit.Train(examples, new() { Quarantine = folder["list.tsv"] }), "1 of 10", "4.x");
        Refusal.Names(() => MediaSplit.Train(examples, new() { Quarantine = folder["no.tsv"] }), "no.tsv");
    }

    [Fact]
    public void Labels_are_one_hot_multi_hot_or_one_per_group()
    {
        using var scope = NewDisposeScope();
        var examples = MadeExamples.Of(4) with
        {
            Items = [new("a", 2), new("b", [0, 3]), new("c", [1, 1]), new("d", [])],
        };
        var batch = MediaSplit.Train(examples, Lenient).Fetch([0, 1, 2, 3], Stream);
        Assert.Equal([0, 0, 1, 0, 1, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0], batch.Target.data<float>().ToArray());
        Assert.Equal([1, 1, 1, 0], batch.Mask.data<float>().ToArray());
    }

    [Fact]
    public void A_decoder_that_hangs_ends_with_the_token_and_is_not_blamed()
    {
        using var stop = new CancellationTokenSource();
        var split = MediaSplit.Train(
            MadeExamples.Of(10, before: (i, token) =>
            {
                stop.Cancel();
                _ = token.WaitHandle.WaitOne();
                throw new InputException("killed");
            }), Lenient);
        Assert.ThrowsAny<OperationCanceledException>(() => split.Until!(stop.Token)([1, 2, 3], Stream));
        Assert.Empty(split.Quarantine!.Items);
    }

    [Fact]
    public void Any_other_error_is_the_callers()
    {
        var split = MediaSplit.Train(MadeExamples.Of(10, before: (_, _) => throw new IOException("disk")), Lenient);
        Assert.Equal("disk", Assert.Throws<IOException>(() => split.Fetch([1, 2], Stream)).Message);
        Refusal.Names(() => MediaSplit.Train(MadeExamples.Of(1), new() { Workers = 0 }), "0 workers");
        Refusal.Names(() => MediaSplit.Test(MadeExamples.Of(1), new() { MostUnreadable = 2 }), "2");
    }

    [Fact]
    public void A_split_changed_by_the_user_is_not_read_as_it_was()
    {
        var split = MediaSplit.Train(MadeExamples.Of(10), Lenient);
        Assert.True(split.Streams && split.With(Augment.Flip).Streams && split.Sample("s", 3).Streams);
        Assert.False((split with { Fetch = (_, _) => throw new IOException() }).Streams);
    }
}
