using System.IO.Compression;
using PolyViT.Tests;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>Reading a ViT-B/16 (about 350 MB) into memory that is there, against reading the file's bytes.</summary>
internal static class WeightsSpeed
{
    private const int Rounds = 9;

    private static readonly (string Format, Func<MadeTensor[], byte[]> Make)[] Formats =
    [
        ("safetensors", Made.Safetensors), ("npz", t => Made.Npz(CompressionLevel.NoCompression, t)),
        ("flax", Made.Flax), ("torch", Made.Torch),
    ];

    /// <summary>Prints a table: times in turn, medians, and peak memory.</summary>
    public static int Run()
    {
        using var scope = NewDisposeScope();
        var shapes = Shapes().ToDictionary();
        var model = shapes.ToDictionary(s => s.Key, s => ones(s.Value));
        var modelBytes = model.Values.Sum(t => t.numel() * 4);
        var table = new Table().AddColumns("format", "MB", "bytes read once, ms", "into a model, ms", "ratio", "peak memory to model");
        foreach (var (format, make) in Formats)
        {
            var path = Path.Combine(Path.GetTempPath(), $"polyvit-weights-{Guid.NewGuid():N}");
            try
            {
                File.WriteAllBytes(path, make([.. shapes.Select(Random)]));
                GC.Collect();
                table.AddRow([format, .. Row(path, model, modelBytes)]);
            }
            finally
            {
                File.Delete(path);
            }
        }
        AnsiConsole.Write(table);
        return 0;
    }

    private static string[] Row(string path, Dictionary<string, Tensor> model, long modelBytes)
    {
        var (bytes, load) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            bytes.Add(Time(() => GC.KeepAlive(File.ReadAllBytes(path))));
            GC.Collect();
            load.Add(Time(() => Load(path, model)));
        }
        var before = Resident.Bytes();
        Resident.ForgetPeak();
        Load(path, model);
        var peak = (double)(Resident.PeakBytes() - before + modelBytes) / modelBytes;
        var ratio = Middle([.. load.Zip(bytes, (a, b) => a / b)]);
        return [$"{new FileInfo(path).Length >> 20}", F(Middle(bytes), "F0"), F(Middle(load), "F0"), F(ratio, "F2"), F(peak, "F2")];
    }

    private static void Load(string path, Dictionary<string, Tensor> model)
    {
        using var file = CheckpointFiles.Open(path);
        foreach (var (name, tensor) in file.Tensors)
            tensor.CopyTo(model[name]);
    }

    private static double Time(Action action)
    {
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static IEnumerable<KeyValuePair<string, long[]>> Shapes()
    {
        var config = ModelConfig.Base16;
        var task = new TaskSpec { Name = "imagenet", Modality = Modality.Image, Classes = 1000 };
        return ParameterLayout.Of(config, [task]).Select(s => KeyValuePair.Create(s.Name, s.Shape.ToArray()));
    }

    private static MadeTensor Random(KeyValuePair<string, long[]> shape, int index)
    {
        using var values = Rng.At(1, "weights", index).Normal(shape.Value);
        return new(shape.Key, "float32", shape.Value, values.bytes.ToArray());
    }

    private static double Middle(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
