namespace PolyViT.Tests;

public class SoundListTests
{
    private const string Comments = "# Segments csv created Sun Mar  5 10:54:31 2017\n" +
        "# num_ytids=3, num_segs=3\n# YTID, start_seconds, end_seconds, positive_labels\n";

    private static TempFolder AudioSetFolder()
    {
        var folder = new TempFolder();
        folder.Write("class_labels_indices.csv",
            "index,mid,display_name\n0,/m/09x0r,\"Speech\"\n" +
            "1,/m/05zppz,\"Male speech, man speaking\"\n2,/t/dd00088,\"Gargling\"\n");
        folder.Write("balanced_train_segments.csv", Comments +
            "--PJHxphWEs, 30.000, 40.000, \"/m/09x0r,/t/dd00088\"\n" +
            "--aE2O5G5WE, 0.000, 10.000, \"/m/05zppz,/m/05zppz\"\n" +
            "-gone000000, 0.000, 10.000, \"/m/09x0r\"\n");
        folder.Write("unbalanced_train_segments.csv",
            Comments + "---1_cCGK4M, 0.500, 10.000, \"/m/09x0r\"\r\n\r\n");
        folder.Write("eval_segments.csv", Comments + "--4gqARaEJE, 0.000, 10.000, \"/t/dd00088\"\n");
        foreach (var sound in new[]
        {
            "balanced/Y--PJHxphWEs.wav", "balanced/--aE2O5G5WE_0_10000.flac", "whole/---1_cCGK4M.m4a",
            "eval_segments/video/--4gqARaEJE_000000.mp4",
        })
            folder.Write(sound, "");
        return folder;
    }

    [Fact]
    public void An_audio_set_segment_has_any_number_of_classes_and_its_sound_one_of_several_names()
    {
        using var folder = AudioSetFolder();
        var listing = AudioSet.Read(folder.Root);
        Assert.Equal(["Speech", "Male speech, man speaking", "Gargling"], listing.Classes);
        Assert.Equal(TaskKind.MultiLabel, listing.Kind);
        Assert.Equal(
            [new("balanced/Y--PJHxphWEs.wav", [0, 2]), new("balanced/--aE2O5G5WE_0_10000.flac", [1])],
            listing.Train);
        Assert.Equal([new("eval_segments/video/--4gqARaEJE_000000.mp4", [2])], listing.Test);
        Assert.Equal(["1 of 3 training clips that are listed are not there."], listing.Remarks);
        var full = AudioSet.Read(folder.Root, full: true);
        Assert.Equal(3, full.Train.Length);
        Assert.Equal(new Item("whole/---1_cCGK4M.m4a", 0) { Start = 0.5, Seconds = 9.5 }, full.Train[0]);
    }

    [Fact]
    public void A_sound_goes_before_a_video_and_a_clip_before_the_whole()
    {
        using var folder = AudioSetFolder();
        foreach (var other in new[] { "a/Y--PJHxphWEs.mp4", "a/---1_cCGK4M_500_10000.ogg" })
            folder.Write(other, "");
        var full = AudioSet.Read(folder.Root, full: true);
        string[] expected =
            ["a/---1_cCGK4M_500_10000.ogg", "balanced/Y--PJHxphWEs.wav", "balanced/--aE2O5G5WE_0_10000.flac"];
        Assert.Equal(expected, full.Train.Select(i => i.File));
    }

    [Fact]
    public void Class_names_may_come_from_the_ontology_and_lists_from_a_folder_of_their_own()
    {
        using var folder = AudioSetFolder();
        folder.Write("class_labels_indices.csv", "index,mid\n1,/m/05zppz\n0,/m/09x0r\n2,/t/dd00088\n");
        Assert.Equal(["/m/09x0r", "/m/05zppz", "/t/dd00088"], AudioSet.Read(folder.Root).Classes);
        folder.Write("ontology.json",
            "[{\"id\":\"/m/09x0r\",\"name\":\"Speech\",\"child_ids\":[\"/m/05zppz\"]}]");
        Assert.Equal(["Speech", "/m/05zppz", "/t/dd00088"], AudioSet.Read(folder.Root).Classes);
        Directory.CreateDirectory(folder["annotations"]);
        foreach (var file in Directory.GetFiles(folder.Root))
            File.Move(file, folder[$"annotations/{Path.GetFileName(file)}"]);
        Assert.Equal(2, AudioSet.Read(folder.Root).Train.Length);
    }

    [Fact]
    public void What_is_wrong_with_an_audio_set_list_is_named_with_its_line()
    {
        using var folder = AudioSetFolder();
        void Refuses(string rows, params string[] parts)
        {
            folder.Write("eval_segments.csv", Comments + rows);
            Refusal.Names(() => AudioSet.Read(folder.Root), ["eval_segments.csv line 4", .. parts]);
        }
        Refuses("--4gqARaEJE, 0.000, 10.000, \"/m/none\"\n", "/m/none", "class_labels_indices.csv");
        Refuses("--4gqARaEJE, 0.000, 10.000\n", "3 fields", "positive_labels");
        Refuses("--4gqARaEJE, -1, 10.000, \"/m/09x0r\"\n", "-1");
        Refuses("--PJHxphWEs, 30.000, 40.000, \"/m/09x0r\"\n", "balanced_train_segments.csv line 4", "split");
        folder.Write("class_labels_indices.csv", "index,mid,display_name\n0,/m/09x0r,a\n0,/m/05zppz,b\n");
        Refusal.Names(() => AudioSet.Read(folder.Root), "class_labels_indices.csv line 3", "/m/09x0r");
        File.Delete(folder["balanced_train_segments.csv"]);
        Refusal.Names(() => AudioSet.Read(folder.Root), "class_labels_indices.csv");
    }

    [Fact]
    public void A_vgg_sound_clip_is_ten_seconds_and_its_label_may_hold_commas()
    {
        using var folder = new TempFolder();
        folder.Write("vggsound.csv",
            "---g-f_I2yQ,1,people marching,test\n--0PQM4-hqg,30,\"female speech, woman speaking\",train\n" +
            "--12UOziMF0,126,people marching,train\n-gone000000,0,people marching,train\n");
        folder.Write("video/---g-f_I2yQ_000001.mp4", "");
        folder.Write("video/--0PQM4-hqg_30000_40000.mp4", "");
        folder.Write("whole/--12UOziMF0.mp4", "");
        var listing = VggSound.Read(folder.Root);
        Assert.Equal(["female speech, woman speaking", "people marching"], listing.Classes);
        Assert.Equal(
        [
            new("video/--0PQM4-hqg_30000_40000.mp4", 0),
            new Item("whole/--12UOziMF0.mp4", 1) { Start = 126, Seconds = 10 },
        ], listing.Train);
        Assert.Equal([new("video/---g-f_I2yQ_000001.mp4", 1)], listing.Test);
        Assert.Equal(["1 of 3 training clips that are listed are not there."], listing.Remarks);
        folder.Write("vggsound.csv", "id,1,female speech, woman speaking,train\n");
        Refusal.Names(() => VggSound.Read(folder.Root), "vggsound.csv line 1", "speaking", "train or test");
        folder.Write("vggsound.csv", "YouTube ID,start,label,train\n");
        Refusal.Names(() => VggSound.Read(folder.Root), "vggsound.csv line 1", "start");
    }
}
