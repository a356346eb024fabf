namespace PolyViT.Tests;

public class VideoListTests
{
    [Fact]
    public void Moments_in_time_has_its_labels_from_the_categories_and_its_test_from_validation()
    {
        using var folder = new TempFolder();
        folder.Write("moments_categories.txt", "clapping,1\r\nadult+male+speaking,0\r\n");
        folder.Write("trainingSet.csv",
            "clapping/yt-5of6ffo6-Bw_205.mp4,clapping,3,0\n" +
            "adult+male+speaking/a b_1.mp4,adult+male+speaking,2,1\n" +
            "clapping/gone_1.mp4,clapping,3,0\n");
        folder.Write("validationSet.csv", "clapping/Zoë_7.mp4,clapping,4,0\n");
        folder.Write("training/clapping/yt-5of6ffo6-Bw_205.mp4", "");
        folder.Write("training/adult+male+speaking/a b_1.MP4", "");
        folder.Write("validation/clapping/Zoë_7.mp4".Normalize(System.Text.NormalizationForm.FormD), "");
        var listing = MomentsInTime.Read(folder.Root);
        Assert.Equal(["adult+male+speaking", "clapping"], listing.Classes);
        Assert.Equal(
        [
            new("training/clapping/yt-5of6ffo6-Bw_205.mp4", 1),
            new("training/adult+male+speaking/a b_1.MP4", 0),
        ], listing.Train);
        Assert.True(File.Exists(folder[Assert.Single(listing.Test).File]));
        Assert.Equal(["1 of 3 training clips that are listed are not there."], listing.Remarks);
        Assert.Equal(listing.Train, MomentsInTime.Read(folder.Root, Modality.Audio).Train);
        void Refuses(string list, string rows, params string[] parts)
        {
            folder.Write(list, rows);
            Refusal.Names(() => MomentsInTime.Read(folder.Root), [list, .. parts]);
        }
        Refuses("validationSet.csv", "clapping/a.mp4,claping,4,0\n", "line 1", "claping", "categories");
        Refuses("validationSet.csv", "/clapping/a.mp4,clapping,4,0\n", "line 1", "/clapping/a.mp4");
        Refuses("moments_categories.txt", "clapping,1\nspeaking,2\n", "line 2", "\"2\"", "0 to 1");
        Refuses("moments_categories.txt", "clapping,1\nspeaking,1\n", "line 2", "clapping");
    }

    private const string EpicHead = "narration_id,participant_id,video_id,narration_timestamp," +
        "start_timestamp,stop_timestamp,start_frame,stop_frame,narration,verb,verb_class,noun,noun_class," +
        "all_nouns,all_noun_classes\n";

    private static string EpicRow(string id, string times, int verb, int noun) =>
        $"{id},P01,{id[..6]},00:00:01.089,{times},8,202,open door,open,{verb},door,{noun}," +
        "\"['door', 'x']\",\"[3]\"\n";

