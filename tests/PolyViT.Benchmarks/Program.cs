using PolyViT;
using PolyViT.Benchmarks;
using Spectre.Console;

// dotnet run -c Release --project tests/PolyViT.Benchmarks
// About a minute. Ratios of one run, the two sides in turn, so that a noisy machine disturbs both alike.
// With "-- weights": reading a ViT-B/16 from each format, against reading the file's bytes (half a minute).
// With "-- media": decoding videos and pictures and making spectrograms, against the decoders alone (three
// minutes). With "-- fuzz MINUTES SEED": damaged checkpoint files, each of which must be read or refused.
// With "-- fuzz-media MINUTES SEED": damaged pictures, sounds and videos, each of which must be read or
// refused. With "-- kernel": starting a notebook kernel and its cells (a minute); build lib/PolyViT.Kernel -c
// Release first. With "-- speed [quick|once]": ceilings of the machine, training steps and inference in each
// precision, against plain TorchSharp and Python's PyTorch (apt-get install python3-torch), and what the cost
// model predicts; writes speed.json.
if (args is ["memory", var dim, var precision, var recompute])
    return Claims.Alone(dim, precision, recompute);
if (args is ["speed", .. var part])
    return SpeedRun.Run(quick: part is ["quick" or "once", ..], once: part is ["once", ..]);
// With "-- cache": reading batches of a packed set, against copying its bytes (half a minute).
// With "-- loader DATA": time that training waits for data, and JPEGs per second (two minutes; decodes first,
// once).
if (args is ["cache", ..])
    return CacheSpeed.Run();
if (args is ["loader", var data])
    return LoaderSpeed.Run(data);
if (args is ["kernel", ..])
    return KernelSpeed.Run();
if (args is ["weights", ..])
    return WeightsSpeed.Run();
if (args is ["media", .. var kinds])
    return MediaSpeed.Run(kinds);
if (args is ["fuzz-media", .. var more])
    return MediaFuzzRun.Run(more);
if (args is ["fuzz", .. var rest])
    return FuzzRun.Run(rest);

var config = ModelConfig.Laptop;
var task = new TaskSpec { Name = "image", Modality = Modality.Image, Classes = 10, Batch = 32, Steps = 1000 };
var table = new Table().AddColumns("training step, data ready", "samples/s", "spread", "to plain");
var (plain, ours) = Speed.Compare(config, task, rounds: 15, steps: 20);
table.AddRow("plain TorchSharp", Speed.Median(plain), Speed.Spread(plain), "1.00");
table.AddRow("PolyViT", Speed.Median(ours), Speed.Spread(ours), Speed.Ratio(ours, plain));
AnsiConsole.Write(table);

var memory = Memory.Over(config, task, steps: 500);
AnsiConsole.Write(new Table().AddColumns("after step", "live tensors", "resident MB").AddRows(memory));
return 0;

internal static class Speed
{
    /// <summary>Samples per second of each round, plain and ours in turn.</summary>
    public static (double[] Plain, double[] Ours) Compare(ModelConfig config, TaskSpec task, int rounds, int steps)
    {
        using var scope = NewDisposeScope();
        var x = Rng.At(1, "benchmark", 0).Normal([task.Batch, .. config.Inputs.Of(task.Modality)]);
        var labels = Ops.Range(task.Batch).remainder(tensor((long)task.Classes));
        var target = nn.functional.one_hot(labels, task.Classes).to(float32);
        var channelsFirst = x.permute(0, 3, 1, 2).contiguous();
        using var plain = new PlainTraining(config, task.Classes);
        using var state = TrainState.Create(new RunSpec(config, new OptimiserConfig(), 1), [task]);
        TaskData[] data = [new(task, new(task.Batch, (_, _) => Copy(x, target)), new(1, (_, _) => Copy(x, target)))];
        var (first, second) = (new List<double>(), new List<double>());
        for (var round = -2; round < rounds; round++)
        {
            var a = Rate(task, steps, _ => plain.Step(channelsFirst, labels));
            var b = Rate(task, steps, i => Update(state, data, i));
            if (round < 0)
                continue;
            first.Add(a);
            second.Add(b);
        }
        return ([.. first], [.. second]);
    }

    public static void Update(TrainState state, TaskData[] data, int step)
    {
        using var scope = NewDisposeScope();
        _ = TrainStep.Update(state, data, [new(step, 0, 0)], 0.01);
    }

    public static Batch Copy(Tensor x, Tensor target) => new(x.alias(), target.alias(), ones(x.size(0)));

    public static string Median(double[] rates) => F(Middle(rates), "F0");

    public static string Spread(double[] rates) => $"{F(rates.Min(), "F0")} .. {F(rates.Max(), "F0")}";

    public static string Ratio(double[] ours, double[] plain) => F(Middle([.. ours.Zip(plain, (a, b) => a / b)]), "F2");

    private static double Rate(TaskSpec task, int steps, Action<int> step)
    {
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < steps; i++)
            step(i);
        return task.Batch * steps / watch.Elapsed.TotalSeconds;
    }

    private static double Middle(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static string F(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

internal static class Memory
{
    /// <summary>Live tensors and resident memory after 50, 100, 200, .. steps.</summary>
    public static IEnumerable<string[]> Over(ModelConfig config, TaskSpec task, int steps)
    {
        using var scope = NewDisposeScope();
        var x = Rng.At(2, "benchmark", 0).Normal([task.Batch, .. config.Inputs.Of(task.Modality)]);
        var target = nn.functional.one_hot(zeros(task.Batch, int64), task.Classes).to(float32);
        using var state = TrainState.Create(new RunSpec(config, new OptimiserConfig(), 1), [task]);
        TaskData[] data = [new(task, new(task.Batch, (_, _) => Speed.Copy(x, target)), new(1, (_, _) => Speed.Copy(x, target)))];
        for (var i = 1; i <= steps; i++)
        {
            Speed.Update(state, data, i);
            if (i == 50 || i % 100 == 0)
                yield return [$"{i}", $"{Tensor.TotalCount}", $"{Resident()}"];
        }
    }

    private static long Resident()
    {
        using var me = Process.GetCurrentProcess();
        return me.WorkingSet64 >> 20;
    }
}

internal static class TableRows
{
    public static Table AddRows(this Table table, IEnumerable<string[]> rows) =>
        rows.Aggregate(table, (t, row) => t.AddRow(row));
}
