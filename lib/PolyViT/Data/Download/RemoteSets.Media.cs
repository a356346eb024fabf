namespace PolyViT;

public static partial class RemoteSets
{
    private const string Lists = "lists CC BY 4.0; clips belong to their owners";
    private const string AudioSetCsv = "https://storage.googleapis.com/us_audioset/youtube_corpus/v1/csv/";
    private const string Cvdf = "https://github.com/cvdfoundation/kinetics-dataset";
    private const string Gone = "What is listed and not there is counted: YouTube loses clips.";
    private const string Epic =
        "https://raw.githubusercontent.com/epic-kitchens/epic-kitchens-100-annotations/master/";

    private static IEnumerable<RemoteSet> Sounds() =>
    [
        new("esc50", "audio/ESC-50",
            "https://github.com/karolpiczak/ESC-50", "CC BY-NC 3.0; its ESC-10 part CC BY 3.0")
        {
            Files =
            [
                Archive(
                    "https://github.com/karolpiczak/ESC-50/archive/master.zip", "ESC-50-master",
                    "audio/ESC-50") with
                {
                    Unpacked = 900_000_000,
                },
            ],
        },
        new("fsdd", "audio/free-spoken-digit-dataset",
            "https://github.com/Jakobovski/free-spoken-digit-dataset", "CC BY-SA 4.0")
        {
            Files =
            [
                Archive(
                    "https://github.com/Jakobovski/free-spoken-digit-dataset/archive/master.zip",
                    "free-spoken-digit-dataset-master", "audio/free-spoken-digit-dataset"),
            ],
        },
        new("audioset", "audio/AudioSet",
            "https://research.google.com/audioset/download.html", Lists)
        {
            Files =
            [
                .. new[]
                {
                    "balanced_train_segments.csv", "unbalanced_train_segments.csv", "eval_segments.csv",
                    "class_labels_indices.csv",
                }.Select(name => Plain(AudioSetCsv + name, "audio/AudioSet/" + name)),
            ],
            ByHand =
            [
                "The sounds are on YouTube: get them, ten seconds each as the lists say.",
                $"Put them anywhere below audio/AudioSet, named by their ids: --4gqARaEJE.m4a .. {Gone}",
            ],
        },
        new("vggsound", "audio/VGGSound",
            Vgg + "vggsound", Lists)
        {
            Files =
            [
                Plain(
                    "https://raw.githubusercontent.com/hche11/VGGSound/master/data/vggsound.csv",
                    "audio/VGGSound/vggsound.csv"),
            ],
            ByHand =
            [
                "The clips are on YouTube: get them, ten seconds each as the list says.",
                $"Put them anywhere below audio/VGGSound: ---g-f_I2yQ_000001.mp4 (id and start) .. {Gone}",
            ],
        },
    ];

    private static IEnumerable<RemoteSet> Videos() =>
    [
        Kinetics("400", 450),
        Kinetics("600", 650),
        new("ucf101", "video/UCF-101",
            "https://www.crcv.ucf.edu/data/UCF101.php", "none stated; for research")
        {
            Files =
            [
                Archive(
                    "https://www.crcv.ucf.edu/data/UCF101/UCF101TrainTestSplits-RecognitionTask.zip",
                    "ucfTrainTestlist", "video/ucfTrainTestlist", 113943,
                    Sha256("5c0d1a53b8ed364a2ac830a73f405e51bece7d98ce1254fd19ed4a36b224bd27")),
            ],
            ByHand =
            [
                "Get https://www.crcv.ucf.edu/data/UCF101/UCF101.rar (6.9 GB).",
                "Unpack it (unrar x UCF101.rar): video/UCF-101/ApplyEyeMakeup/*.avi ..",
            ],
        },
        new("grid", "video/GRID",
            "https://zenodo.org/records/3625687", "CC BY 4.0")
        {
            ByHand =
            [
                "Get a talker's videos, e.g. s1.zip, and unpack it: video/GRID/s1/bbaf2n.mp4 ..",
                "Write video/GRID/labels.tsv, with the columns file, command, colour, preposition, letter, "
                    + "digit, adverb and split (train or test): the corpus has no split for one talker.",
            ],
        },
        new("moments", "video/Moments_in_Time_Raw",
            "http://moments.csail.mit.edu", "non-commercial research, by agreement")
        {
            ByHand =
            [
                "Fill in the form; the mail that follows has the link to the archive.",
                "Unpack it to video/Moments_in_Time_Raw: moments_categories.txt, trainingSet.csv, "
                    + "validationSet.csv, training/applauding/*.mp4 .., validation/applauding/*.mp4 ..",
            ],
        },
        new("epic-kitchens", "video/EPIC-KITCHENS",
            "https://epic-kitchens.github.io", "CC BY-NC 4.0")
        {
            Files =
            [
                .. new[]
                {
                    "EPIC_100_train.csv", "EPIC_100_validation.csv", "EPIC_100_noun_classes.csv",
                    "EPIC_100_verb_classes.csv",
                }.Select(name => Plain(Epic + name, "video/EPIC-KITCHENS/" + name)),
            ],
            ByHand =
            [
                "Get the videos with the owners' own epic_downloader.py (some 700 GB).",
                "Put them below video/EPIC-KITCHENS: P01/videos/P01_01.MP4 ..",
            ],
        },
        new("ssv2", "video/20bn-something-something-v2",
            "https://www.qualcomm.com/developer/software/something-something-v-2-dataset",
            "research, by agreement")
        {
            ByHand =
            [
                "Agree to the terms, and get the labels and the videos, 20bn-something-something-v2-00 ..",
                "Unpack them to video/20bn-something-something-v2: labels/labels.json, labels/train.json, "
                    + "labels/validation.json, and 1.webm .. in any folder.",
            ],
        },
    ];

    private static RemoteSet Kinetics(string size, int gigabytes) => new(
        $"kinetics{size}", $"video/kinetics-{size}", Cvdf, Lists)
    {
        Files =
        [
            .. new[] { "train", "val", "test" }.Select(split => Plain(
                $"https://s3.amazonaws.com/kinetics/{size}/annotations/{split}.csv",
                $"video/kinetics-{size}/annotations/{split}.csv")),
        ],
        ByHand =
        [
            $"The clips: the scripts of {Cvdf} fetch them in tars (some {gigabytes} GB).",
            $"Put them anywhere below video/kinetics-{size}, named 0347ZoDXyP0_000095_000105.mp4 .. {Gone}",
        ],
    };
}
