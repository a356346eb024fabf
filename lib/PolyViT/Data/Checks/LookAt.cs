namespace PolyViT;

/// <summary>Decodes some items of a set, to tell what all are like.</summary>
internal static class LookAt
{
    private sealed record Seen(Item Item, string? Reason, long Bytes, double Seconds, int Height, int Width);

    /// <summary>Items drawn without repetition, the same for the same seed.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="listing">Its lists.</param>
    /// <param name="count">How many, at most.</param>
    /// <param name="seed">Draws them.</param>
    public static ImmutableArray<Item> Draw(string set, Listing listing, int count, ulong seed)
    {
        Item[] all = [.. MediaCheck.All(listing)];
        var key = Rng.At(seed, "look/" + set, 0);
        var places = Enumerable.Range(0, Math.Min(count, all.Length));
        return [.. places.Select(i => all[Shuffle.At(key, i, all.Length)])];
    }

    /// <summary>Decodes them, several at a time.</summary>
    public static LookedAt? Some(
        string set, Modality modality, Listing listing, int count, ulong seed, Report? report,
        CancellationToken stop)
    {
        var items = Draw(set, listing, count, seed);
        if (items.IsEmpty)
            return null;
        var seen = new List<Seen>();
        foreach (var one in items.AsParallel().AsOrdered().WithCancellation(stop)
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(i => See(modality, i, listing.Folder, stop)))
        {
            seen.Add(one);
            report?.Invoke(new($"looking at {set}", seen.Count, items.Length));
        }
        var good = seen.Where(s => s.Reason is null).ToArray();
        return new(items.Length,
            [.. from s in seen where s.Reason is not null select new Unreadable(set, s.Item.Name, s.Reason)],
            [.. good.Select(s => s.Bytes)],
            modality == Modality.Image ? [] : [.. good.Select(s => s.Seconds)],
            modality == Modality.Audio ? [] : [.. good.Select(s => (s.Height, s.Width))]);
    }

    private static Seen See(Modality modality, Item item, string folder, CancellationToken stop)
    {
        var file = item.In(folder);
        try
        {
            if (modality == Modality.Image)
            {
                var picture = Pictures.Read(file);
                return new(item, null, Bytes(file), 0, picture.Height, picture.Width);
            }
            MediaCheck.Read(modality, file, stop);
            if (modality == Modality.Audio)
                return new(item, null, Bytes(file), Math.Min(file.Seconds, Sounds.Seconds(file)), 0, 0);
            var clip = Clips.Probe(file);
            var seconds = Math.Min(file.Seconds, clip.Seconds);
            return new(item, null, Bytes(file), seconds, clip.Height, clip.Width);
        }
        catch (InputException e)
        {
            stop.ThrowIfCancellationRequested();
            return new(item, e.Message, 0, 0, 0, 0);
        }
    }

    private static long Bytes(MediaFile file) => file.Length ?? new FileInfo(file.Path).Length;
}
