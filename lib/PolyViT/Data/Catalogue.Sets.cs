namespace PolyViT;

public static partial class Catalogue
{
    // Kilohertz and seconds of the sets: what a recording usually has. Speech of 8 kHz stays at that, because
    // the empty upper bins of a 16 kHz spectrogram would rule its mean and deviation.
    private const int Wideband = 16000;
    private const int Telephone = 8000;
    private const double DigitSeconds = 1;
    private const double SentenceSeconds = 3;
    private const double EnvironmentSeconds = 5;

    /// <summary>ESC-10: the ten classes of ESC-50 that its table marks.</summary>
    /// <param name="testFold">The fold to be judged on, 1 to 5.</param>
    public static CatalogueTask Esc10(int testFold = 5) => Esc("esc10", true, testFold);

    /// <summary>ESC-50: every class that its table has.</summary>
    /// <param name="testFold">The fold to be judged on, 1 to 5.</param>
    public static CatalogueTask Esc50(int testFold = 5) => Esc("esc50", false, testFold);

    /// <summary>UCF-101.</summary>
    /// <param name="split">The official split, 1 to 3.</param>
    public static CatalogueTask Ucf101(int split = 1) =>
        Videos("ucf101", "video/UCF-101", "https://www.crcv.ucf.edu/data/UCF101.php",
            folder => UcfLists.Read(folder, Path.Combine(folder, "..", "ucfTrainTestlist"), split));

    private static CatalogueTask Fsdd(string name, Func<string, Listing> list) =>
        Sounds(name, "audio/free-spoken-digit-dataset",
            "https://github.com/Jakobovski/free-spoken-digit-dataset", list, Telephone, DigitSeconds) with
        { NeedsFfmpeg = false };

    private static CatalogueTask Esc(string name, bool onlyEsc10, int testFold) =>
        Sounds(name, "audio/ESC-50", "https://github.com/karolpiczak/ESC-50",
            folder => PolyViT.Esc50.Read(folder, onlyEsc10, testFold), Wideband, EnvironmentSeconds);

    private static CatalogueTask GridAudio(string word) =>
        Sounds($"grid-audio-{word}", "video/GRID", GridSource, f => GridLabels.Read(f, word),
            Wideband, SentenceSeconds);

    private static CatalogueTask GridVideo(string word) =>
        Videos($"grid-video-{word}", "video/GRID", GridSource, f => GridLabels.Read(f, word));

    private const string GridSource = "https://zenodo.org/records/3625687";
}
