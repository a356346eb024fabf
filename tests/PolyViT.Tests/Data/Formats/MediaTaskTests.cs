namespace PolyViT.Tests;

/// <summary>Real clips in the layouts of large sets, read from the lists to a batch.</summary>
public class MediaTaskTests
{
    private static byte[] Clip(string name) =>
        File.ReadAllBytes(SharedFolder.Require($"data/video/GRID/s1/{name}.mp4"));

    [Fact]
    public void Kinetics_clips_and_their_sound_are_two_tasks()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        const string head = "label,youtube_id,time_start,time_end,split\n";
        folder.Write("video/kinetics-400/annotations/train.csv",
            head + "bin,aaaaaaaaaaa,0,3,train\nlay,bbbbbbbbbbb,7,10,train\nlay,gone,7,10,train\n");
        folder.Write("video/kinetics-400/annotations/val.csv", head + "lay,ccccccccccc,0,3,val\n");
        folder.Write("video/kinetics-400/train/aaaaaaaaaaa_000000_000003.mp4", Clip("bbaf2n"));
        folder.Write("video/kinetics-400/train/bbbbbbbbbbb_000007_000010.mp4", Clip("lbbe1s"));
        folder.Write("video/kinetics-400/val/ccccccccccc_000000_000003.mp4", Clip("lbbe1s"));
        var video = Catalogue.Task("kinetics400").Stream(folder.Root, InputShapes.Laptop);
        Assert.Equal((2, 1), (video.Train.Count, video.Test.Count));
        Assert.Equal(["bin", "lay"], video.Spec.ClassNames);
        var batch = video.Test.Fetch([0], default);
        Assert.Equal([1, 8, 32, 32, 3], batch.Input.shape);
        Assert.Equal([0f, 1f], batch.Target.data<float>().ToArray());
        Assert.Contains("1 of 3 training clips that are listed are not there.", video.Remarks);
        var audio = Catalogue.Task("kinetics400-audio").Open(folder.Root, InputShapes.Laptop);
        Assert.Equal([2, 96, 64, 1], audio.Train.Fetch([0, 1], Rng.At(1, "x", 1)).Input.shape);
        Assert.Contains(audio.Remarks, r => r.Contains("recollection", StringComparison.Ordinal));
    }

    // Two parts of one video: their sounds and frames differ, as the parts do.
    [Fact]
    public void Parts_of_one_video_are_examples_of_their_own_with_a_noun_and_a_verb()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        const string head = "narration_id,video_id,start_timestamp,stop_timestamp,noun_class,verb_class\n";
        folder.Write("video/EPIC-KITCHENS/EPIC_100_train.csv", head +
            "P01_01_0,P01_01,00:00:00.00,00:00:00.80,3,5\nP01_01_1,P01_01,00:00:01.50,00:00:02.50,299,96\n");
        folder.Write("video/EPIC-KITCHENS/EPIC_100_validation.csv", head +
            "P01_01_2,P01_01,00:00:01.50,00:00:02.50,299,96\nP01_01_3,P01_01,00:00:00.00,00:00:00.80,3,5\n");
        folder.Write("video/EPIC-KITCHENS/P01/videos/P01_01.MP4", Clip("bbaf2n"));
        var data = Catalogue.Task("epic-kitchens").Stream(folder.Root, InputShapes.Laptop);
        Assert.Equal((TaskKind.MultiHeadLabel, 397), (data.Spec.Kind, data.Spec.Classes));
        var batch = data.Test.Fetch([0, 1], default);
        Assert.Equal(2 * 2, batch.Target.sum().item<float>());
        Assert.Equal(1, batch.Target[0, 396].item<float>());
        Assert.Equal(1, batch.Target[1, 3].item<float>());
        Assert.False(batch.Input[0].equal(batch.Input[1]).all().item<bool>());
        Assert.Contains(data.Remarks, r => r.Contains("recollection", StringComparison.Ordinal));
    }

    [Fact]
    public void Audio_set_is_judged_by_mean_average_precision_on_any_number_of_classes()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        folder.Write("audio/AudioSet/class_labels_indices.csv",
            "index,mid,display_name\n0,/m/a,A\n1,/m/b,B\n2,/m/c,C\n");
        folder.Write("audio/AudioSet/balanced_train_segments.csv",
            "# a\n# b\n# c\naaaaaaaaaaa, 0.000, 10.000, \"/m/a,/m/c\"\n" +
            "bbbbbbbbbbb, 0.000, 10.000, \"/m/b\"\n");
        folder.Write("audio/AudioSet/eval_segments.csv", "# a\nccccccccccc, 1.000, 2.000, \"/m/c,/m/b\"\n");
        folder.Write("audio/AudioSet/aaaaaaaaaaa.mp4", Clip("bbaf2n"));
        folder.Write("audio/AudioSet/bbbbbbbbbbb.mp4", Clip("lbbe1s"));
        folder.Write("audio/AudioSet/whole/ccccccccccc.mp4", Clip("bbaf2n"));
        var data = Catalogue.Task("audioset").Stream(folder.Root, InputShapes.Laptop);
        Assert.Equal((TaskKind.MultiLabel, Metric.MeanAveragePrecision), (data.Spec.Kind, data.Spec.Metric));
        Assert.Equal([0f, 1f, 1f], data.Test.Fetch([0], default).Target.data<float>().ToArray());
        Assert.Equal([2, 96, 64, 1], data.Train.Fetch([0, 1], Rng.At(1, "x", 1)).Input.shape);
    }
}
