namespace PolyViT;

public static partial class RemoteSets
{
    private const string YouTube = "clips belong to their owners";
    private const string AudioSetCsv = "https://storage.googleapis.com/us_audioset/youtube_corpus/v1/csv/";
    private const string Clips = "Clips that are gone from YouTube are normal: what is listed and not there is counted.";
    private const string Cvdf = "https://github.com/cvdfoundation/kinetics-dataset";
    private const string Epic = "https://raw.githubusercontent.com/epic-kitchens/epic-kitchens-100-annotations/master/";

    private static IEnumerable<RemoteSet> Sounds() =>
    [
        new("esc50", "https://github.com/karolpiczak/ESC-50", "CC BY-NC 3.0; its ESC-10 part CC BY 3.0")
        {
            Files =
            [
                Archive("https://github.com/karolpiczak/ESC-50/archive/master.zip", "ESC-50-master", "audio/ESC-50") with
                { Unpacked = 900_000_000 },
            ],
        },
        new("fsdd", "https://github.com/Jakobovski/free-spoken-digit-dataset", "CC BY-SA 4.0")
        {
            Files =
            [
                Archive("https://github.com/Jakobovski/free-spoken-digit-dataset/archive/master.zip",
                    "free-spoken-digit-dataset-master", "audio/free-spoken-digit-dataset"),
            ],
        },
        new("audioset", "https://research.google.com/audioset/download.html", $"lists CC BY 4.0; {YouTube}")
        {
            Files =
            [
                Plain(AudioSetCsv + "balanced_train_segments.csv", "audio/AudioSet/balanced_train_segments.csv"),
                Plain(AudioSetCsv + "unbalanced_train_segments.csv", "audio/AudioSet/unbalanced_train_segments.csv"),
                Plain(AudioSetCsv + "eval_segments.csv", "audio/AudioSet/eval_segments.csv"),
                Plain(AudioSetCsv + "class_labels_indices.csv", "audio/AudioSet/class_labels_indices.csv"),
            ],
            ByHand =
            [
                "The sounds are on YouTube: get them with a program of yours, ten seconds each as the lists say.",
                "Put them where the README's table of AudioSet says, below audio/AudioSet. " + Clips,
            ],
        },
        new("vggsound", Vgg + "vggsound", $"list CC BY 4.0; {YouTube}")
        {
            Files =
            [
                Plain("https://raw.githubusercontent.com/hche11/VGGSound/master/data/vggsound.csv",
                    "audio/VGGSound/vggsound.csv"),
            ],
            ByHand = ["The clips are on YouTube: get them with a program of yours. " + Clips],
        },
    ];

    private static IEnumerable<RemoteSet> Videos() =>
    [
        Kinetics("400"),
        Kinetics("600"),
        new("ucf101", "https://www.crcv.ucf.edu/data/UCF101.php", "none stated; for research")
        {
            Files =
            [
                Archive("https://www.crcv.ucf.edu/data/UCF101/UCF101TrainTestSplits-RecognitionTask.zip",
                    "ucfTrainTestlist", "video/ucfTrainTestlist", 113943,
                    Sha256("5c0d1a53b8ed364a2ac830a73f405e51bece7d98ce1254fd19ed4a36b224bd27")),
            ],
            ByHand =
            [
                "Get https://www.crcv.ucf.edu/data/UCF101/UCF101.rar (6.9 GB), and unpack it: "
                + "unrar x UCF101.rar gives video/UCF-101/ApplyEyeMakeup/*.avi ..",
            ],
        },
        new("grid", "https://zenodo.org/records/3625687", "CC BY 4.0")
        {
            ByHand =
            [
                "Get a talker's videos, e.g. s1.zip, and unpack it: video/GRID/s1/bbaf2n.mp4 ..",
                "Write video/GRID/labels.tsv, with the columns file, command, colour, preposition, letter, digit, adverb "
                + "and split (train or test): the corpus has no split for one talker.",
            ],
        },
        new("moments", "http://moments.csail.mit.edu", "non-commercial research, by agreement")
        {
            ByHand =
            [
                "Fill in the form; the mail that follows has the link to Moments_in_Time_Raw.zip.",
                "Unpack it: video/Moments_in_Time_Raw/training/applauding/*.mp4 .., trainingSet.csv, validationSet.csv "
                + "and moments_categories.txt beside it.",
            ],
        },
        new("epic-kitchens", "https://epic-kitchens.github.io", "CC BY-NC 4.0")
        {
            Files =
            [
                .. new[]
                {
                    "EPIC_100_train.csv", "EPIC_100_validation.csv", "EPIC_100_noun_classes.csv",
                    "EPIC_100_verb_classes.csv",
                }.Select(n => Plain(Epic + n, "video/EPIC-KITCHENS/" + n)),
            ],
            ByHand =
            [
                "Get the videos with the owners' own epic_downloader.py (some 700 GB).",
                "Put them below video/EPIC-KITCHENS: P01/videos/P01_01.MP4 ..",
            ],
        },
        new("ssv2", "https://www.qualcomm.com/developer/software/something-something-v-2-dataset",
            "research, by agreement")
        {
            ByHand =
            [
                "Agree to the terms, and get the videos (20bn-something-something-v2-00 ..) and the labels.",
                "Unpack them: video/20bn-something-something-v2/1.webm .., and below video/something-something-v2 the files "
                + "labels.json, train.json, validation.json.",
            ],
        },
    ];

    private static RemoteSet Kinetics(string size) => new($"kinetics{size}", Cvdf, $"lists CC BY 4.0; {YouTube}")
    {
        Files =
        [
            .. new[] { "train", "val", "test" }.Select(split => Plain(
                $"https://s3.amazonaws.com/kinetics/{size}/annotations/{split}.csv",
                $"video/kinetics-{size}/annotations/{split}.csv")),
        ],
        ByHand =
        [
            $"The clips: the scripts of {Cvdf} fetch them in tars (some {(size == "400" ? 450 : 650)} GB).",
            $"Put them below video/kinetics-{size}: train/abseiling/0347ZoDXyP0_000095_000105.mp4 .. {Clips}",
        ],
    };
}
