namespace PolyViT.Tests;

public class OwnSetTests
{
    private static TempFolder Made(string table, params string[] files)
    {
        var folder = new TempFolder();
        folder.Write("birds.csv", table);
        foreach (var file in files)
            folder.Write(file, "");
        return folder;
    }

    [Fact]
    public void A_table_of_paths_and_labels_is_a_set()
    {
        using var folder = Made("path,label,split,start,end\na b/1.WAV,wren,train,,\n" +
            "long.mp3,robin,train,62.5,00:01:10\nlong.mp3,wren,val,70,\nc\\2.wav,robin,Test,,\n",
            "a b/1.wav", "long.mp3", "c/2.wav");
        var listing = CsvList.Read(folder["birds.csv"]);
        Assert.Equal(["robin", "wren"], listing.Classes);
        var part = new Item("long.mp3", 0) { Start = 62.5, Seconds = 7.5 };
        Assert.Equal([new("a b/1.wav", 1), part], listing.Train);
        Assert.Equal([new Item("long.mp3", 1) { Start = 70 }], listing.Validation);
        Assert.Equal([new("c/2.wav", 0)], listing.Test);
        Assert.Equal((TaskKind.Label, folder.Root), (listing.Kind, listing.Folder));
    }

    [Fact]
    public void Labels_between_semicolons_are_a_multi_label_set_and_numbers_keep_their_order()
    {
        using var folder = Made("path,labels\n1.jpg,10;2\n2.jpg,9; 2 ;\n", "1.jpg", "2.jpg", "3.jpg");
        folder.Write("exam.csv", "path,labels\n3.jpg,\n");
        var listing = CsvList.Read(folder["birds.csv"], "exam.csv");
        Assert.Equal(["2", "9", "10"], listing.Classes);
        Assert.Equal(TaskKind.MultiLabel, listing.Kind);
        Assert.Equal([[0, 2], [0, 1]], listing.Train.Select(i => i.Labels.ToArray()));
        Assert.Empty(Assert.Single(listing.Test).Labels);
    }

    [Theory]
    [InlineData("path,label,split\n1.wav,a,train\n2.wav,a,exam\n", "line 3", "exam")]
    [InlineData("path,label\n1.wav,a\n2.wav,a\n", "line 2", "split")]
    [InlineData("path,label,split\n1.wav,a,train\n2.wav,,test\n", "line 3", "no label")]
    [InlineData("path,label,split\n1.wav,a,train\n../2.wav,a,test\n", "line 3", "../2.wav")]
    [InlineData("path,label,split\n1.wav,a,train\n/tmp/2.wav,a,test\n", "line 3", "/tmp/2.wav")]
    [InlineData("path,label,split\n1.wav,a,train\nC:\\2.wav,a,test\n", "line 3", "2.wav")]
    [InlineData("path,label,split\n1.wav,a,train\n3.wav,a,test\n", "line 3", "3.wav")]
    [InlineData("path,label,split\n1.wav,a,train\n1.wav,a,test\n", "line 3", "line 2")]
    [InlineData("path,label,split\n1.wav,a,train\n1.wav,b,train\n", "line 3", "line 2")]
    [InlineData("path,label,split,start,end\n1.wav,a,train,,\n2.wav,a,test,5,4\n", "line 3", "later")]
    [InlineData("path,label,split,start,end\n1.wav,a,train,,\n2.wav,a,test,1e9,\n", "line 3", "1e9")]
    [InlineData("path,label,split\n1.wav,a,train\n2.wav,a\n", "line 3", "2 fields")]
    [InlineData("path,label,split\n1.wav,a,train\n", "0 test", "birds.csv")]
    [InlineData("path;label;split\n1.wav;a;train\n", "path;label;split", "path")]
    [InlineData("file,class\n1.wav,a\n", "file, class", "path")]
    public void A_table_that_is_wrong_is_refused_with_its_line(string table, params string[] parts)
    {
        using var folder = Made(table, "1.wav", "2.wav");
        Refusal.Names(() => CsvList.Read(folder["birds.csv"]), ["birds.csv", .. parts]);
    }

    [Fact]
    public void Class_folders_of_clips_or_sounds_are_a_set()
    {
        using var folder = new TempFolder();
        foreach (var file in new[]
        {
            "train/wave/1.MP4", "train/wave/notes.txt", "train/wave/._1.MP4", "train/clap/2.webm",
            "train/clap/3.wav", "train/.ipynb_checkpoints/1.mp4", "test/wave/4.avi", "validation/clap/5.mov",
        })
            folder.Write(file, "");
        var clips = ClassFolders.Read(folder.Root, Modality.Video, validation: "validation");
        Assert.Equal(["clap", "wave"], clips.Classes);
        Assert.Equal([new("train/clap/2.webm", 0), new("train/wave/1.MP4", 1)], clips.Train);
        Assert.Equal([new("test/wave/4.avi", 1)], clips.Test);
        Assert.Equal([new("validation/clap/5.mov", 0)], clips.Validation);
        Assert.Contains(new("train/clap/3.wav", 0), ClassFolders.Read(folder.Root, Modality.Audio).Train);
        Refusal.Names(() => ClassFolders.Read(folder.Root, Modality.Image), "clap", "no pictures");
        Refusal.Names(() => ClassFolders.Read(folder.Root, Modality.Video, test: "exam"), "exam");
        folder.Write("test/jump/6.avi", "");
        Refusal.Names(() => ClassFolders.Read(folder.Root, Modality.Video), "jump", "train");
    }

    // The example of the README, "A task of your own".
    [Fact]
    public void A_set_of_ones_own_opens_as_a_task()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var recordings = SharedFolder.Require("data/audio/free-spoken-digit-dataset/recordings");
        var rows = "path,label,split,start,end\n";
        foreach (var name in new[] { "3_theo_4", "3_theo_7", "7_lucas_9" })
        {
            var bytes = File.ReadAllBytes(Path.Combine(recordings, $"{name}.wav"));
            folder.Write($"audio/birds/{name}.wav", bytes);
            rows += $"{name}.wav,{name[0]},{(name == "3_theo_4" ? "test" : "train")},,\n";
        }
        folder.Write("audio/birds/birds.csv", rows);
        var birds = Catalogue.Own("birds", Modality.Audio, "audio/birds",
            path => CsvList.Read(Path.Combine(path, "birds.csv")), rate: 8000, seconds: 1);
        birds.Check(folder.Root);
        var data = birds.Open(folder.Root, InputShapes.Laptop);
        Assert.Equal((2, 1), (data.Train.Count, data.Test.Count));
        Assert.Equal(["3", "7"], data.Spec.ClassNames);
        Assert.Equal([2, 96, 64, 1], data.Train.Fetch([0, 1], default).Input.shape);
    }
}
