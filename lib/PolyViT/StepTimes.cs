using System.Diagnostics;

namespace PolyViT;

/// <summary>How long a step of each task takes on this machine, predicted from short measurements.</summary>
/// <param name="Seconds">One training step of each task, data ready.</param>
public sealed record StepTimes(ImmutableDictionary<string, double> Seconds)
{
    private const double Enough = 0.15;

    /// <summary>What would be faster; empty where nothing is known to be.</summary>
    public string Advice { get; init; } = "";

    /// <summary>
    /// Steps of models of one and of two blocks are measured at the tasks' real shapes; the difference is
    /// what a block costs, and the optimiser's share grows with the number of parameters. Tasks of one
    /// modality and batch differ in their heads only, and are measured once.
    /// </summary>
    /// <param name="spec">Sizes, precision and threads.</param>
    /// <param name="tasks">The tasks.</param>
    public static StepTimes Measure(RunSpec spec, IReadOnlyList<TaskSpec> tasks)
    {
        using var settings = Arithmetic.Use(spec.Precision, spec.Threads);
        var parameters = ParameterLayout.Count(spec.Model, tasks);
        return new(tasks.GroupBy(t => (t.Modality, t.Batch))
            .SelectMany(alike => Enumerable.Repeat(Predict(spec, alike.First(), parameters), alike.Count()).Zip(alike))
            .ToImmutableDictionary(p => p.Second.Name, p => p.First));
    }

    /// <summary>The seconds of training of one run, in which each task takes its own steps.</summary>
    /// <param name="tasks">The tasks.</param>
    public double RunSeconds(IReadOnlyList<TaskSpec> tasks) => tasks.Sum(t => t.Steps * Seconds[t.Name]);

    private static double Predict(RunSpec spec, TaskSpec task, long parameters)
    {
        var (one, two) = (Depth(spec, task, 1), Depth(spec, task, 2));
        var block = Math.Max(0, two.Step - one.Step); // noise must not make it negative
        return one.Step + ((spec.Model.Depth - 1) * block) + (parameters * two.PerParameter);
    }

    // Seconds of a step without the optimiser's part, and of the optimiser for each parameter.
    private static (double Step, double PerParameter) Depth(RunSpec spec, TaskSpec task, int depth)
    {
        using var scope = NewDisposeScope();
        var shallow = spec with { Model = spec.Model with { Depth = depth, AdapterLayers = 0 } };
        using var state = TrainState.Create(shallow, [task]);
        var data = StepSweep.Fixed(spec, task);
        var step = Time(n => TrainStep.Update(state, [data], [new(n, 0, 0)], 0));
        var p = state.Model.Parameters;
        var update = Time(_ =>
        {
            p.ZeroGradients();
            state.Working.Parameters.Renew();
            Momentum.Step(p, state.Velocity, 0, 0.9, 1);
        });
        return (Math.Max(0, step - update), update / p.Count);
    }

    // The median of a few samples, the first of which warms up.
    private static double Time(Action<int> action)
    {
        List<double> samples = [];
        var all = Stopwatch.StartNew();
        for (var n = 0; n < 4 || (all.Elapsed.TotalSeconds < Enough && n < 200); n++)
        {
            using var scope = NewDisposeScope();
            var watch = Stopwatch.StartNew();
            action(n);
            samples.Add(watch.Elapsed.TotalSeconds);
        }
        double[] warm = [.. samples.Skip(1).Order()];
        return warm[warm.Length / 2];
    }
}
