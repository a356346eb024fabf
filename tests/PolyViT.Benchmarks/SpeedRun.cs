using System.Text.Json;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>How fast, of what this machine can do, and against what else there is.</summary>
internal static class SpeedRun
{
    /// <summary>Prints tables and writes speed.json into the current folder.</summary>
    /// <param name="quick">Small models only, some four minutes; else some twenty, on a quiet machine.</param>
    /// <param name="once">One sample of one case, to see that everything works.</param>
    public static int Run(bool quick, bool once = false)
    {
        AnsiConsole.Profile.Width = 130;
        Console.WriteLine($"{DateTime.UtcNow:u}, {Machine.Processor()}, {get_num_threads()} threads");
        var (gflops, gigabytes, ceilings) = Ceilings.Measure(once ? 1 : quick ? 5 : 15);
        Print("ceilings", ceilings, t => gflops.GetValueOrDefault(Named(t.Name), gigabytes), "GFLOP/s or GB/s");
        var cases = Cases(quick, once).Select(c => One(c, gflops)).ToArray();
        var heads = Claims.Heads(ModelConfig.Laptop, once ? 1 : quick ? 5 : 15);
        Print("training step by number of heads", heads, t => t.Median / heads[0].Median, "to one head");
        var memory = Memory(quick);
        File.WriteAllText("speed.json", JsonSerializer.Serialize(
            new
            {
                Date = DateTime.UtcNow,
                Processor = Machine.Processor(),
                Threads = get_num_threads(),
                gflops,
                gigabytes,
                ceilings,
                cases,
                heads,
                memory,
            },
            new JsonSerializerOptions { WriteIndented = true }));
        Console.WriteLine("speed.json is written.");
        return 0;
    }

    private static IEnumerable<Case> Cases(bool quick, bool once)
    {
        if (once)
        {
            yield return Case.Of("laptop, Image, 32", ModelConfig.Laptop, Modality.Image, 32, 1);
            yield break;
        }
        foreach (var modality in Enum.GetValues<Modality>())
            yield return Case.Of($"laptop, {modality}, 32", ModelConfig.Laptop, modality, 32, quick ? 5 : 15);
        yield return Case.Of("S/16, Image, 8", At224(ModelConfig.Small16), Modality.Image, 8, quick ? 3 : 9);
        if (quick)
            yield break;
        yield return Case.Of("B/16, Image, 1", At224(ModelConfig.Base16), Modality.Image, 1, 9);
        yield return Case.Of("B/16, Image, 8", At224(ModelConfig.Base16), Modality.Image, 8, 7);
        yield return Case.Of("B/16, Audio, 4", ModelConfig.Base16, Modality.Audio, 4, 5);
        yield return Case.Of("B/16, Video, 1", ModelConfig.Base16, Modality.Video, 1, 5);
        yield return Case.Of("B/16, Image, 32", At224(ModelConfig.Base16), Modality.Image, 32, 3);
    }

    private static ModelConfig At224(ModelConfig c) => c with { Inputs = c.Inputs with { ImageSize = 224, ImageWidth = 224 } };

    private static object One(Case c, ImmutableDictionary<Precision, double> gflops)
    {
        var (train, infer) = StepSpeed.Measure(c);
        var cost = Cost.Of(c.Spec(Precision.Float32), [c.Task]).Tasks[0];
        double Share(Times t, double flops) => flops / t.Median / 1e6 / gflops[Named(t.Name)];
        Print($"{c.Name}: training step", train, t => Share(t, cost.StepFlops), "of its ceiling");
        Print($"{c.Name}: inference", infer, t => Share(t, cost.ForwardFlops * c.Task.Batch), "of its ceiling");
        var predicted = train.Where(t => t.Name.StartsWith("PolyViT", StringComparison.Ordinal)).ToDictionary(
            t => t.Name, t => 1000 * Claims.Predicted(c, Named(t.Name)) / t.Median);
        Console.WriteLine("predicted step to measured: " + string.Join(", ", predicted.Select(p => $"{p.Key} {F(p.Value)}")));
        return new { c.Name, cost.Tokens, cost.ForwardFlops, cost.StepFlops, train, infer, predicted };
    }

    /// <summary>The case whose memory is measured.</summary>
    public static Case Memory224(bool large) => large
        ? Case.Of("B/16, 8", At224(ModelConfig.Base16), Modality.Image, 8, 1)
        : Case.Of("S/16, 8", At224(ModelConfig.Small16), Modality.Image, 8, 1);

    private static object[] Memory(bool quick)
    {
        var c = Memory224(large: !quick);
        var again = c.Spec(Precision.Float32Fast) with { Recompute = true };
        RunSpec[] specs = [.. Enum.GetValues<Precision>().Select(c.Spec), again];
        string Title(RunSpec s) => $"{c.Name}, {s.Precision}{(s.Recompute ? ", recomputing" : "")}";
        var rows = specs.Select(s => (Name: Title(s), Bytes: Claims.Memory(c, s))).ToArray();
        var table = new Table().AddColumns("peak memory of training", "MB", "counted", "ratio");
        foreach (var (title, (measured, counted)) in rows)
            table.AddRow(title, F(measured / 1e6, "F0"), F(counted / 1e6, "F0"), F(measured / counted));
        AnsiConsole.Write(table);
        return [.. rows.Select(r => new { r.Name, r.Bytes.Measured, r.Bytes.Counted })];
    }

    private static Precision Named(string way) =>
        way.Contains("bfloat16", StringComparison.OrdinalIgnoreCase) ? Precision.BFloat16
        : way.Contains("Fast", StringComparison.Ordinal) ? Precision.Float32Fast
        : way.Contains("32", StringComparison.Ordinal) || way == "plain TorchSharp" ? Precision.Float32 : (Precision)(-1);

    private static void Print(string title, ImmutableArray<Times> times, Func<Times, double> of, string column)
    {
        var table = new Table().AddColumns(title, "ms", "p10 .. p90", column, "to the first", "disturbed");
        foreach (var t in times)
            table.AddRow(
                t.Name, F(t.Median), $"{F(t.Low)} .. {F(t.High)}", F(of(t)), F(t.Median / times[0].Median),
                $"{t.Disturbed}/{t.Samples}");
        AnsiConsole.Write(table);
    }

    private static string F(double value, string format = "0.00") => value.ToString(format, CultureInfo.InvariantCulture);
}
