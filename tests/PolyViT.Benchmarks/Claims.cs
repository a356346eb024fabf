namespace PolyViT.Benchmarks;

/// <summary>What the library says about its own cost, against what is measured.</summary>
internal static class Claims
{
    private static readonly int[] HeadCounts = [1, 9, 100];

    /// <summary>The step's time with 1, 9 and 100 heads, one of which is trained.</summary>
    public static ImmutableArray<Times> Heads(ModelConfig config, int rounds)
    {
        var c = Case.Of("heads", config, Modality.Image, 32, rounds);
        return StepSweep.Measure(rounds, [.. HeadCounts.Select(n => ($"{n} heads", c.Spec(Arithmetic.Default("cpu")), Tasks(n)))]);

        IReadOnlyList<TaskSpec> Tasks(int n) =>
            [c.Task, .. Enumerable.Range(1, n - 1).Select(i => c.Task with { Name = $"task {i}" })];
    }

    /// <summary>Peak memory of some steps, measured in a process of its own, and the cost model's
    /// count.</summary>
    public static (double Measured, double Counted) Memory(Case c, RunSpec spec)
    {
        string[] args = ["memory", $"{c.Config.Dim}", $"{spec.Precision}", $"{spec.Recompute}"];
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardOutput = true })!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var measured = double.TryParse(said, CultureInfo.InvariantCulture, out var bytes) ? bytes : 0; // it failed
        return (measured, Cost.Of(spec, [c.Task]).PeakBytes);
    }

    /// <summary>What that process does: it prints the peak above what it had before.</summary>
    public static int Alone(string dim, string precision, string recompute)
    {
        var c = SpeedRun.Memory224(dim == $"{ModelConfig.Base16.Dim}");
        var spec = c.Spec(Enum.Parse<Precision>(precision)) with { Recompute = bool.Parse(recompute) };
        GC.Collect();
        using var scope = NewDisposeScope();
        var (x, target) = StepSpeed.Data(c);
        var before = Resident.Bytes();
        Resident.ForgetPeak();
        using var settings = Arithmetic.Use(spec.Precision);
        using var state = TrainState.Create(spec, [c.Task]);
        for (var i = 0; i < 3; i++)
            StepSpeed.Train(state, c, x, target);
        Console.WriteLine(Resident.PeakBytes() - before);
        return 0;
    }

    /// <summary>The seconds of a step as predicted from shallow models.</summary>
    public static double Predicted(Case c, Precision precision) =>
        StepTimes.Measure(c.Spec(precision), [c.Task]).Seconds[c.Task.Name];
}
