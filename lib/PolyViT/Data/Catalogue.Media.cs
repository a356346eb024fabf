namespace PolyViT;

public static partial class Catalogue
{
    private const double YouTubeSeconds = 10;
    private const double MomentSeconds = 3;
    private const string MomentsFolder = "video/Moments_in_Time_Raw";
    private const string MomentsSource = "http://moments.csail.mit.edu";
    private const string KineticsSource = "https://github.com/cvdfoundation/kinetics-dataset";

    // What is known of the list of the linear evaluation.
    private const string Recollected =
        "The paper's linear evaluation has this set, from recollection of the paper and not confirmed.";

    /// <summary>A task on files of one's own.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="modality">What its inputs are; audio may be the sound of videos.</param>
    /// <param name="folder">Where its files are, relative to the data folder.</param>
    /// <param name="list">Lists them, given the folder: <see cref="CsvList.Read"/>,
    /// <see cref="ClassFolders.Read"/>, or any function that makes a <see cref="Listing"/>.</param>
    /// <param name="rate">Sounds: the sampling rate, hertz.</param>
    /// <param name="seconds">Sounds: how long they usually are.</param>
    public static CatalogueTask Own(
        string name, Modality modality, string folder, Func<string, Listing> list,
        int rate = Wideband, double seconds = YouTubeSeconds) => modality switch
        {
            Modality.Image => Pictures(name, folder, "its owner", list),
            Modality.Video => Videos(name, folder, "its owner", list),
            _ => Sounds(name, folder, "its owner", list, rate, seconds),
        };

    // The video and audio sets of the paper, and those that its linear evaluation is said to have.
    private static ImmutableArray<CatalogueTask> Media() =>
    [
        Sounds("audioset", "audio/AudioSet", "https://research.google.com/audioset",
            f => AudioSet.Read(f), Wideband, YouTubeSeconds) with { Metric = Metric.MeanAveragePrecision },
        Sounds("audioset-full", "audio/AudioSet", "https://research.google.com/audioset",
            f => AudioSet.Read(f, full: true), Wideband, YouTubeSeconds) with
        { Metric = Metric.MeanAveragePrecision },
        Sounds("vggsound", "audio/VGGSound", "https://www.robots.ox.ac.uk/~vgg/data/vggsound",
            VggSound.Read, Wideband, YouTubeSeconds),
        Sounds("moments-audio", MomentsFolder, MomentsSource,
            f => Linear(MomentsInTime.Read(f, Modality.Audio)), Wideband, MomentSeconds),
        Sounds("kinetics400-audio", "video/kinetics-400", KineticsSource,
            f => Linear(Kinetics.Read(f, Modality.Audio)), Wideband, YouTubeSeconds),
        Videos("kinetics400", "video/kinetics-400", KineticsSource, f => Kinetics.Read(f)),
        Videos("moments", MomentsFolder, MomentsSource, f => MomentsInTime.Read(f)),
        Videos("kinetics600", "video/kinetics-600", KineticsSource, f => Linear(Kinetics.Read(f))),
        Videos("epic-kitchens", "video/EPIC-KITCHENS", "https://epic-kitchens.github.io",
            f => Linear(EpicKitchens.Read(f))),
        Videos("ssv2", "video/20bn-something-something-v2",
            "https://www.qualcomm.com/developer/software/something-something-v-2-dataset",
            f => Linear(SomethingSomething.Read(f))),
    ];

    private static Listing Linear(Listing listing) =>
        listing with { Remarks = [Recollected, .. listing.Remarks] };
}
