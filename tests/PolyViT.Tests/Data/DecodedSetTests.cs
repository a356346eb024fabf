using SkiaSharp;

namespace PolyViT.Tests;

public class DecodedSetTests
{
    private static readonly InputShapes Tiny = new(4, 2, 4, 8, 4);

    private static void Solid(TempFolder folder, string name, SKColor colour)
    {
        using var bitmap = new SKBitmap(6, 5);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        folder.Write(name, data.ToArray());
    }

    private static Listing Two(TempFolder folder)
    {
        Solid(folder, "train/a/1.png", SKColors.White);
        Solid(folder, "train/b/2.png", new(0, 255, 0));
        Solid(folder, "test/b/3.png", new(51, 102, 0));
        return ImageFolder.Read(folder.Root);
    }

    private static byte[] First(DecodedSet set) => set.Rows.Row(0)[..3].ToArray();

    private static string[] Kept(string name) =>
    [
        .. Directory.GetDirectories(CacheFolder.Path(), $"{name}-*").SelectMany(d => Directory.GetFiles(d)),
    ];

    private static Split Of(DecodedSet set, Listing listing) =>
        DecodedSplit.Of(
            set, DecodedSet.RowsOf(listing, listing.Train), [[0], [1]], 3, Tiny.Of(Modality.Image), vary: true);

