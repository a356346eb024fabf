namespace PolyViT.Benchmarks;

/// <summary>A model and a batch whose steps are timed.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Config">The sizes.</param>
/// <param name="Task">Modality and batch.</param>
/// <param name="Rounds">Samples of each way.</param>
internal sealed record Case(string Name, ModelConfig Config, TaskSpec Task, int Rounds)
{
    public static Case Of(string name, ModelConfig config, Modality modality, int batch, int rounds) =>
        new(name, config, new() { Name = "task", Modality = modality, Classes = 10, Batch = batch, Steps = 1 }, rounds);

    public RunSpec Spec(Precision precision) => new(Config, new OptimiserConfig(), 1) { Precision = precision };
}

/// <summary>Training steps and inference of one case: ours in each precision, plain TorchSharp, and
/// Python.</summary>
internal static class StepSpeed
{
    /// <summary>Interleaved times; what cannot fit in memory or is not installed is left out.</summary>
    public static (ImmutableArray<Times> Train, ImmutableArray<Times> Infer) Measure(Case c)
    {
        using var scope = NewDisposeScope();
        var (x, target) = Data(c);
        var labels = target.argmax(-1);
        var states = Enum.GetValues<Precision>().Where(p => Fits(c, p)).Select(p => TrainState.Create(c.Spec(p), [c.Task])).ToArray();
        var image = c.Task.Modality == Modality.Image && states.Length == 3;
        using var stock = image ? new PlainTraining(c.Config, c.Task.Classes) : null;
        using var settings = image ? new PlainTraining(c.Config, c.Task.Classes, threeProducts: true) : null;
        using var python = image ? PythonPeer.Start(c.Config, c.Task.Batch, c.Task.Classes) : null;
        var planes = image ? x.permute(0, 3, 1, 2).contiguous() : x;
        try
        {
            var peer = python?.Id ?? 0;
            return (
                Quiet.Compare(
                    c.Rounds, [.. Ways("train", p => () => Train(p, c, x, target), t => t.Step(planes, labels))], peer),
                Quiet.Compare(c.Rounds, [.. Ways("infer", p => () => Infer(p, c, x), t => t.Infer(planes))], peer));
        }
        finally
        {
            foreach (var state in states)
                state.Dispose();
        }

        IEnumerable<(string, Func<double?>)> Ways(string what, Func<TrainState, Action> ours, Action<PlainTraining> plain)
        {
            foreach (var state in states)
                yield return ($"PolyViT, {state.Spec.Precision}", () => In(state.Spec.Precision, ours(state)));
            if (stock is not null && settings is not null)
            {
                yield return ("plain TorchSharp", () => In(Precision.Float32, () => plain(stock)));
                yield return ("plain TorchSharp, Float32Fast", () => In(Precision.Float32Fast, () => plain(settings)));
            }
            if (python is null)
                yield break;
            yield return ($"PyTorch {python.Version.Split(' ')[0]}, float32", () => python.Once(what, "float32"));
            yield return ($"PyTorch {python.Version.Split(' ')[0]}, bfloat16", () => python.Once(what, "bfloat16"));
        }
    }

    /// <summary>A batch of noise and its targets.</summary>
    public static (Tensor X, Tensor Target) Data(Case c)
    {
        var x = Rng.At(1, "benchmark", 0).Normal([c.Task.Batch, .. c.Config.Inputs.Of(c.Task.Modality)]);
        var labels = Ops.Range(c.Task.Batch).remainder(tensor((long)c.Task.Classes));
        return (x, nn.functional.one_hot(labels, c.Task.Classes).to(float32));
    }

    /// <summary>One training step of a state of one task.</summary>
    public static void Train(TrainState state, Case c, Tensor x, Tensor target)
    {
        using var scope = NewDisposeScope();
        TaskData data = new(c.Task, new(c.Task.Batch, (_, _) => Speed.Copy(x, target)), new(1, (_, _) => Speed.Copy(x, target)));
        _ = TrainStep.Update(state, [data], [new(0, 0, 0)], 0.01);
    }

    /// <summary>Whether a step's count of bytes is available.</summary>
    public static bool Fits(Case c, Precision precision)
    {
        try
        {
            using var state = TrainState.Create(c.Spec(precision), [c.Task]);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static void Infer(TrainState state, Case c, Tensor x)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _ = state.Working.Logits(c.Task, x);
    }

    private static double? In(Precision precision, Action action)
    {
        using var settings = Arithmetic.Use(precision);
        var watch = Stopwatch.StartNew();
        action();
        return watch.Elapsed.TotalSeconds;
    }
}
