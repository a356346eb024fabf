using System.IO.Compression;
using PolyViT.Tests;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>
/// Filling a ViT-B/16 (331 MB) that is there from a file, against reading the file's bytes into memory once;
/// the page cache is warm, and the two take turns.
/// </summary>
internal static class WeightsSpeed
{
    private const int Rounds = 11;

    /// <summary>Prints a table of times (medians) and of peak memory.</summary>
    public static int Run()
    {
        using var scope = NewDisposeScope();
        var folder = Directory.CreateTempSubdirectory("polyvit-weights-").FullName;
        try
        {
            using var model = PolyVit.Create(
                ModelConfig.Base16, [new() { Name = "imagenet", Modality = Modality.Image, Classes = 1000 }], 1);
            var table = new Table().AddColumns(
                "file", "MB", "its bytes, ms", "into the model, ms", "ratio", "ratio of processor time",
                "peak memory to model");
            foreach (var (name, path) in Files(folder, model))
                table.AddRow([name, .. Row(path, model)]);
            AnsiConsole.Write(table);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<(string Name, string Path)> Files(string folder, PolyVit model)
    {
        string Put(string name, byte[] bytes)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }
        var scenic = Path.Combine(folder, "scenic.safetensors");
        _ = ModelFile.Save(scenic, model);
        HuggingFaceExport.Save(folder, model, "imagenet");
        var theirs = Path.Combine(folder, "model.safetensors");
        return
        [
            ("safetensors, scenic's names", scenic),
            ("safetensors, Hugging Face's names", theirs),
            ("npz, scenic's names", Put("npz", Made.Npz(CompressionLevel.NoCompression, Tensors(scenic)))),
            ("Flax MessagePack, scenic's names", Put("flax", Made.Flax(Tensors(scenic)))),
            ("PyTorch, Hugging Face's names", Put("torch", Made.Torch(Tensors(theirs)))),
        ];
    }

    private static MadeTensor[] Tensors(string path)
    {
        using var scope = NewDisposeScope();
        using var file = CheckpointFiles.Open(path);
        return
        [
            .. from t in file.Tensors.Values
               select new MadeTensor(t.Name, "float32", [.. t.Shape], t.Read().bytes.ToArray()),
        ];
    }

    private static string[] Row(string path, PolyVit model)
    {
        var (bytes, load) = (new List<Cost>(), new List<Cost>());
        for (var round = -2; round < Rounds; round++)
        {
            GC.Collect();
            var once = Cost.Of(() => GC.KeepAlive(File.ReadAllBytes(path)));
            GC.Collect();
            var whole = Cost.Of(() => Load(path, model));
            if (round < 0)
                continue;
            bytes.Add(once);
            load.Add(whole);
        }
        var modelBytes = (double)model.Parameters.Count * sizeof(float);
        var before = Resident.Bytes();
        Resident.ForgetPeak();
        Load(path, model);
        var peak = (Resident.PeakBytes() - before + modelBytes) / modelBytes;
        string Ratio(Func<Cost, double> of) => F(Middle([.. load.Zip(bytes, (a, b) => of(a) / of(b))]), "F2");
        return
        [
            $"{new FileInfo(path).Length >> 20}", F(Middle([.. bytes.Select(c => c.Wall)]), "F0"),
            F(Middle([.. load.Select(c => c.Wall)]), "F0"), Ratio(c => c.Wall), Ratio(c => c.Processor),
            F(peak, "F2"),
        ];
    }

    private static void Load(string path, PolyVit model) => _ = Weights.Load(model, path, print: TextWriter.Null);

    /// <summary>Milliseconds, on the wall and of this process's threads; neighbours disturb the latter less.</summary>
    private readonly record struct Cost(double Wall, double Processor)
    {
        public static Cost Of(Action action)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            action();
            return new(watch.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }
    }

    private static double Middle(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string F(double value, string format) =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
