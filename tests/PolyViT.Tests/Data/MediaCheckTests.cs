using System.Collections.Concurrent;
using System.Threading;
using SkiaSharp;

namespace PolyViT.Tests;

/// <summary>Every item is decoded, broken ones are listed, and nothing is read twice.</summary>
public class MediaCheckTests
{
    [Fact]
    public void Broken_and_missing_items_are_listed_with_reasons_in_the_form_that_training_reads()
    {
        using var folder = new TempFolder();
        var set = Pictures(folder, ("good.png", Png()), ("half.png", Png()[..60]), ("text.png", "no picture"u8.ToArray()));
        var listing = set.Listing with { Test = [new("gone\t.png", 0), set.Listing.Train[0]] };
        set = new("set", Modality.Image, listing);
        var result = MediaCheck.Run(set, folder["journal"], workers: 3);
        Assert.Equal((4, 0), (result.Items, result.Known));
        Assert.Equal(["gone\t.png", "half.png", "text.png"], result.Unreadable.Select(u => u.Name));
        Assert.Contains("is not there", result.Unreadable[0].Reason);
        Quarantine.Write(folder["list.tsv"], result.Unreadable);
        var read = Quarantine.Read(folder["list.tsv"]);
        Assert.Equal(result.Unreadable.Select(u => u.Name), read.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_read_and_has_not_changed_is_not_read_again()
    {
        using var folder = new TempFolder();
        var set = Pictures(folder, ("a.png", Png()), ("b.png", "broken"u8.ToArray()), ("c.png", Png()));
        var first = MediaCheck.Run(set, folder["journal"]);
        var read = new ConcurrentQueue<string>();
        var second = MediaCheck.Run(set, folder["journal"], reading: i => read.Enqueue(i.Name));
        Assert.Empty(read);
        Assert.Equal(3, second.Known);
        Assert.Equal(first.Unreadable, second.Unreadable);
        folder.Write("b.png", Png());
        File.SetLastWriteTimeUtc(folder["c.png"], new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var third = MediaCheck.Run(set, folder["journal"], reading: i => read.Enqueue(i.Name));
        Assert.Equal(["b.png", "c.png"], read.Order());
        Assert.Empty(third.Unreadable);
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_where_it_was()
    {
        using var folder = new TempFolder();
        var set = Pictures(folder, [.. Enumerable.Range(0, 20).Select(i => ($"{i}.png", Png()))]);
        using var stop = new CancellationTokenSource();
        void Report(Progress p)
        {
            if (p.Done == 5)
                stop.Cancel();
        }
        Assert.ThrowsAny<OperationCanceledException>(
            () => MediaCheck.Run(set, folder["journal"], 2, Report, stop.Token));
        var read = new ConcurrentQueue<string>();
        var result = MediaCheck.Run(set, folder["journal"], reading: i => read.Enqueue(i.Name));
        Assert.Equal(20, result.Items);
        Assert.InRange(result.Known, 5, 19);
        Assert.Equal(20 - result.Known, read.Count);
    }

    [Fact]
    public void A_journal_that_was_cut_counts_as_far_as_it_is_whole()
    {
        using var folder = new TempFolder();
        var set = Pictures(folder, ("a.png", Png()), ("b.png", "broken"u8.ToArray()), ("c.png", Png()));
        _ = MediaCheck.Run(set, folder["journal"]);
        var whole = File.ReadAllText(folder["journal"]);
        for (var length = 0; length < whole.Length; length++)
        {
            folder.Write("journal", whole[..length]);
            var result = MediaCheck.Run(set, folder["journal"]);
            Assert.Equal("b.png", Assert.Single(result.Unreadable).Name);
            Assert.Equal(3, MediaCheck.Run(set, folder["journal"]).Known);
        }
    }

    [Fact]
    public void Pictures_that_are_no_files_of_their_own_are_read_too()
    {
        using var folder = new TempFolder();
        folder.Write("all.bin", "old");
        PictureSplit Split(int bad) => new([0, 1, 0], i => i == bad ? throw new InputException("it is bad: fix it.")
            : new([1, 2, 3], 1, 1));
        var records = new PictureRecords(["x", "y"], Split(1), Split(9));
        var set = new WholeItems("set", Modality.Image, records.Listed(folder.Root), records);
        Assert.Equal("train/1", Assert.Single(MediaCheck.Run(set, folder["../journal"]).Unreadable).Name);
        Assert.Equal(6, MediaCheck.Run(set, folder["../journal"]).Known);
        folder.Write("all.bin", "longer");
        Assert.Equal(0, MediaCheck.Run(set, folder["../journal"]).Known);
        File.Delete(folder["../journal"]);
    }

    [Fact]
    public void Sounds_and_videos_are_decoded_to_their_ends()
    {
        using var folder = new TempFolder();
        TempFolder.Make("-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=2", folder["a.mp4"]);
        TempFolder.Make("-f", "lavfi", "-i", "sine=duration=2", folder["a.ogg"]);
        var video = new WholeItems("v", Modality.Video, Listed(folder, "a.mp4"));
        var seen = video.See(video.All[0], default);
        Assert.Equal((48, 64), (seen.Height, seen.Width));
        Assert.Equal(2, seen.Seconds, 0.2);
        var sound = new WholeItems("s", Modality.Audio, Listed(folder, "a.ogg"));
        Assert.Equal(2, sound.See(sound.All[0], default).Seconds, 0.1);
        Assert.Empty(MediaCheck.Run(video, folder["journal"]).Unreadable);
        Assert.Empty(MediaCheck.Run(sound, folder["journal"]).Unreadable);
    }

    [Theory]
    [InlineData("pets", 598)]
    [InlineData("fsdd-digit", 3000)]
    public void The_real_sets_have_nothing_broken(string name, int items)
    {
        var data = SharedFolder.Require("data");
        using var folder = new TempFolder();
        var result = MediaCheck.Run(Catalogue.Task(name), data, folder["journal"], Environment.ProcessorCount);
        Assert.Equal(items, result.Items);
        Assert.Empty(result.Unreadable);
    }

    private static WholeItems Pictures(TempFolder folder, params (string Name, byte[] Bytes)[] files)
    {
        foreach (var (name, bytes) in files)
            folder.Write(name, bytes);
        return new("set", Modality.Image, Listed(folder, [.. files.Select(f => f.Name)]));
    }

    private static Listing Listed(TempFolder folder, params string[] files) =>
        new(folder.Root, ["class"], [.. files.Select(f => new Item(f, 0))], []);

    private static byte[] Png()
    {
        using var bitmap = new SKBitmap(8, 8);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
