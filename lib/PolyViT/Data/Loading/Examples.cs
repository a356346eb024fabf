using System.Buffers;

namespace PolyViT;

/// <summary>
/// Decodes one example and makes a model's input of it. Pure in index and stream, and called from any thread.
/// </summary>
/// <param name="index">Which example of its split.</param>
/// <param name="rng">The example's stream; reading for evaluation ignores it.</param>
/// <param name="into">Takes the whole input, as <see cref="InputShapes.Of"/> has it; what was there is
/// anything.</param>
/// <param name="stop">Gives up.</param>
/// <exception cref="InputException">The example cannot be decoded.</exception>
public delegate void ReadExample(int index, Rng rng, Memory<float> into, CancellationToken stop);

/// <summary>The examples of one split, read one by one from where they lie.</summary>
/// <param name="Set">The name of the data set, for errors and the quarantine list.</param>
/// <param name="Items">What they are called and which classes they have.</param>
/// <param name="Classes">K.</param>
/// <param name="Shape">One input's shape, <see cref="InputShapes.Of"/>.</param>
/// <param name="Read">Decodes one of them.</param>
public sealed record Examples(
    string Set, ImmutableArray<Item> Items, int Classes, ImmutableArray<long> Shape, ReadExample Read)
{
    /// <summary>How many numbers an input has.</summary>
    internal int InputSize => (int)Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Pictures in files.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="listing">Folder and classes.</param>
    /// <param name="items">The split.</param>
    /// <param name="view">From a picture to an input.</param>
    /// <param name="shape">[H, W, 3].</param>
    public static Examples Pictures(
        string set, Listing listing, ImmutableArray<Item> items, PictureView view, ImmutableArray<long> shape) =>
        new(set, items, listing.Classes.Length, shape, (index, rng, into, stop) =>
        {
            stop.ThrowIfCancellationRequested();
            Pooled(room => view(
                PolyViT.Pictures.Read(items[index].In(listing.Folder), room: room), rng, into.Span));
        });

    /// <summary>Pictures that lie in a few large files, called after their split and number.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="split">The pictures.</param>
    /// <param name="items">One per picture.</param>
    /// <param name="classes">K.</param>
    /// <param name="view">From a picture to an input.</param>
    /// <param name="shape">[H, W, 3].</param>
    public static Examples Records(
        string set, PictureSplit split, ImmutableArray<Item> items, int classes, PictureView view,
        ImmutableArray<long> shape) =>
        new(set, items, classes, shape, (index, rng, into, stop) =>
        {
            stop.ThrowIfCancellationRequested();
            view(split.Read(index), rng, into.Span);
        });

    /// <summary>Videos in files.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="listing">Folder and classes.</param>
    /// <param name="items">The split.</param>
    /// <param name="view">From a video to an input.</param>
    /// <param name="shape">[T, H, W, 3].</param>
    public static Examples Clips(
        string set, Listing listing, ImmutableArray<Item> items, ClipView view, ImmutableArray<long> shape) =>
        new(set, items, listing.Classes.Length, shape, (index, rng, into, stop) =>
        {
            var file = items[index].In(listing.Folder);
            Pooled(room => view.Make(
                PolyViT.Clips.Read(file, n => view.Choose(n, rng), view.ShorterSide, stop, room), rng, into));
        });

    /// <summary>Sounds in files, or the sound of videos.</summary>
    /// <param name="set">The set's name.</param>
    /// <param name="listing">Folder and classes.</param>
    /// <param name="items">The split.</param>
    /// <param name="view">From a sound to an input.</param>
    /// <param name="shape">[T, F, 1].</param>
    public static Examples Sounds(
        string set, Listing listing, ImmutableArray<Item> items, SoundView view, ImmutableArray<long> shape) =>
        new(set, items, listing.Classes.Length, shape, (index, rng, into, stop) =>
        {
            var file = items[index].In(listing.Folder);
            var samples = PolyViT.Sounds.Read(
                file, view.SampleRate, n => view.Start(n, rng), view.Samples, stop);
            view.Make(samples, rng, into);
        });

    // Decoded pixels live no longer than the view of them.
    private static void Pooled(Action<Func<int, byte[]>> use)
    {
        byte[]? pooled = null;
        use(bytes => pooled = ArrayPool<byte>.Shared.Rent(bytes));
        if (pooled is not null)
            ArrayPool<byte>.Shared.Return(pooled);
    }
}
