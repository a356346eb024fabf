using System.Threading;

namespace PolyViT.Tests;

public class PackedSetTests
{
    private const int RowSize = 12;

    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    // Ten rows in shards of three.
    private const long Most = (3 * RowSize) + 1;

    private static byte[] Row(int i) => [.. Enumerable.Range(0, RowSize).Select(b => (byte)((17 * i) + b))];

    private static PackedSource Source(Action<int>? before = null, int rows = 10, byte[]? key = null) =>
        new("set", key ?? Key, ScalarType.Byte, [2, 2, 3], rows, i =>
        {
            before?.Invoke(i);
            return Row(i);
        });

    private static PackedRows Open(
        TempFolder folder, PackedSource source, Report? report = null, CancellationToken stop = default) =>
        PackedSet.Open(folder.Root, source, report, stop, Most);

    private static void IsWhole(PackedRows rows)
    {
        Assert.Equal(10, rows.Count);
        for (var i = 0; i < rows.Count; i++)
            Assert.Equal(Row(i), rows.Row(i).ToArray());
    }

    private static string[] Files(TempFolder folder) =>
        [.. Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public void Rows_come_back_from_several_shards_and_are_decoded_once()
    {
        using var folder = new TempFolder();
        var decoded = 0;
        var source = Source(_ => Interlocked.Increment(ref decoded));
        IsWhole(Open(folder, source));
        var rows = Open(folder, source);
        IsWhole(rows);
        Assert.Equal(10, decoded);
        Assert.Equal(
            ["00000.shard", "00001.shard", "00002.shard", "00003.shard"], Files(folder).Select(Path.GetFileName));
        Assert.Throws<IndexOutOfRangeException>(() => rows.Row(12).Length);
        Assert.ThrowsAny<ArgumentException>(() => rows.Row(11).Length);
    }

    [Fact]
    public void Rows_that_cannot_be_decoded_are_noted_with_their_reasons_up_to_a_number()
    {
        using var folder = new TempFolder();
        var source = Source(i =>
        {
            if (i is 4 or 9)
                throw new InputException($"row {i} is broken: copy it again");
        });
        Refusal.Names(() => Open(folder, source with { MostUnreadable = 1 }), "is broken");
        foreach (var _ in new[] { "made", "found" })
        {
            var rows = Open(folder, source with { MostUnreadable = 2 });
            Assert.Equal(
                [(4, "row 4 is broken: copy it again"), (9, "row 9 is broken: copy it again")],
                rows.Unreadable.OrderBy(u => u.Key).Select(u => (u.Key, u.Value)));
            Assert.Equal(new byte[RowSize], rows.Row(4).ToArray());
            Assert.Equal(Row(5), rows.Row(5).ToArray());
        }
    }

    [Fact]
    public void A_shard_with_any_byte_changed_missing_or_added_is_made_again_and_the_others_are_not()
    {
        using var folder = new TempFolder();
        var decoded = new List<int>();
        var source = Source(i =>
        {
            lock (decoded)
                decoded.Add(i);
        });
        IsWhole(Open(folder, source));
        var file = Files(folder)[1];
        var good = File.ReadAllBytes(file);
        void Heals(byte[] bad)
        {
            decoded.Clear();
            File.WriteAllBytes(file, bad);
            IsWhole(Open(folder, source));
            Assert.Equal([3, 4, 5], decoded.Order());
            Assert.Equal(good, File.ReadAllBytes(file));
        }
        foreach (var at in Enumerable.Range(0, 110).Concat([500, 2000, 4095, .. Enumerable.Range(4096, 36)]))
            Heals([.. good.Select((b, i) => i == at ? (byte)(b ^ 0x10) : b)]);
        foreach (var length in new[] { 0, 1, 4095, 4096, 4097, good.Length - 1 })
            Heals(good[..length]);
        Heals([.. good, 0]);
    }

    [Fact]
    public void A_folder_of_another_set_under_the_same_name_is_not_trusted()
    {
        using var folder = new TempFolder();
        IsWhole(Open(folder, Source()));
        byte[] other = [.. Key[..31], 99]; // the folder's name has the first half
        var decoded = 0;
        IsWhole(Open(folder, Source(_ => Interlocked.Increment(ref decoded), key: other)));
        Assert.Equal(10, decoded);
    }

    [Fact]
    public void A_build_that_is_interrupted_goes_on_after_its_last_whole_shard()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => Open(folder, Source(i =>
        {
            if (i == 7)
                stop.Cancel();
        }), null, stop.Token));
        Assert.Equal(["00000.shard", "00001.shard"], Files(folder).Select(Path.GetFileName));
        var decoded = 0;
        var seen = new List<long>();
        IsWhole(Open(folder, Source(_ => Interlocked.Increment(ref decoded)), p => seen.Add(p.Done)));
        Assert.Equal(4, decoded);
        Assert.Equal([7, 8, 9, 10], seen);
    }

    [Fact]
    public void A_row_that_cannot_be_decoded_is_named_and_what_was_whole_stays()
    {
        using var folder = new TempFolder();
        Refusal.Names(
            () => Open(folder, Source(i =>
            {
                if (i == 4)
                    throw new InputException("4.x is broken: copy it again.");
            })), "4.x");
        Assert.Equal(["00000.shard"], Files(folder).Select(Path.GetFileName));
        Assert.Throws<TimeZoneNotFoundException>(
            () => Open(folder, Source(_ => throw new TimeZoneNotFoundException())));
    }

    [Fact]
    public void Two_that_build_at_once_end_with_whole_shards()
    {
        using var folder = new TempFolder();
        using var both = new Barrier(2);
        PackedRows[] sets = [.. Enumerable.Range(0, 2).AsParallel().WithDegreeOfParallelism(2).Select(_ =>
        {
            both.SignalAndWait();
            return Open(folder, Source());
        })];
        Assert.All(sets, IsWhole);
        var decoded = 0;
        IsWhole(Open(folder, Source(_ => decoded++)));
        Assert.Equal((0, 4), (decoded, Files(folder).Length));
    }

    [Fact]
    public void What_a_killed_build_left_goes_and_what_another_writes_stays()
    {
        using var folder = new TempFolder();
        var place = Path.GetFileName(Source().In(folder.Root));
        var left = folder.Write($"{place}/00000.shard.abc.new", "half");
        var busy = folder.Write($"{place}/00001.shard.def.new", "half");
        using (new FileStream(busy, FileMode.Open, FileAccess.Write, FileShare.Read))
            IsWhole(Open(folder, Source()));
        Assert.False(File.Exists(left));
        Assert.True(File.Exists(busy));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_named_before_anything_is_decoded()
    {
        using var folder = new TempFolder();
        folder.Write("file", "x");
        var source = Source(_ => Assert.Fail("decoded for nothing"));
        Refusal.Names(() => PackedSet.Open(folder["file"], source, null, default), "POLYVIT_CACHE", "file");
        Refusal.Names(() => CacheFolder.Require(folder.Root, long.MaxValue), "room", "POLYVIT_CACHE", folder.Root);
    }

    [Fact]
    public void A_disk_that_fails_while_it_is_written_is_named()
    {
        using var folder = new TempFolder();
        var source = Source(i =>
        {
            if (i == 4)
                throw new IOException("No space left on device");
        });
        Refusal.Names(() => Open(folder, source), "No space left", "POLYVIT_CACHE", "00001.shard");
    }

    [Fact]
    public void A_whole_set_opens_from_a_folder_that_may_only_be_read()
    {
        using var folder = new TempFolder();
        IsWhole(Open(folder, Source()));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Source().In(folder.Root), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        IsWhole(Open(folder, Source(_ => Assert.Fail("decoded again"))));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Source().In(folder.Root), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}

[Collection("alone")]
public class PackedSetMemoryTests
{
    [Fact]
    public void A_set_ten_times_larger_than_the_bound_is_built_and_read_within_it()
    {
        const int rowSize = 1 << 20;
        const int rows = 100;
        const long bound = 10 * rowSize;
        using var folder = new TempFolder();
        var (before, most) = (GC.GetTotalMemory(forceFullCollection: true), 0L);
        void Look()
        {
            lock (folder)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - before);
        }
        var source = new PackedSource("large", new byte[32], ScalarType.Byte, [rowSize], rows, i =>
        {
            if (i % 5 == 4)
                Look();
            var row = new byte[rowSize];
            Array.Fill(row, (byte)i);
            return row;
        });
        var packed = PackedSet.Open(folder.Root, source, null, default, 16 * rowSize);
        for (var i = 0; i < rows; i++)
            Assert.Equal((byte)i, packed.Row(i)[rowSize - 1]);
        Look();
        Assert.InRange(most, 0, bound);
    }
}