    [Fact]
    public void A_set_is_decoded_once_and_again_when_a_file_or_setting_changes_or_the_cache_is_damaged()
    {
        using var folder = new TempFolder();
        var listing = Two(folder);
        var name = $"test-{Guid.NewGuid():N}";
        var decoded = 0;
        DecodedSet Open(InputShapes shapes) => DecodedSet.Pictures(listing, name, shapes, _ => decoded++);
        Assert.Equal([51, 102, 0], First(Open(Tiny))); // "test" sorts first
        Assert.Equal(3, decoded);
        Assert.Equal([51, 102, 0], First(Open(Tiny)));
        Assert.Equal(3, decoded);
        _ = Open(Tiny with { ImageSize = 5 });
        Assert.Equal(6, decoded);
        Solid(folder, "test/b/3.png", new(1, 2, 3, 255));
        File.SetLastWriteTimeUtc(folder["test/b/3.png"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal([1, 2, 3], First(Open(Tiny)));
        Assert.Equal(9, decoded);
        foreach (var file in Kept(name))
        {
            var bytes = File.ReadAllBytes(file);
            bytes[^1] ^= 1;
            File.WriteAllBytes(file, bytes);
        }
        Assert.Equal([1, 2, 3], First(Open(Tiny)));
        Assert.Equal(12, decoded);
    }

    [Fact]
    public void Progress_counts_to_the_end_on_the_callers_thread()
    {
        using var folder = new TempFolder();
        var thread = Environment.CurrentManagedThreadId;
        var seen = new List<Progress>();
        _ = DecodedSet.Pictures(Two(folder), $"test-{Guid.NewGuid():N}", Tiny, p =>
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            seen.Add(p);
        });
        Assert.Equal([1, 2, 3], seen.Select(p => p.Done));
        Assert.All(seen, p => Assert.Equal(3, p.Total));
    }

    [Fact]
    public void A_file_that_cannot_be_decoded_is_named_and_nothing_is_kept()
    {
        using var folder = new TempFolder();
        _ = Two(folder);
        folder.Write("train/b/bad.png", "not a picture");
        var name = $"test-{Guid.NewGuid():N}";
        Refusal.Names(() => DecodedSet.Pictures(ImageFolder.Read(folder.Root), name, Tiny, null), "bad.png");
        Assert.Empty(Kept(name));
    }

    [Fact]
    public void A_batch_is_scaled_to_one_and_in_the_order_asked_for()
    {
        using var folder = new TempFolder();
        var listing = Two(folder);
        var set = DecodedSet.Pictures(listing, $"test-{Guid.NewGuid():N}", Tiny, null);
        using var batch = Of(set, listing).Fetch([1, 0, 1], Rng.At(1, "x", 0));
        Assert.Equal([3, 4, 4, 3], batch.Input.shape);
        Assert.Equal(ScalarType.Float32, batch.Input.dtype);
        Assert.Equal([-1, 1, -1], batch.Input[0, 2, 2].data<float>().ToArray());
        Assert.Equal([1, 1, 1], batch.Input[1, 0, 0].data<float>().ToArray());
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 1, 0], batch.Target.data<float>().ToArray());
        Assert.Equal([1, 1, 1], batch.Mask.data<float>().ToArray());
    }

    [Fact]
    public void Grey_records_of_another_size_become_three_channels_of_the_wanted_size()
    {
        var grey = new PictureSplit(tensor(new byte[] { 0, 0, 255, 255 }, [1, 2, 2, 1]), [0]);
        var split = DecodedSplit.Of(DecodedSet.Of(grey), [0], [[0]], 1, Tiny.Of(Modality.Image), vary: false);
        using var batch = split.Fetch([0], default);
        Assert.Equal([1, 4, 4, 3], batch.Input.shape);
        foreach (var (expected, row) in new[] { -1, -0.5f, 0.5f, 1 }.Select((v, row) => (v, row)))
        {
            var values = batch.Input[0, row].contiguous().data<float>().ToArray();
            Assert.All(values, v => Assert.Equal(expected, v, 1e-5f));
        }
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Float32)]
    public void Values_are_bit_for_bit_what_torch_makes_of_them(ScalarType type)
    {
        using var scope = NewDisposeScope();
        var stored = Rng.At(1, "stored", 0).Normal([5, 4, 4, 3]).Times(50).Plus(128).to(type);
        var set = new DecodedSet(PackedRows.Of(stored), 100.7, 33.3);
        var batch = DecodedSplit.Of(set, [4, 2, 0], [[0], [0], [0]], 1, Tiny.Of(Modality.Image), vary: false)
            .Fetch([2, 0, 1], default);
        var rows = stored.index_select(0, tensor(new[] { 0L, 4, 2 })).to(ScalarType.Float32);
        Assert.Equal(
            rows.Plus(-set.Mean).Times(1 / set.Std).data<float>().ToArray(), batch.Input.data<float>().ToArray());
    }

    [Fact]
    public void Items_that_are_parts_of_one_file_are_rows_of_their_own()
    {
        using var folder = new TempFolder();
        Solid(folder, "1.png", SKColors.White);
        Solid(folder, "2.png", new(51, 102, 0));
        var (one, two) = (File.ReadAllBytes(folder["1.png"]), File.ReadAllBytes(folder["2.png"]));
        folder.Write("all.tar", [.. one, .. two]);
        Item Part(long offset, int length) => new("all.tar", 0) { Offset = offset, Length = length };
        var listing = new Listing(
            folder.Root, ["a"], [Part(0, one.Length)], [Part(one.Length, two.Length)]);
        var set = DecodedSet.Pictures(listing, $"test-{Guid.NewGuid():N}", Tiny, null);
        byte[] First(IEnumerable<Item> items) => set.Rows.Row(DecodedSet.RowsOf(listing, items)[0])[..3].ToArray();
        Assert.Equal([255, 255, 255], First(listing.Train));
        Assert.Equal([51, 102, 0], First(listing.Test));
    }

    [Fact]
    public void Pictures_that_stay_in_their_files_are_read_row_by_row_and_must_be_of_one_size()
    {
        using var scope = NewDisposeScope();
        var read = new List<int>();
        var split = new PictureSplit([0, 1, 0], i =>
        {
            read.Add(i);
            return new(new byte[i == 2 ? 75 : 48], i == 2 ? 5 : 4, i == 2 ? 5 : 4);
        });
        var decoded = DecodedSplit.Of(
            DecodedSet.Of(split), [0, 1, 2], [[0], [1], [0]], 2, Tiny.Of(Modality.Image), vary: false);
        Assert.Equal([1, 4, 4, 3], decoded.Fetch([1], default).Input.shape);
        Assert.Equal([0, 1], read);
        Refusal.Names(() => decoded.Fetch([2], default), "Picture 2", "5 x 5", "4 x 4");
    }

    [Fact]
    public void A_clip_is_seen_from_its_middle_phase_in_tests_and_from_any_in_training()
    {
        // Two clips of T P = 6 frames; the value of a frame is its number.
        var clips = Ops.Range(12).to(ScalarType.Byte).view(2, 6, 1, 1, 1).expand(-1, -1, 4, 4, 3);
        var set = new DecodedSet(PackedRows.Of(clips.contiguous()), 0, 1);
        Split Of(bool vary) => DecodedSplit.Of(set, [0, 1], [[0], [0]], 1, Tiny.Of(Modality.Video), vary);
        int[] Seen(Split split, long step)
        {
            using var batch = split.Fetch([1, 0], Rng.At(1, "phase", step));
            Assert.Equal([2, 2, 4, 4, 3], batch.Input.shape);
            return [.. batch.Input[.., .., 0, 0, 0].contiguous().data<float>().ToArray().Select(v => (int)v)];
        }
        Assert.All(Enumerable.Range(0, 5), step => Assert.Equal([7, 10, 1, 4], Seen(Of(false), step)));
        var seen = Enumerable.Range(0, 60).Select(step => Seen(Of(true), step)).ToArray();
        Assert.All(seen, s => Assert.Equal((3, 3), (s[1] - s[0], s[3] - s[2]))); // a clip keeps its phase
        Assert.Equal([(6, 0), (6, 1), (6, 2), (7, 0), (7, 1), (7, 2), (8, 0), (8, 1), (8, 2)],
            seen.Select(s => (s[0], s[2])).Distinct().Order());
        Assert.Equal(Seen(Of(true), 3), Seen(Of(true), 3));
    }

    [Fact]
    public void A_batch_belongs_to_the_callers_scope_and_the_set_does_not()
    {
        using var folder = new TempFolder();
        var listing = Two(folder);
        Split split;
        using (NewDisposeScope())
        {
            var set = DecodedSet.Pictures(listing, $"test-{Guid.NewGuid():N}", Tiny, null);
            split = Of(set, listing);
        }
        Batch batch;
        using (var scope = NewDisposeScope())
        {
            batch = split.Fetch([0], default);
            Assert.Equal(3, scope.DisposablesCount);
        }
        Assert.True(batch.Input.IsInvalid);
    }
}
