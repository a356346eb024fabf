using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>
/// Splits that are read from their files batch by batch. Several workers decode, each example into its own
/// place of the batch and with its own stream, so that a batch does not depend on how many they are.
/// </summary>
public static class MediaSplit
{
    private const int MostStandIns = 1000;

    /// <summary>A split to learn from: an item that cannot be decoded is noted, and another stands in for
    /// it.</summary>
    /// <param name="examples">What to read.</param>
    /// <param name="options">Workers, the share that may be unreadable, the seed of the stand-ins.</param>
    public static Split Train(Examples examples, LoadingOptions options)
    {
        var quarantine = new Quarantine(examples.Set, examples.Items, options.Checked());
        return Of(examples, options, quarantine, (index, rng, into, stop) =>
            StandIns(examples.Set, examples.Items.Length, options.Seed, index)
                .First(i => TryRead(examples, quarantine, i, rng, into, stop)));
    }

    /// <summary>A split to be judged on: an item that cannot be decoded is noted, and its row is
    /// masked.</summary>
    /// <param name="examples">What to read.</param>
    /// <param name="options">Workers and the share that may be unreadable.</param>
    public static Split Test(Examples examples, LoadingOptions options) => Tests([examples], options)[0];

    /// <summary>A split to be judged on under several views, with one list of what cannot be
    /// decoded.</summary>
    /// <param name="views">The same items under each.</param>
    /// <param name="options">Workers and the share that may be unreadable.</param>
    public static ImmutableArray<Split> Tests(IReadOnlyList<Examples> views, LoadingOptions options)
    {
        var quarantine = new Quarantine(views[0].Set, views[0].Items, options.Checked());
        return [.. views.Select(view => Test(view, options, quarantine))];
    }

    private static Split Test(Examples examples, LoadingOptions options, Quarantine quarantine) =>
        Of(examples, options, quarantine, (index, rng, into, stop) =>
        {
            if (TryRead(examples, quarantine, index, rng, into, stop))
                return index;
            into.Span.Clear();
            return null;
        });

    /// <summary>The item, and those that stand in for it, in turn; a function of the seed and the
    /// index.</summary>
    internal static IEnumerable<int> StandIns(string set, int count, ulong seed, int index)
    {
        yield return index;
        var draws = Rng.At(seed, "stand-in/" + set, index);
        for (var k = 0; k < MostStandIns; k++)
            yield return draws.Below(k, count);
        throw new InputException(
            $"{MostStandIns} items of {set} in turn cannot be read: copy the data set again.");
    }

    // Fills one place of a batch; the index of the item that did, or null.
    private delegate int? Fill(int index, Rng rng, Memory<float> into, CancellationToken stop);

    private static Split Of(Examples examples, LoadingOptions options, Quarantine quarantine, Fill fill)
    {
        Fetch Until(CancellationToken stop) =>
            (indices, rng) => Read(examples, options.Workers, fill, indices, rng, stop);
        return new(examples.Items.Length, Until(default)) { Until = Until, Quarantine = quarantine };
    }

    private static Batch Read(
        Examples examples, int workers, Fill fill, IReadOnlyList<int> indices, Rng rng, CancellationToken stop)
    {
        using var scope = NewDisposeScope();
        var input = NativeFloats.Fresh([indices.Count, .. examples.Shape]);
        var (whole, size) = (new NativeFloats(input).Memory, examples.InputSize);
        var labels = new ImmutableArray<int>[indices.Count];
        InParallel(indices.Count, workers, stop, b =>
        {
            if (fill(indices[b], rng.Fork(b), whole.Slice(b * size, size), stop) is { } item)
                labels[b] = examples.Items[item].Labels;
        });
        var (target, mask) = Targets.Of(labels, examples.Classes);
        return new(
            input.MoveToOuterDisposeScope(), target.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
    }

    private static bool TryRead(
        Examples examples, Quarantine quarantine, int index, Rng rng, Memory<float> into, CancellationToken stop)
    {
        var name = examples.Items[index].Name;
        if (quarantine.Holds(name))
            return false;
        try
        {
            examples.Read(index, rng, into, stop);
            return true;
        }
        catch (InputException e)
        {
            stop.ThrowIfCancellationRequested(); // a decoder that was killed is no fault of the file
            quarantine.Add(name, e.Message);
            return false;
        }
    }

    private static void InParallel(int count, int workers, CancellationToken stop, Action<int> action)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = stop };
        try
        {
            Parallel.For(0, count, options, action);
        }
        catch (AggregateException e)
        {
            stop.ThrowIfCancellationRequested();
            ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }
    }
}
