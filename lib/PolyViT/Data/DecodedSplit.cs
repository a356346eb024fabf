using System.Threading.Tasks;
using static TorchSharp.torch.nn.functional;

namespace PolyViT;

/// <summary>
/// Splits of a decoded set: its rows, made float32 and brought to the scale that models see.
/// </summary>
public static class DecodedSplit
{
    private const long Large = 1 << 20;

    /// <summary>
    /// A split of a listing's items. One that cannot be decoded is noted; in training another stands in for it, and
    /// in evaluation its row does not count.
    /// </summary>
    /// <param name="name">The set's name.</param>
    /// <param name="set">The inputs.</param>
    /// <param name="listing">What was decoded.</param>
    /// <param name="items">The split.</param>
    /// <param name="shape">One input's shape, <see cref="InputShapes.Of"/>.</param>
    /// <param name="train">Whether it is to learn from.</param>
    /// <param name="options">The share that may be unreadable, and the seed of the stand-ins.</param>
    public static Split Of(
        string name, DecodedSet set, Listing listing, ImmutableArray<Item> items, ImmutableArray<long> shape,
        bool train, LoadingOptions options)
    {
        var rows = DecodedSet.RowsOf(listing, items);
        var quarantine = new Quarantine(name, items, options);
        foreach (var (i, row) in rows.Index().Where(r => set.Rows.Unreadable.ContainsKey(r.Item)))
            quarantine.Add(items[i].Name, set.Rows.Unreadable[row]);
        bool Readable(int i) => !quarantine.Holds(items[i].Name);
        int?[] from =
        [
            .. Enumerable.Range(0, items.Length).Select(i => Readable(i) ? i
                : train ? MediaSplit.StandIns(name, items.Length, options.Seed, i).First(Readable) : (int?)null),
        ];
        return Of(
            set, [.. from.Select((f, i) => rows[f ?? i])], [.. from.Select(f => f is { } i ? items[i].Labels : default)],
            listing.Classes.Length, shape, vary: train) with
        { Quarantine = quarantine };
    }

    /// <summary>A split whose examples are rows of a decoded set.</summary>
    /// <param name="set">The inputs.</param>
    /// <param name="rows">The row of each example.</param>
    /// <param name="labels">The classes of each example, 0 .. K-1; default for one that does not count.</param>
    /// <param name="classes">K.</param>
    /// <param name="shape">
    /// One input's shape, <see cref="InputShapes.Of"/>; pictures of another size are resized to it.
    /// </param>
    /// <param name="vary">Whether a clip's frames are drawn anew at every reading, as training wants.</param>
    public static Split Of(
        DecodedSet set, IReadOnlyList<int> rows, IReadOnlyList<ImmutableArray<int>> labels, int classes,
        ImmutableArray<long> shape, bool vary)
    {
        Batch Fetch(IReadOnlyList<int> indices, Rng rng)
        {
            using var scope = NewDisposeScope();
            var x = Chosen(set, [.. indices.Select(i => rows[i])], shape, vary ? rng : null);
            var input = shape.Length == 3 && shape[2] == 3 ? Resized(x, shape) : x;
            var (target, mask) = Targets.Of([.. indices.Select(i => labels[i])], classes);
            return new(
                input.MoveToOuterDisposeScope(), target.MoveToOuterDisposeScope(), mask.MoveToOuterDisposeScope());
        }
        return new(rows.Count, Fetch);
    }

    private static Tensor Chosen(DecodedSet set, int[] rows, ImmutableArray<long> shape, Rng? rng)
    {
        var scale = ScaledRow.By(set);
        if (shape.Length == 4)
            return Frames(set.Rows, rows, shape, rng, scale);
        var x = NativeFloats.Fresh([rows.Length, .. set.Rows.Shape]);
        var (into, size) = (new NativeFloats(x).Memory, (int)(x.NumberOfElements / Math.Max(1, rows.Length)));
        Each(rows.Length, size, b => scale(set.Rows.Row(rows[b]), into.Slice(b * size, size).Span));
        GC.KeepAlive(set);
        return x;
    }

    // Of clips [P T, H, W, 3] these as [B, T, H, W, 3]: every P-th frame, from a phase per clip.
    private static Tensor Frames(
        PackedRows clips, int[] rows, ImmutableArray<long> shape, Rng? rng, ScaleRow scale)
    {
        var frames = (int)shape[0];
        var phases = (int)clips.Shape[0] / frames;
        var x = NativeFloats.Fresh([rows.Length, frames, .. clips.Shape[1..]]);
        var (into, size) = (new NativeFloats(x).Memory, (int)clips.Shape[1..].Aggregate(1L, (a, b) => a * b));
        // A stream of its own: what augments the batch draws from the same one.
        var phase = rng?.Fork(-1);
        Each(rows.Length, frames * size, b =>
        {
            var first = phase?.Below(b, phases) ?? phases / 2;
            for (var t = 0; t < frames; t++)
                scale(
                    clips.Row(rows[b]).Slice(((t * phases) + first) * size, size),
                    into.Slice(((b * frames) + t) * size, size).Span);
        });
        GC.KeepAlive(clips);
        return x;
    }

    // On several cores where it is worth their while: most of the time of a large batch goes into fresh
    // memory.
    private static void Each(int count, int size, Action<int> fill)
    {
        if ((long)count * size >= Large)
            Parallel.For(0, count, fill);
        else
            for (var b = 0; b < count; b++)
                fill(b);
    }

    // Bilinear without antialiasing, as scenic resizes (section 5.4); grey becomes three equal channels.
    private static Tensor Resized(Tensor x, ImmutableArray<long> shape)
    {
        Tensor Bilinear(Tensor planes) =>
            interpolate(planes, [shape[0], shape[1]], mode: InterpolationMode.Bilinear, align_corners: false);
        var sized = x.size(1) == shape[0] && x.size(2) == shape[1]
            ? x
            : Bilinear(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1);
        return sized.expand(-1, -1, -1, shape[2]).contiguous();
    }
}
