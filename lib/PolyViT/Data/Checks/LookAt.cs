namespace PolyViT;

/// <summary>Decodes some items of a set, to tell what all are like.</summary>
internal static class LookAt
{
    /// <summary>Items drawn without repetition, the same for the same seed, and decoded.</summary>
    /// <param name="set">The set.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Stops.</param>
    public static LookedAt? Some(
        WholeItems set, int count, ulong seed, Report? report, CancellationToken stop)
    {
        var items = Draw(set, count, seed);
        var seen = new List<(Item Item, SeenItem? Seen, string Reason)>();
        foreach (var one in items.AsParallel().AsOrdered().WithCancellation(stop)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(i => See(set, i, stop)))
        {
            seen.Add(one);
            report?.Invoke(new($"looking at {set.Set}", seen.Count, items.Length));
        }
        SeenItem[] good = [.. seen.Select(s => s.Seen).OfType<SeenItem>()];
        return seen.Count == 0 ? null : new(
            items.Length,
            [.. from s in seen where s.Seen is null select new Unreadable(set.Set, s.Item.Name, s.Reason)],
            [.. good.Where(s => s.Bytes > 0).Select(s => s.Bytes)],
            [.. good.Where(_ => set.Modality != Modality.Image).Select(s => s.Seconds)],
            [.. good.Where(_ => set.Modality != Modality.Audio).Select(s => (s.Height, s.Width))]);
    }

    /// <summary>Which items are looked at.</summary>
    internal static ImmutableArray<Item> Draw(WholeItems set, int count, ulong seed)
    {
        var (all, key) = (set.All, Rng.At(seed, "look/" + set.Set, 0));
        var places = Enumerable.Range(0, Math.Min(count, all.Length));
        return [.. places.Select(i => all[Shuffle.At(key, i, all.Length)])];
    }

    private static (Item Item, SeenItem? Seen, string Reason) See(
        WholeItems set, Item item, CancellationToken stop)
    {
        try
        {
            return (item, set.See(item, stop), "");
        }
        catch (InputException e)
        {
            stop.ThrowIfCancellationRequested();
            return (item, null, e.Message);
        }
    }
}
