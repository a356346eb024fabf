using SkiaSharp;

namespace PolyViT.Tests;

/// <summary>Experiments on sets that are decoded while a model trains.</summary>
[Collection("alone")]
public class StreamingTests
{
    private static readonly ComparisonOptions Small = new()
    {
        Stream = true,
        Workers = 2,
        Seeds = 1,
        Steps = 2,
        Schedules = ["weighted"],
        Tasks = ["clothing"],
    };

    private static byte[] Png()
    {
        using var bitmap = new SKBitmap(9, 12, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    // Forty pictures to learn from and four to be judged on, one of either broken.
    private static TempFolder Clothing()
    {
        var folder = new TempFolder();
        const string set = "image/clothing-dataset-small";
        foreach (var name in new[] { "hat", "été 夏" })
        {
            _ = folder.WritePictures(
                Enumerable.Range(0, 18).Select(i => $"{set}/train/{name}/a b {i}.JPG").Append($"{set}/test/{name}/ß.jpeg"));
            folder.Write($"{set}/train/{name}/png.jpg", Png());
        }
        folder.Write($"{set}/train/hat/broken.jpg", "not a picture");
        folder.Write($"{set}/train/été 夏/whole.jpg", MadeSets.Jpeg(50));
        folder.Write($"{set}/test/hat/broken.jpg", "not a picture");
        folder.Write($"{set}/test/été 夏/whole.jpg", MadeSets.Jpeg(51));
        return folder;
    }

    [Fact]
    public void A_comparison_trains_on_files_as_they_are_and_leaves_a_list_of_those_that_cannot_be_read()
    {
        using var folder = Clothing();
        var options = Small with { Data = folder.Root, MostUnreadable = 0.3 };
        var comparison = Comparison.Prepare(options);
        Assert.True(comparison.Tasks[0].Train.Streams);
        Assert.Equal((40, 4), (comparison.Tasks[0].Train.Count, comparison.Tasks[0].Test.Count));
        Assert.EndsWith(", decoded on the way", comparison.Plan.Source, StringComparison.Ordinal);
        var result = CompareSchedules.Run(comparison.Plan, comparison.Tasks);
        Assert.Equal(3, result.Runs[0].Metrics[^1].Examples);
        var found = result.Unreadable().ToArray();
        Assert.Equal(["test/hat/broken.jpg", "train/hat/broken.jpg"], found.Select(u => u.Name));
        Assert.Contains("clothing: 2 items could not be read", Assert.Single(result.UnreadableLines()), StringComparison.Ordinal);

        // The list of one run is that of the next, which gives the same numbers.
        Quarantine.Write(folder["lists/clothing.tsv"], found);
        var again = Comparison.Prepare(options with { Quarantine = folder["lists"], Workers = 1 });
        Assert.Equal(2, again.Tasks.Sum(t => t.Train.Quarantine!.Items.Length + t.Test.Quarantine!.Items.Length));
        Assert.Equal(result.Runs[0].Losses, CompareSchedules.Run(again.Plan, again.Tasks).Runs[0].Losses);
        Assert.NotEqual(comparison.Plan.Source, again.Plan.Source);
    }

    [Fact]
    public void Too_many_broken_files_are_told_with_the_option_that_allows_them()
    {
        using var folder = Clothing();
        Refusal.Names(
            () => Comparison.Prepare(Small with { Data = folder.Root }),
            "1 of 4 items of clothing", "broken.jpg", "--most-unreadable");
    }

    [Fact]
    public void The_answers_to_all_views_of_a_streamed_set_are_averaged()
    {
        using var scope = NewDisposeScope();
        var data = Catalogue.Task("ucf101").Stream(
            SharedFolder.Require("data"), InputShapes.Laptop, new() { Workers = 2 });
        using var model = PolyVit.Create(ModelConfig.Laptop, [data.Spec], 1);
        Split First(Split split) => split.Over(3, fetch => fetch);
        Split[] views = [.. data.TestViews.Select(First)];
        var averaged = MultiView.On(model, data.Spec, views);
        var each = views.Select(v => Evaluate.On(model, data.Spec, v)).ToArray();
        Assert.Equal(12, each.Length);
        Assert.Equal([1, 1, 1], averaged.Mask);
        for (var i = 0; i < 3; i++)
        {
            foreach (var (logit, k) in averaged.Logits[i].Select((x, k) => (x, k)))
                Assert.Equal(each.Average(s => s.Logits[i][k]), logit, 1e-4f);
        }
        Assert.NotEqual(each[0].Logits[0], each[^1].Logits[0]);
    }

    [Fact]
    public void A_set_that_is_packed_has_the_same_list_and_stand_ins_of_its_own()
    {
        using var folder = Clothing();
        var options = Small with { Data = folder.Root, MostUnreadable = 0.3, Stream = false, Workers = null };
        var comparison = Comparison.Prepare(options);
        Assert.False(comparison.Tasks[0].Train.Streams);
        var result = CompareSchedules.Run(comparison.Plan, comparison.Tasks);
        Assert.Equal(3, result.Runs[0].Metrics[^1].Examples);
        Assert.Equal(["test/hat/broken.jpg", "train/hat/broken.jpg"], result.Unreadable().Select(u => u.Name));
        Assert.Equal(
            result.Runs[0].Losses, CompareSchedules.Run(comparison.Plan, Comparison.Prepare(options).Tasks).Runs[0].Losses);
        using var scope = torch.NewDisposeScope();
        var all = comparison.Tasks[0].Train.Fetch([.. Enumerable.Range(0, 40)], default);
        Assert.Equal(40, all.Mask.sum().item<float>());
        Refusal.Names(() => Comparison.Prepare(options with { MostUnreadable = 0.03 }), "broken.jpg");
    }

    [Fact]
    public void Clips_and_sounds_stream_too()
    {
        var comparison = Comparison.Prepare(Small with
        {
            Data = SharedFolder.Require("data"),
            Tasks = ["pets", "fsdd-speaker", "ucf101"],
            Steps = 3,
        });
        Assert.All(comparison.Tasks, t => Assert.True(t.Train.Streams && t.Test.Streams));
        var tasks = comparison.Tasks.Select(t => t with { Test = t.Test.Sample("few", 4) }).ToArray();
        var result = CompareSchedules.Run(comparison.Plan with { EvaluateEvery = 0 }, tasks);
        Assert.All(comparison.Plan.Tasks, t => Assert.InRange(result.Runs[0].Final(t.Name)!.Value, 0, 1));
        Assert.Empty(result.UnreadableLines());
    }

    [Fact]
    public void Options_that_would_do_nothing_are_refused()
    {
        using var folder = Clothing();
        void Refused(ComparisonOptions options, params string[] parts) =>
            Refusal.Names(() => Comparison.Prepare(options), parts);
        Refused(Small, "--stream", "--data");
        Refused(Small with { Stream = false }, "--workers", "--data");
        Refused(Small with { Stream = false, Workers = null, MostUnreadable = 0.1 }, "--most-unreadable", "--data");
        var there = Small with { Data = folder.Root };
        Refused(there with { Stream = false }, "--workers", "--stream");
        Refused(there with { Quarantine = folder["none"] }, "none", "check-media");
        Refused(there with { Workers = 0 }, "0 workers");
        Refused(there with { MostUnreadable = 1.5 }, "1.5");
    }
}
