namespace PolyViT;

/// <summary>What the same short training comes to in one precision.</summary>
/// <param name="Precision">Which.</param>
/// <param name="Run">The run.</param>
/// <param name="LogitError">Largest difference of the trained model's logits from the same weights in float64,
/// relative to the largest logit.</param>
public sealed record PrecisionStudy(Precision Precision, RunResult Run, double LogitError)
{
    private const int Examples = 16;

    /// <summary>Trains with the same seed and data in each precision.</summary>
    /// <param name="spec">The run but for its precision; on the CPU.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="precisions">Which.</param>
    /// <param name="stop">Ends the training.</param>
    public static ImmutableArray<PrecisionStudy> Of(
        RunSpec spec, IReadOnlyList<TaskData> tasks, IReadOnlyList<Precision> precisions,
        CancellationToken stop = default) =>
        [.. precisions.Select(p => One(spec with { Precision = p }, tasks, stop))];

    private static PrecisionStudy One(RunSpec spec, IReadOnlyList<TaskData> tasks, CancellationToken stop)
    {
        TaskSpec[] specs = [.. tasks.Select(t => t.Spec)];
        using var state = TrainState.Create(spec, specs);
        var timeline = Timeline.Of(Schedules.ByName("weighted")(specs, spec.Seed), specs.Length);
        var run = CoTraining.Run(state, tasks, timeline, report: null, stop);
        return new(spec.Precision, run, tasks.Max(t => Error(state, t)));
    }

    private static double Error(TrainState state, TaskData task)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var settings = Arithmetic.Use(state.Spec.Precision, state.Spec.Threads);
        using var exact = PolyVit.Create(state.Model.Config, state.Model.Tasks, state.Spec.Seed, type: float64);
        _ = exact.Parameters.Values.copy_(state.Model.Parameters.Values);
        var x = task.Test.Fetch([.. Enumerable.Range(0, Math.Min(Examples, task.Test.Count))], default).Input;
        state.Working.Parameters.Renew();
        var truth = exact.Logits(task.Spec, x.to(float64));
        var error = truth.Subtract(state.Working.Logits(task.Spec, x).to(float64)).abs().max();
        return (error / truth.abs().max()).item<double>();
    }
}
