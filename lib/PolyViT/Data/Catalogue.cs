namespace PolyViT;

/// <summary>A task on real data that the library can read.</summary>
public sealed record CatalogueTask
{
    /// <summary>The name that it is asked for by, and that its <see cref="TaskSpec"/> carries.</summary>
    public required string Name { get; init; }

    /// <summary>What its inputs are.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Where its files are, relative to the data folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the data set is to be had.</summary>
    public required string Source { get; init; }

    /// <summary>What the set's owners allow, in a few words; empty where it is not known.</summary>
    public string Licence => RemoteSets.In(Folder)?.Licence ?? "";

    /// <summary>Whether its files are decoded by ffmpeg.</summary>
    public bool NeedsFfmpeg { get; init; }

    /// <summary>
    /// Reads lists and headers of the set's folder and throws where something is missing or wrong.
    /// </summary>
    public required Action<string> Inspect { get; init; }

    /// <summary>The number that a model is judged by on it.</summary>
    public Metric Metric { get; init; } = Metric.Top1;

    /// <summary>The pictures of the set's folder, where they are no files of their own; else null.</summary>
    public Func<string, PictureRecords>? Records { get; init; }

    /// <summary>Reads the lists of the set's folder.</summary>
    public required Func<string, Listing> Lists { get; init; }

    /// <summary>Decodes the set's folder whole.</summary>
    public required Func<string, InputShapes, Report?, CancellationToken, TaskData> Read { get; init; }

    /// <summary>Opens the set's folder to be decoded batch by batch.</summary>
    public required Func<string, InputShapes, LoadingOptions, TaskData> ReadOnTheWay { get; init; }

    /// <summary>
    /// Looks, without decoding anything, whether all that the task needs is there; throws an
    /// <see cref="InputException"/> where it is not.
    /// </summary>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    public void Check(string root) => Inspect(Found(root));

    /// <summary>
    /// Reads a small set whole: lists its files, decodes them or takes them from the cache, and names its
    /// classes. A file that cannot be used is an <see cref="InputException"/>. Training draws a clip's frames
    /// anew each time; nothing else is augmented.
    /// </summary>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="report">Takes the progress of decoding.</param>
    /// <param name="stop">Ends it early; what is decoded stays in the cache.</param>
    public TaskData Open(
        string root, InputShapes shapes, Report? report = null, CancellationToken stop = default) =>
        Judged(Read(Found(root), shapes, report, stop));

    /// <summary>What the set's own lists say: every split, classes, labels, and what a user should
    /// know.</summary>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    public Listing List(string root) => Lists(Found(root));

    /// <summary>
    /// Opens the task at its full size: only the lists are read now, and each batch is decoded when it is
    /// needed, by scenic's own input pipelines (sections 5.4 to 5.6). Nothing is kept on disk; training reads
    /// ahead.
    /// </summary>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="options">Workers, what becomes of unreadable items, other pipelines; null is the
    /// usual.</param>
    public TaskData Stream(string root, InputShapes shapes, LoadingOptions? options = null)
    {
        var folder = Found(root);
        // Even plain WAV may have to be brought to another rate, and no file is to be blamed for what is not
        // installed.
        if (Modality != Modality.Image)
            _ = Ffmpeg.Require();
        return Judged(ReadOnTheWay(folder, shapes, (options ?? new()).Checked()));
    }

    private TaskData Judged(TaskData data) => data with { Spec = data.Spec with { Metric = Metric } };

    private string Found(string root)
    {
        if (!Directory.Exists(root))
            throw new InputException(
                $"{(root.Length == 0 ? "A data folder without a name" : $"The data folder {root}")} does not exist: "
                + "give the folder that holds image, audio and video.");
        var folder = Path.Combine(root, Folder);
        if (!Directory.Exists(folder))
            throw new InputException(
                $"{Name} needs {folder}, which does not exist: get the data set from {Source}"
                + $"{(RemoteSets.In(Folder) is { } set ? $", or by scripts/download.csx {set.Name}" : "")}.");
        if (NeedsFfmpeg)
            _ = Ffmpeg.Require();
        return folder;
    }
}

/// <summary>The tasks on real data, by name.</summary>
public static partial class Catalogue
{
    /// <summary>Every task, images first.</summary>
    public static ImmutableArray<CatalogueTask> Tasks { get; } =
    [
        Records("cifar10", "image/cifar-10-batches-bin", "https://www.cs.toronto.edu/~kriz/cifar.html",
            Cifar.Check, Cifar.Read),
        Records("mnist", "image/mnist", "http://yann.lecun.com/exdb/mnist", Idx.Check, Idx.Read),
        Pictures("clothing", "image/clothing-dataset-small",
            "https://github.com/alexeygrigorev/clothing-dataset-small", f => ImageFolder.Read(f)),
        Pictures("pets", "image/oxford-iiit-pet", "https://www.robots.ox.ac.uk/~vgg/data/pets",
            PetLists.Read),
        .. Images(),
        Fsdd("fsdd-digit", PolyViT.Fsdd.Digits),
        Fsdd("fsdd-speaker", PolyViT.Fsdd.Speakers),
        Esc10(),
        Esc50(),
        .. GridLabels.Grammar.Select(g => GridAudio(g.Task)),
        Ucf101(),
        .. GridLabels.Grammar.Select(g => GridVideo(g.Task)),
        .. Media(),
    ];

    /// <summary>The task of this name.</summary>
    /// <param name="name">As in <see cref="Tasks"/>.</param>
    public static CatalogueTask Task(string name) => Tasks.FirstOrDefault(t => t.Name == name)
        ?? throw new InputException(
            $"There is no task \"{name}\": choose from {string.Join(", ", Tasks.Select(t => t.Name))}.");

    /// <summary>Looks, without decoding anything, whether all that these tasks need is there.</summary>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    /// <param name="names">The tasks.</param>
    public static void Check(string root, IEnumerable<string> names)
    {
        foreach (var task in names.Select(Task).ToArray())
            task.Check(root);
    }
}
