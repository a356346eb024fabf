namespace PolyViT.Tests;

public class CatalogueTests
{
    private static Listing Listing(string relative, Func<string, Listing> read) =>
        read(SharedFolder.Require($"data/{relative}"));

    private static int[] PerClass(Listing listing, IEnumerable<Item> items) =>
        [.. Enumerable.Range(0, listing.Classes.Length).Select(c => items.Count(i => i.Label == c))];

    [Fact]
    public void Cifar_and_mnist_have_the_stated_counts()
    {
        var cifar = Cifar.Read(SharedFolder.Require("data/image/cifar-10-batches-bin"));
        Assert.Equal((4000, 1000), (cifar.Train.Labels.Length, cifar.Test.Labels.Length));
        var train = cifar.Train.Labels.CountBy(l => l).Select(c => c.Value).ToArray();
        Assert.Equal((366, 422), (train.Min(), train.Max()));
        var test = cifar.Test.Labels.CountBy(l => l).Select(c => c.Value).ToArray();
        Assert.Equal((86, 112), (test.Min(), test.Max()));
        Assert.Equal("airplane", cifar.Classes[0]);
        var mnist = Idx.Read(SharedFolder.Require("data/image/mnist"));
        Assert.Equal([60_000, 28, 28, 1], mnist.Train.Pixels!.shape);
        Assert.Equal([10_000, 28, 28, 1], mnist.Test.Pixels!.shape);
        Assert.Equal([5, 0, 4, 1, 9], mnist.Train.Labels[..5]);
    }

    [Fact]
    public void Picture_lists_have_the_stated_counts()
    {
        var clothing = Listing("image/clothing-dataset-small", f => ImageFolder.Read(f));
        Assert.Equal([200, 123, 200, 184, 200, 200, 198, 200, 112, 200], PerClass(clothing, clothing.Train));
        Assert.Equal(372, clothing.Test.Length);
        var tuned = Listing("image/clothing-dataset-small", f => ImageFolder.Read(f, test: "validation"));
        Assert.Equal(341, tuned.Test.Length);
        var pets = Listing("image/oxford-iiit-pet", PetLists.Read);
        Assert.Equal(["Abyssinian", "american_bulldog", "Bengal"], pets.Classes);
        Assert.Equal((300, 298), (pets.Train.Length, pets.Test.Length));
        Assert.Contains(pets.Files(), f => f.EndsWith("Abyssinian_5.jpg", StringComparison.Ordinal));
        Assert.DoesNotContain(pets.Files(), f => f.EndsWith("Abyssinian_34.jpg", StringComparison.Ordinal));
    }

    [Fact]
    public void Sound_lists_have_the_stated_counts()
    {
        var digits = Listing("audio/free-spoken-digit-dataset", Fsdd.Digits);
        Assert.All(PerClass(digits, digits.Train), n => Assert.Equal(270, n));
        Assert.All(PerClass(digits, digits.Test), n => Assert.Equal(30, n));
        var speakers = Listing("audio/free-spoken-digit-dataset", Fsdd.Speakers);
        Assert.Equal(["george", "jackson", "lucas", "nicolas", "theo", "yweweler"], speakers.Classes);
        Assert.All(PerClass(speakers, speakers.Test), n => Assert.Equal(50, n));
        for (var fold = 1; fold <= 5; fold++)
        {
            var esc = Listing("audio/ESC-50", f => Esc50.Read(f, onlyEsc10: true, fold));
            Assert.All(PerClass(esc, esc.Train), n => Assert.Equal(28, n));
            Assert.All(PerClass(esc, esc.Test), n => Assert.Equal(7, n));
            Assert.Equal("rooster", esc.Classes[1]);
        }
    }

    [Fact]
    public void Video_lists_have_the_stated_counts()
    {
        var lists = SharedFolder.Require("data/video/ucfTrainTestlist");
        foreach (var (split, train, test) in new[] { (1, 141, 56), (2, 148, 49), (3, 143, 54) })
        {
            var ucf = Listing("video/UCF-101", f => UcfLists.Read(f, lists, split));
            Assert.Equal((20, train, test), (ucf.Classes.Length, ucf.Train.Length, ucf.Test.Length));
            string Scene(Item i) => i.File[..i.File.LastIndexOf("_c", StringComparison.Ordinal)];
            Assert.Empty(ucf.Train.Select(Scene).Intersect(ucf.Test.Select(Scene)));
        }
        foreach (var (task, words) in GridLabels.Grammar)
        {
            var grid = Listing("video/GRID", f => GridLabels.Read(f, task));
            Assert.Equal((797, 203), (grid.Train.Length, grid.Test.Length));
            Assert.All(PerClass(grid, grid.Train), n => Assert.True(n > 0));
            // The labels are in the names: bbaf2n is bin blue at f two now.
            var at = GridLabels.Grammar.Select(g => g.Task).ToList().IndexOf(task);
            Assert.All(grid.Train, i => Assert.Equal(i.File[3 + at], Letter(task, words[i.Label])));
        }
    }