    [Fact]
    public void An_epic_action_is_a_part_of_a_long_video_with_a_noun_and_then_a_verb()
    {
        using var folder = new TempFolder();
        folder.Write("EPIC_100_train.csv", EpicHead + EpicRow("P01_01_0", "00:00:00.14,00:00:03.37", 3, 3) +
            EpicRow("P01_01_1", "01:00:00.5,01:00:02", 96, 299) +
            EpicRow("P09_09_0", "00:00:01,00:00:02", 0, 0));
        folder.Write("EPIC_100_validation.csv",
            EpicHead + EpicRow("P01_11_0", "00:00:01.00,00:00:02.50", 0, 1));
        folder.Write("P01/videos/P01_01.MP4", "");
        folder.Write("P01/videos/P01_11.MP4", "");
        var listing = EpicKitchens.Read(folder.Root);
        Assert.Equal((TaskKind.MultiHeadLabel, 397), (listing.Kind, listing.Classes.Length));
        Assert.Equal([300, 97], listing.ClassSplits);
        Assert.Equal([[3, 303], [299, 396]], listing.Train.Select(i => i.Labels.ToArray()));
        Assert.Equal([0.14, 3600.5], listing.Train.Select(i => i.Start));
        Assert.Equal([3.23, 1.5], listing.Train.Select(i => Math.Round(i.Seconds, 6)));
        Assert.Equal("P01/videos/P01_11.MP4", listing.Test[0].File);
        Assert.Equal(["1 of 3 training clips that are listed are not there."], listing.Remarks);
        var verbs = Enumerable.Range(0, 97).Select(i => $"{i},do{i},\"['a']\",b\n");
        folder.Write("EPIC_100_verb_classes.csv", $"id,key,instances,category\n{string.Concat(verbs)}");
        Assert.Equal(["noun 299", "do0"], EpicKitchens.Read(folder.Root).Classes[299..301]);
        folder.Write("EPIC_100_verb_classes.csv", "id,key\n0,take\n");
        Refusal.Names(() => EpicKitchens.Read(folder.Root), "EPIC_100_verb_classes.csv", "97");
        File.Delete(folder["EPIC_100_verb_classes.csv"]);
        var good = File.ReadAllText(folder["EPIC_100_train.csv"]);
        void Refuses(string row, params string[] parts)
        {
            folder.Write("EPIC_100_train.csv", good + row);
            Refusal.Names(() => EpicKitchens.Read(folder.Root), ["EPIC_100_train.csv line 5", .. parts]);
        }
        Refuses(EpicRow("P01_01_2", "00:00:01,00:00:02", 97, 0), "verb_class", "97", "0 to 96");
        Refuses(EpicRow("P01_01_2", "00:00:61,00:00:02", 1, 0), "00:00:61");
        Refuses(EpicRow("P01_01_1", "00:00:01,00:00:02", 1, 0), "line 3", "P01_01_1");
    }

    [Fact]
    public void A_something_template_is_its_class_without_brackets()
    {
        using var folder = new TempFolder();
        folder.Write("something-something-v2-labels.json",
            "{\"Holding something next to something\":\"1\", \"Closing something\":\"0\"}");
        folder.Write("something-something-v2-train.json",
            "[{\"id\":\"78687\",\"label\":\"holding a potato\",\"template\":" +
            "\"Holding [something] next to [something]\",\"placeholders\":[\"potato\"]}," +
            "{\"id\":\"9\",\"template\":\"Closing [something]\"}]");
        folder.Write("something-something-v2-validation.json",
            "[{\"id\":\"5\",\"template\":\"Closing [something]\"}]");
        foreach (var id in new[] { "78687", "5" })
            folder.Write($"20bn-something-something-v2/{id}.webm", "");
        var listing = SomethingSomething.Read(folder.Root);
        Assert.Equal(["Closing something", "Holding something next to something"], listing.Classes);
        Assert.Equal([new("20bn-something-something-v2/78687.webm", 1)], listing.Train);
        Assert.Equal([new("20bn-something-something-v2/5.webm", 0)], listing.Test);
        Assert.Equal(["1 of 2 training clips that are listed are not there."], listing.Remarks);
        const string lists = "something-something-v2";
        Directory.CreateDirectory(folder[lists]);
        foreach (var name in new[] { "labels", "train", "validation" })
            File.Move(folder[$"{lists}-{name}.json"], folder[$"{lists}/{name}.json"]);
        Assert.Equal([new("5.webm", 0)], SomethingSomething.Read(folder["20bn-something-something-v2"]).Test);
        void Refuses(string name, string text, params string[] parts)
        {
            folder.Write($"{lists}/{name}.json", text);
            Refusal.Names(() => SomethingSomething.Read(folder[$"20bn-{lists}"]), [$"{name}.json", .. parts]);
        }
        Refuses("validation", "[{\"id\":\"5\",\"template\":\"Closing [it]\"}]", "entry 1", "Closing [it]");
        Refuses("validation", "[{\"id\":\"5\"}]", "entry 1", "template");
        Refuses("validation", "{}", "list");
        Refuses("validation", "[{", "JSON");
        Refuses("labels", "{\"a\":\"0\",\"b\":\"two\"}", "entry 2", "two");
        File.Delete(folder["something-something-v2/labels.json"]);
        Refusal.Names(() => SomethingSomething.Read(folder.Root), "labels.json", "does not exist");
    }
}
