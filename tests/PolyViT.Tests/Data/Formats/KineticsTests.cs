namespace PolyViT.Tests;

public class KineticsTests
{
    private const string Head = "label,youtube_id,time_start,time_end,split\n";

    // The layout that the scripts of the cvdfoundation leave.
    private static TempFolder Made()
    {
        var folder = new TempFolder();
        folder.Write("annotations/train.csv", Head +
            "playing guitar,---QUuC4vJs,84,94,train\nabseiling,0347ZoDXyP0,95,105,train\n" +
            "\"juggling, balls\",-a_0bC-1234,0,10,train\nabseiling,gone0000000,5,15,train\n");
        folder.Write("annotations/val.csv", Head + "abseiling,0wR5jVB-WPk,417,427,val\n");
        folder.Write("annotations/test.csv", Head + "playing guitar,zzzzzzzzzzz,1,11,test\n");
        foreach (var clip in new[]
        {
            "train/---QUuC4vJs_000084_000094.mp4", "train/abseiling/0347ZoDXyP0_000095_000105.MP4",
            "train/juggling_balls/-a_0bC-1234.mkv", "val/0wR5jVB-WPk_000417_000427.mp4",
            "test/zzzzzzzzzzz_000001_000011.mp4", "test/not_listed_000001_000011.mp4", "test/notes.txt",
        })
            folder.Write(clip, "");
        return folder;
    }

    [Fact]
    public void Clips_are_found_flat_or_in_class_folders_and_those_that_are_gone_are_counted()
    {
        using var folder = Made();
        var listing = Kinetics.Read(folder.Root);
        Assert.Equal(["abseiling", "juggling, balls", "playing guitar"], listing.Classes);
        Assert.Equal(
        [
            new("train/---QUuC4vJs_000084_000094.mp4", 2),
            new("train/abseiling/0347ZoDXyP0_000095_000105.MP4", 0),
            new("train/juggling_balls/-a_0bC-1234.mkv", 1),
        ], listing.Train);
        Assert.Equal([new("val/0wR5jVB-WPk_000417_000427.mp4", 0)], listing.Validation);
        Assert.Equal([new("test/zzzzzzzzzzz_000001_000011.mp4", 2)], listing.Test);
        Assert.Equal(["1 of 4 training clips that are listed are not there."], listing.Remarks);
        Assert.Equal(TaskKind.Label, listing.Kind);
    }

    [Fact]
    public void DeepMinds_names_of_lists_a_list_of_all_splits_and_a_test_without_labels_are_read()
    {
        using var folder = Made();
        var whole = Kinetics.Read(folder.Root);
        Directory.Move(folder["annotations"], folder["old"]);
        File.Move(folder["old/train.csv"], folder["train.csv"]);
        File.Move(folder["old/val.csv"], folder["validate.csv"]);
        folder.Write("test.csv", "youtube_id,time_start,time_end,split\nzzzzzzzzzzz,1,11,test\n");
        var listing = Kinetics.Read(folder.Root);
        Assert.Equal(whole.Train, listing.Train);
        Assert.Equal(whole.Validation, listing.Test);
        Assert.Empty(listing.Validation);
        Assert.Contains("the validation clips are the test", listing.Remarks[0], StringComparison.Ordinal);
        var rows = File.ReadAllText(folder["train.csv"]) + "abseiling,0wR5jVB-WPk,417,427,validate\n"
            + "playing guitar,zzzzzzzzzzz,1,11,test\n";
        foreach (var list in new[] { "train.csv", "validate.csv", "test.csv" })
            File.Delete(folder[list]);
        folder.Write("kinetics.csv", rows);
        Assert.Equal(whole.Test, Kinetics.Read(folder.Root).Test);
        Assert.Equal(whole.Validation, Kinetics.Read(folder.Root).Validation);
    }

    [Fact]
    public void A_replacement_goes_before_its_clip_and_a_whole_video_is_cut_by_the_list()
    {
        using var folder = Made();
        var better = "replacement/replacement_for_corrupted_k400/---QUuC4vJs_000084_000094.mp4";
        folder.Write(better, "");
        folder.Write("whole/gone0000000.webm", "");
        var train = Kinetics.Read(folder.Root).Train;
        Assert.Equal(better, train[0].File);
        Assert.Equal(new Item("whole/gone0000000.webm", 0) { Start = 5, Seconds = 10 }, train[3]);
        folder.Write("sounds/gone0000000.wav", "");
        folder.Write("sounds/---QUuC4vJs_000084_000094.wav", "");
        var sounds = Kinetics.Read(folder.Root, Modality.Audio).Train;
        Assert.Equal(new Item("sounds/gone0000000.wav", 0), sounds[3]);
        Assert.Equal("train/abseiling/0347ZoDXyP0_000095_000105.MP4", sounds[1].File);
    }

    [Fact]
    public void What_is_wrong_with_a_list_is_named_with_its_line()
    {
        using var folder = Made();
        void Refuses(string list, string rows, params string[] parts)
        {
            var old = File.ReadAllText(folder[$"annotations/{list}"]);
            folder.Write($"annotations/{list}", rows);
            Refusal.Names(() => Kinetics.Read(folder.Root), [list, .. parts]);
            folder.Write($"annotations/{list}", old);
        }
        Refuses("val.csv", Head + "abseilling,0wR5jVB-WPk,417,427,val\n", "line 2", "abseilling");
        Refuses("val.csv", Head + "abseiling,0wR5jVB-WPk,soon,427,val\n", "line 2", "soon", "seconds");
        Refuses("val.csv", Head + "abseiling,0wR5jVB-WPk,417,41,val\n", "line 2", "41", "later");
        Refuses("val.csv", Head + "abseiling,0wR5jVB-WPk\n", "line 2", "2 fields", "time_end");
        Refuses("val.csv", Head + "abseiling,../../etc/passwd,1,2,val\n", "line 2", "../../etc/passwd");
        Refuses("val.csv", "class,id\na,b\n", "class, id", "youtube_id");
        Refuses("val.csv", "", "empty");
        Refuses("val.csv", Head + "abseiling,0347ZoDXyP0,95,105,val\n", "line 2", "line 3", "another split");
        var rows = Head + "abseiling,x,1,2,train\n\nplaying guitar,y,1,2,train\n";
        Refuses("train.csv", rows + "playing guitar,x,1,2,train\n", "line 5", "line 2", "class");
        Refuses("train.csv", rows, "0 training");
        folder.Write("annotations/validate.csv", Head);
        Refusal.Names(() => Kinetics.Read(folder.Root), "val.csv", "validate.csv");
        Refusal.Names(() => Kinetics.Read(folder["none"]), "none");
        Directory.Delete(folder["annotations"], recursive: true);
        Refusal.Names(() => Kinetics.Read(folder.Root), "train.csv");
    }

    [Fact]
    public void A_row_that_repeats_another_wholly_counts_once()
    {
        using var folder = Made();
        File.AppendAllText(folder["annotations/train.csv"], "abseiling,0347ZoDXyP0,95,105,train\n");
        var listing = Kinetics.Read(folder.Root);
        Assert.Equal(3, listing.Train.Length);
        Assert.Contains("1 rows that repeat others are left out.", listing.Remarks);
    }
}
