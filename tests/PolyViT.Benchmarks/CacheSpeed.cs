using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>
/// Reading batches of random rows of a packed set of pictures, against copying as many of the same bytes from
/// memory; the page cache is warm, and the sides take turns.
/// </summary>
internal static class CacheSpeed
{
    private const int Rows = 2000;
    private const int Side = 224;
    private const int RowSize = 3 * Side * Side;
    private const int Batch = 64;
    private const int Rounds = 21;

    /// <summary>Prints a table of gigabytes of stored bytes per second.</summary>
    public static int Run()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory("polyvit-cache-").FullName;
        try
        {
            var rng = Rng.At(1, "cache", 0);
            var memory = new byte[Rows * RowSize];
            for (var i = 0; i < memory.Length; i += sizeof(ulong))
                BitConverter.TryWriteBytes(memory.AsSpan(i), rng.Bits(i));
            var source = new PackedSource("bench", new byte[32], ScalarType.Byte, [Side, Side, 3], Rows,
                i => memory.AsSpan(i * RowSize, RowSize).ToArray());
            var built = Stopwatch.StartNew();
            var rows = PackedSet.Open(folder, source, null, default);
            var (build, opened) = (built.Elapsed.TotalSeconds, Stopwatch.StartNew());
            rows = PackedSet.Open(folder, source, null, default);
            var open = opened.Elapsed.TotalSeconds;
            Print(memory, rows);
            AnsiConsole.WriteLine(
                F($"{memory.Length / 1e6:F0} MB: built in {build:F2} s, checked and opened in {open:F2} s."));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Print(byte[] memory, PackedRows rows)
    {
        ImmutableArray<int>[] labels = [.. Enumerable.Repeat<ImmutableArray<int>>([0], Rows)];
        var split = DecodedSplit.Of(
            new(rows, 127.5, 127.5), [.. Enumerable.Range(0, Rows)], labels, 1, [Side, Side, 3], vary: false);
        var into = new byte[Batch * RowSize];
        (string Name, Action<int[]> Read)[] sides =
        [
            ("memcpy from memory", r => Copy(r, i => memory.AsSpan(i * RowSize, RowSize), into)),
            ("memcpy from the map", r => Copy(r, rows.Row, into)),
            ("batches, as float32", r => split.Fetch(r, default).Dispose()),
        ];
        var found = sides.Select(_ => new List<double>()).ToArray();
        for (var round = -3; round < Rounds; round++)
            foreach (var (side, s) in sides.Select((side, s) => (side, s)))
            {
                var rate = Rate(side.Read, round);
                if (round >= 0)
                    found[s].Add(rate);
            }
        var table = new Table().AddColumns("read", "GB/s of stored bytes", "to memcpy");
        foreach (var (side, s) in sides.Select((side, s) => (side, s)))
            table.AddRow(side.Name, F($"{Middle(found[s]):F2}"),
                F($"{Middle([.. found[s].Zip(found[0], (a, b) => a / b)]):F2}"));
        AnsiConsole.Write(table);
    }

    private static double Rate(Action<int[]> read, int round)
    {
        const int batches = 20;
        var draws = Rng.At(2, "rows", round);
        int[][] chosen =
        [
            .. Enumerable.Range(0, batches).Select(
                b => Enumerable.Range(0, Batch).Select(i => draws.Below((b * Batch) + i, Rows)).ToArray()),
        ];
        using var scope = NewDisposeScope();
        var watch = Stopwatch.StartNew();
        foreach (var batch in chosen)
            read(batch);
        return (double)batches * Batch * RowSize / watch.Elapsed.TotalSeconds / 1e9;
    }

    private static void Copy(int[] chosen, RowBytes row, byte[] into)
    {
        for (var b = 0; b < chosen.Length; b++)
            row(chosen[b]).CopyTo(into.AsSpan(b * RowSize));
    }

    private static double Middle(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