    private static char Letter(string task, string word) => task == "digit" && word != "zero"
        ? $"{GridLabels.Grammar[4].Words.IndexOf(word)}"[0]
        : word[0];

    [Fact]
    public void Every_task_whose_folder_is_there_passes_its_check()
    {
        var root = SharedFolder.Require("data");
        var there = Catalogue.Tasks.Where(t => Directory.Exists(Path.Combine(root, t.Folder))).ToArray();
        Assert.True(there.Length >= 21);
        Catalogue.Check(root, there.Select(t => t.Name));
        Assert.Equal(Catalogue.Tasks.Length, Catalogue.Tasks.Select(t => t.Name).Distinct().Count());
    }

    [Theory]
    [InlineData("cifar10", 4000, 1000, 10)]
    [InlineData("mnist", 60_000, 10_000, 10)]
    [InlineData("pets", 300, 298, 3)]
    public void A_picture_task_opens_with_batches_of_the_models_shape(
        string name, int train, int test, int classes)
    {
        using var scope = NewDisposeScope();
        var data = Catalogue.Task(name).Open(SharedFolder.Require("data"), InputShapes.Laptop);
        Assert.Equal((train, test), (data.Train.Count, data.Test.Count));
        Assert.Equal((name, classes), (data.Spec.Name, data.Spec.Classes));
        Assert.Equal(classes, data.Spec.ClassNames.Length);
        var batch = data.Train.Fetch([0, train - 1], Rng.At(1, "x", 1));
        Assert.Equal([2, 32, 32, 3], batch.Input.shape);
        Assert.InRange(batch.Input.min().item<float>(), -1, -0.5f);
        Assert.InRange(batch.Input.max().item<float>(), 0.5f, 1);
        Assert.Equal(2, batch.Target.sum().item<float>());
    }

    [Fact]
    public void Digits_open_without_ffmpeg_and_training_spectrograms_have_mean_0_and_deviation_1()
    {
        using var scope = NewDisposeScope();
        Assert.False(Catalogue.Task("fsdd-digit").NeedsFfmpeg);
        var data = Catalogue.Task("fsdd-digit").Open(SharedFolder.Require("data"), InputShapes.Laptop);
        var all = data.Train.Fetch([.. Enumerable.Range(0, data.Train.Count)], default).Input;
        Assert.Equal([2700, 96, 64, 1], all.shape);
        Assert.Equal(0, all.mean().item<float>(), 1e-3f);
        Assert.Equal(1, all.std().item<float>(), 1e-3f);
        // The speakers are on the same files, which are not decoded again.
        _ = Catalogue.Task("fsdd-speaker").Open(
            SharedFolder.Require("data"), InputShapes.Laptop, p => Assert.Fail("decoded again"));
    }

    // A few files of a video set, in the layout and with the lists of the whole.
    private static TempFolder SmallGrid()
    {
        var folder = new TempFolder();
        var grid = SharedFolder.Require("data/video/GRID");
        var lines = File.ReadAllLines(Path.Combine(grid, "labels.tsv"));
        string[] some = [.. lines[1..].Where(l => l.EndsWith("train", StringComparison.Ordinal)).Take(6),
            .. lines[1..].Where(l => l.EndsWith("test", StringComparison.Ordinal)).Take(2)];
        folder.Write("video/GRID/labels.tsv", string.Join('\n', some.Prepend(lines[0])));
        foreach (var file in some.Select(l => l.Split('\t')[0]))
            folder.Write($"video/GRID/{file}", File.ReadAllBytes(Path.Combine(grid, file)));
        return folder;
    }

