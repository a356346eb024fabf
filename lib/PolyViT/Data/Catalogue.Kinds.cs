namespace PolyViT;

public static partial class Catalogue
{
    private static CatalogueTask Records(
        string name, string folder, string source, Action<string> check,
        Func<string, PictureRecords> read) => new()
        {
            Name = name,
            Modality = Modality.Image,
            Folder = folder,
            Source = source,
            Inspect = check,
            Records = read,
            Lists = path => read(path).Listed(path),
            Read = (path, shapes, _, _, _) =>
            {
                var records = read(path);
                var listing = records.Listed(path);
                Split Part(PictureSplit split, ImmutableArray<Item> items) => DecodedSplit.Of(
                    DecodedSet.Of(split), [.. Enumerable.Range(0, split.Count)],
                    [.. items.Select(i => i.Labels)], listing.Classes.Length, shapes.Of(Modality.Image), vary: false);
                return Data(name, Modality.Image, listing,
                    Part(records.Train, listing.Train), Part(records.Test, listing.Test));
            },
            ReadOnTheWay = (path, shapes, options) =>
            {
                var records = read(path);
                var listing = records.Listed(path);
                var views = options.Pictures ?? InputViews.PaperPictures(shapes);
                Examples Part(string part, PictureView view) => Examples.Records(
                    name, records.Part(part), listing.Part(part), listing.Classes.Length, view,
                    shapes.Of(Modality.Image));
                return OnTheWay(name, Modality.Image, listing, options, new(
                    Part("train", views.Train), Part(options.Test, views.Evaluate),
                    [.. views.Test.Select(view => Part(options.Test, view))]));
            },
        };

    private static CatalogueTask Pictures(
        string name, string folder, string source, Func<string, Listing> list) =>
        Files(name, Modality.Image, folder, source, list, DecodedSet.Pictures, (listing, shapes, options) =>
            (options.Pictures ?? InputViews.PaperPictures(shapes)).With(
                view => (part, shape) => Examples.Pictures(name, listing, part, view, shape)));

    private static CatalogueTask Videos(
        string name, string folder, string source, Func<string, Listing> list) =>
        Files(name, Modality.Video, folder, source, list, DecodedSet.Clips, (listing, shapes, options) =>
            (options.Clips ?? InputViews.PaperClips(shapes)).With(
                view => (part, shape) => Examples.Clips(name, listing, part, view, shape))) with
        { NeedsFfmpeg = true };

    private static CatalogueTask Sounds(
        string name, string folder, string source, Func<string, Listing> list, int rate, double seconds) =>
        Files(name, Modality.Audio, folder, source, list,
            (listing, set, shapes, report, stop, most) =>
                DecodedSet.Sounds(
                    listing, set, SpectrogramSettings.Covering(shapes, rate, seconds), report, stop, most),
            (listing, shapes, options) =>
                (options.Sounds ?? InputViews.PaperSounds(SoundSettings.Paper(shapes))).With(
                    view => (part, shape) => Examples.Sounds(name, listing, part, view, shape))) with
        { NeedsFfmpeg = true };

    // From the items of a split and an input's shape to what reads them.
    private delegate Examples ReadPart(ImmutableArray<Item> part, ImmutableArray<long> shape);

    private static InputViews<ReadPart> With<TView>(
        this InputViews<TView> views, Func<TView, ReadPart> read) =>
        new(read(views.Train), read(views.Evaluate), [.. views.Test.Select(read)]);

    private static CatalogueTask Files(
        string name, Modality modality, string folder, string source, Func<string, Listing> list,
        Func<Listing, string, InputShapes, Report?, CancellationToken, double, DecodedSet> decode,
        Func<Listing, InputShapes, LoadingOptions, InputViews<ReadPart>> onTheWay) => new()
        {
            Name = name,
            Modality = modality,
            Folder = folder,
            Source = source,
            Inspect = path => _ = list(path),
            Lists = list,
            Read = (path, shapes, report, options, stop) =>
            {
                var listing = list(path);
                // Named after the folder, so that tasks on the same files share what was decoded.
                var set = decode(
                    listing, Path.GetFileName(folder), shapes, report, stop, options.MostUnreadable);
                Split Part(ImmutableArray<Item> items, bool train) => DecodedSplit.Of(
                    name, set, listing, items, shapes.Of(modality), train, options);
                return Data(
                    name, modality, listing, Part(listing.Train, train: true), Part(listing.Test, train: false));
            },
            ReadOnTheWay = (path, shapes, options) =>
            {
                var listing = list(path);
                var (views, shape) = (onTheWay(listing, shapes, options), shapes.Of(modality));
                var test = listing.Part(options.Test);
                return OnTheWay(name, modality, listing, options, new(
                    views.Train(listing.Train, shape), views.Evaluate(test, shape),
                    [.. views.Test.Select(view => view(test, shape))]));
            },
        };

    private static TaskData OnTheWay(
        string name, Modality modality, Listing listing, LoadingOptions options, InputViews<Examples> parts)
    {
        var tests = MediaSplit.Tests([parts.Evaluate, .. parts.Test], options);
        return Data(name, modality, listing, MediaSplit.Train(parts.Train, options), tests[0]) with
        {
            TestViews = tests[1..],
        };
    }

    private static TaskData Data(string name, Modality modality, Listing listing, Split train, Split test) =>
        new(
            new()
            {
                Name = name,
                Modality = modality,
                Classes = listing.Classes.Length,
                ClassNames = listing.Classes,
                Kind = listing.Kind,
                ClassSplits = listing.ClassSplits,
            },
            train, test)
        { Remarks = listing.Remarks };
}
