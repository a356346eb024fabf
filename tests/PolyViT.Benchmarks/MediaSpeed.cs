using System.Buffers;
using System.Threading.Tasks;
using SkiaSharp;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>
/// Decoding media, against the decoders alone: the two take turns, each on all processors, one thread per
/// file.
/// </summary>
internal static class MediaSpeed
{
    private const int Rounds = 9;

    /// <summary>Prints tables for videos, pictures and spectrograms; medians, and ratios round by
    /// round.</summary>
    /// <param name="args">Which of videos, pictures and sounds; none is all.</param>
    public static int Run(string[] args)
    {
        var folder = Directory.CreateTempSubdirectory("polyvit-media-").FullName;
        try
        {
            bool Asked(string name) => args.Length == 0 || args.Contains(name);
            if (Asked("videos"))
                Clips(folder);
            if (Asked("pictures"))
                Jpegs(folder);
            if (Asked("sounds"))
                LogMels();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Clips(string folder)
    {
        var grid = Files("video/GRID/s1", "*.mp4", 24);
        var ucf = Files("video/UCF-101", "*.avi", 24);
        var ten = Made(
            folder, "ten.mp4", 6, "-stream_loop", "2", "-i", Shared("torture/video/ucf101_original_v_Basketball_g01_c01.avi"),
            "-t", "10", "-vf", "scale=454:340", "-c:v", "libx264", "-an");
        var table = new Table().AddColumns(
            "videos", "frames/s", "ffmpeg -f null, RGB", "ratio", "ffmpeg -f null, decoded alone", "ratio");
        void Row(string name, string[] files, int side, Func<int, int[]> choose)
        {
            var frames = files.Sum(f => PolyViT.Clips.Probe(new(f)).Frames);
            var scale = side == 0 ? "format=rgb24"
                : $"scale='max({side},trunc(iw*{side}/ih))':'max({side},trunc(ih*{side}/iw))':flags=bilinear,format=rgb24";
            var (ours, rgb, alone) = Turns(
                () => All(files, f => Pooled(room => PolyViT.Clips.Read(new(f), choose, side, default, room))),
                () => All(files, f => Null(f, "-vf", scale)),
                () => All(files, f => Null(f)));
            table.AddRow(
                name, F(frames / Middle(ours)), F(frames / Middle(rgb)), Ratio(rgb, ours), F(frames / Middle(alone)),
                Ratio(alone, ours));
        }
        Row("GRID 112 x 112 H.264, all of 75", grid, 0, n => [.. Enumerable.Range(0, n)]);
        Row("UCF-101 148 x 112 MPEG-4, all", ucf, 0, n => [.. Enumerable.Range(0, n)]);
        Row("454 x 340 H.264, all of 300, to 256", ten, 256, n => [.. Enumerable.Range(0, n)]);
        Row("454 x 340 H.264, 32 of 300 at a stride of 2, to 256", ten, 256, n => [.. Enumerable.Range(0, 32).Select(i => (n / 3) + (2 * i))]);
        AnsiConsole.Write(table);
    }

    // As streaming does.
    private static void Pooled(Action<Func<int, byte[]>> read)
    {
        byte[]? pooled = null;
        read(bytes => pooled = ArrayPool<byte>.Shared.Rent(bytes));
        ArrayPool<byte>.Shared.Return(pooled!);
    }

    private static void Jpegs(string folder)
    {
        var small = Files("image/clothing-dataset-small/test", "*.jpg", 372);
        var large = Made(
            folder, "large.jpg", 400, "-i", Shared("torture/image/baseline_420.jpg"), "-vf", "scale=500:375", "-q:v", "3");
        var table = new Table().AddColumns(
            "pictures", "pictures/s", "SKCodec alone", "ratio", "ratio of processor time");
        foreach (var (name, files, reduce) in new[]
        {
            ("clothing, about 112 x 150", small, 1), ("500 x 375", large, 1), ("500 x 375, reduced by 2", large, 2),
        })
        {
            var (ours, alone, _) = Turns(
                () => All(files, f => Pooled(f, reduce)), () => All(files, f => Alone(f, reduce)), () => { });
            table.AddRow(name, F(files.Length / Middle(ours)), F(files.Length / Middle(alone)), Ratio(alone, ours),
                Ratio(alone, ours, c => c.Processor));
        }
        AnsiConsole.Write(table);
    }

    private static void LogMels()
    {
        using var scope = NewDisposeScope();
        var sound = Rng.At(1, "benchmark", 0).Normal([8 * 16000]).data<float>().ToArray();
        var table = new Table().AddColumns(
            "log-mel, 8 s at 16 kHz, 128 bins", "x real time, one thread", "all threads, each");
        foreach (var (name, make) in new[]
        {
            ("Kaldi's", SoundFrontEnd.Of(new KaldiSettings()).LogMel),
            ("this library's", SoundFrontEnd.Of(SpectrogramSettings.Paper).LogMel),
        })
        {
            var (all, one, _) = Turns(
                () => All([.. Enumerable.Repeat("", 100)], _ => make(sound)),
                () =>
                {
                    for (var i = 0; i < 50; i++)
                        make(sound);
                },
                () => { });
            table.AddRow(
                name, F(50 * 8 / Middle(one)), F(100 * 8 / Middle(all) / Environment.ProcessorCount));
        }
        AnsiConsole.Write(table);
    }

    private static void Pooled(string file, int reduce)
    {
        var picture = Pictures.Read(new(file), reduce, ArrayPool<byte>.Shared.Rent);
        ArrayPool<byte>.Shared.Return(picture.Pixels);
    }

    private static void Alone(string file, int reduce)
    {
        using var codec = SKCodec.Create(file);
        var size = codec.GetScaledDimensions(1f / reduce);
        using var bitmap = new SKBitmap(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        _ = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
    }

    private static void Null(string file, params string[] filter)
    {
        using var process = Process.Start(
            Ffmpeg.Require(),
            [
                "-v", "error", "-nostdin", "-threads", "1", "-i", file, "-map", "0:v:0", "-fps_mode", "passthrough",
                .. filter, "-threads", "1", "-f", "null", "-",
            ]);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InputException($"ffmpeg ended with {process.ExitCode} for {file}: look at the file.");
    }

    private static void All(string[] files, Action<string> action) => Parallel.ForEach(
        files, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, action);

    private static (Cost[] A, Cost[] B, Cost[] C) Turns(Action a, Action b, Action c)
    {
        Action[] actions = [a, b, c];
        var times = actions.Select(_ => new List<Cost>()).ToArray();
        for (var round = -1; round < Rounds; round++)
        {
            foreach (var (action, list) in actions.Zip(times))
            {
                var cost = Cost.Of(action);
                if (round >= 0)
                    list.Add(cost);
            }
        }
        return ([.. times[0]], [.. times[1]], [.. times[2]]);
    }

    /// <summary>A file or folder of the real data beside the checkout.</summary>
    public static string Shared(string path)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PolyViT.Notebooks.sln")))
            folder = Path.GetDirectoryName(folder)!;
        var found = Path.GetFullPath(Path.Combine(folder, "../shared/data", path));
        return Path.Exists(found)
            ? found : throw new InputException($"{found} is not there: put the sample data beside the checkout.");
    }

    private static string[] Files(string folder, string pattern, int most) =>
    [
        .. Directory.GetFiles(Shared(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Take(most),
    ];

    // One file, as often as asked.
    private static string[] Made(string folder, string name, int times, params string[] arguments)
    {
        using var process = Process.Start(
            Ffmpeg.Require(), ["-v", "error", "-nostdin", "-y", .. arguments, Path.Combine(folder, name)]);
        process.WaitForExit();
        return [.. Enumerable.Repeat(Path.Combine(folder, name), times)];
    }

    /// <summary>Seconds, on the wall and of this process's threads; neighbours disturb the latter
    /// less.</summary>
    private readonly record struct Cost(double Wall, double Processor)
    {
        public static Cost Of(Action action)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            action();
            return new(watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
    }

    private static string Ratio(Cost[] theirs, Cost[] ours, Func<Cost, double>? of = null)
    {
        of ??= c => c.Wall;
        return Middle(theirs.Zip(ours, (a, b) => of(a) / of(b))).ToString("F2", CultureInfo.InvariantCulture);
    }

    private static double Middle(Cost[] costs) => Middle(costs.Select(c => c.Wall));

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static string F(double value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