    [Fact]
    public void Clips_and_their_sound_open_as_two_tasks()
    {
        using var scope = NewDisposeScope();
        using var folder = SmallGrid();
        var video = Catalogue.Task("grid-video-letter").Open(folder.Root, InputShapes.Laptop);
        Assert.Equal((6, 2, 25), (video.Train.Count, video.Test.Count, video.Spec.Classes));
        Assert.Equal([2, 8, 32, 32, 3], video.Test.Fetch([0, 1], default).Input.shape);
        var audio = Catalogue.Task("grid-audio-command").Open(folder.Root, InputShapes.Laptop);
        Assert.Equal([2, 96, 64, 1], audio.Test.Fetch([0, 1], default).Input.shape);
        Assert.Equal((Modality.Video, Modality.Audio), (video.Spec.Modality, audio.Spec.Modality));
        folder.Write("video/GRID/s1/broken.mp4", "x");
        var line = "\ns1/broken.mp4\tbin\tblue\tat\tf\ttwo\tnow\ttrain\n";
        File.AppendAllText(folder["video/GRID/labels.tsv"], line);
        var task = Catalogue.Task("grid-video-letter");
        Refusal.Names(() => task.Open(folder.Root, InputShapes.Laptop), "broken.mp4");
    }

    [Theory]
    [InlineData("cifar10", 10)]
    [InlineData("mnist", 10)]
    [InlineData("pets", 3)]
    [InlineData("fsdd-digit", 10)]
    [InlineData("esc10", 10)]
    [InlineData("ucf101", 20)]
    public void A_task_streams_with_scenics_pipelines_and_lists_what_it_has(string name, int classes)
    {
        using var scope = NewDisposeScope();
        var (task, root) = (Catalogue.Task(name), SharedFolder.Require("data"));
        var listing = task.List(root);
        var data = task.Stream(root, InputShapes.Laptop, new() { Workers = 2 });
        Assert.Equal((listing.Train.Length, listing.Test.Length), (data.Train.Count, data.Test.Count));
        Assert.Equal((classes, classes), (data.Spec.Classes, listing.Classes.Length));
        Assert.True(data.Train.Streams && data.Test.Streams);
        Assert.Equal(
            task.Modality switch { Modality.Image => 1, Modality.Video => 12, _ => 4 }, data.TestViews.Length);
        Assert.All(data.TestViews, v => Assert.Same(data.Test.Quarantine, v.Quarantine));
        Assert.Equal(data.Test.Fetch([0], default).Input.shape, data.TestViews[^1].Fetch([0], default).Input.shape);
        var (train, test) = (data.Train.Fetch([0, 1, 0], Rng.At(1, "x", 1)), data.Test.Fetch([0], default));
        Assert.Equal([3, .. InputShapes.Laptop.Of(task.Modality)], train.Input.shape);
        Assert.True(train.Input.isfinite().all().item<bool>());
        Assert.False(train.Input[0].equal(train.Input[2]).all().item<bool>()); // each place has its stream
        Assert.Equal(listing.Train[1].Label, train.Target[1].argmax().item<long>());
        Assert.Equal(listing.Test[0].Label, test.Target[0].argmax().item<long>());
        Assert.Empty(data.Train.Quarantine!.Items);
    }

    [Fact]
    public void Another_split_can_be_judged_on_and_an_unknown_one_is_named()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var listing = new Listing(folder.Root, ["a", "b"], [new("1.png", 0)], [new("2.png", 1)])
        {
            Validation = [new("3.png", 0), new("4.png", 1)],
            MoreTests = ImmutableSortedDictionary<string, ImmutableArray<Item>>.Empty.Add("real", [new("2.png", [0, 1])]),
            Kind = TaskKind.MultiLabel,
            Remarks = ["One clip is not there."],
        };
        Directory.CreateDirectory(folder["own"]);
        var task = Catalogue.Own("own", Modality.Image, "own", _ => listing);
        TaskData Data(string test) => task.Stream(folder.Root, InputShapes.Laptop, new() { Test = test });
        Assert.Equal((1, 2, 1), (Data("test").Test.Count, Data("validation").Test.Count, Data("real").Test.Count));
        Assert.Equal((TaskKind.MultiLabel, "One clip is not there."), (Data("test").Spec.Kind, Data("test").Remarks[0]));
        Refusal.Names(() => Data("v2"), "v2", "test, validation, real");
    }

    [Fact]
    public void What_is_missing_is_named_before_anything_is_decoded()
    {
        using var folder = new TempFolder();
        Refusal.Names(() => Catalogue.Task("cifar11"), "cifar11", "cifar10", "grid-video-adverb");
        Refusal.Names(() => Catalogue.Check(folder.Root, ["mnist"]), "mnist", "image", "http");
        Refusal.Names(() => Catalogue.Check(folder["none"], ["mnist"]), "none", "image, audio and video");
        Directory.CreateDirectory(folder["image/mnist"]);
        Refusal.Names(() => Catalogue.Check(folder.Root, ["mnist"]), "train-images-idx3-ubyte");
    }
}
