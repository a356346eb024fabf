namespace PolyViT;

/// <summary>Training steps on made-up data that are ready, timed in turn: what they cost without the reading.</summary>
public static class StepSweep
{
    /// <summary>The times of a step of the first task of each case.</summary>
    /// <param name="rounds">Samples of each.</param>
    /// <param name="cases">A name, sizes with a precision, and the tasks that have heads; only the first is trained.</param>
    /// <exception cref="InputException">A step would not fit into memory.</exception>
    public static ImmutableArray<Times> Measure(
        int rounds, params IReadOnlyList<(string Name, RunSpec Spec, IReadOnlyList<TaskSpec> Tasks)> cases)
    {
        using var scope = NewDisposeScope();
        var states = new List<TrainState>();
        try
        {
            states.AddRange(cases.Select(c => TrainState.Create(c.Spec, c.Tasks)));
            return Quiet.Compare(rounds, [.. cases.Zip(states, (c, s) => (c.Name, Step(s, c.Tasks[0])))]);
        }
        finally
        {
            states.ForEach(s => s.Dispose());
        }
    }

    /// <summary>A task whose batches are always the same noise and the same labels, in turn.</summary>
    /// <param name="spec">Sizes of the input.</param>
    /// <param name="task">Modality and batch.</param>
    /// <returns>Its tensors belong to the caller's scope.</returns>
    public static TaskData Fixed(RunSpec spec, TaskSpec task)
    {
        var x = Rng.At(spec.Seed, "calibration", 0).Normal([task.Batch, .. spec.Model.Inputs.Of(task.Modality)]);
        var labels = Ops.Range(task.Batch).remainder(tensor((long)task.Classes));
        var target = nn.functional.one_hot(labels, task.Classes).to(float32);
        Fetch fetch = (_, _) => new(x.alias(), target.alias(), ones(task.Batch));
        return new(task, new(task.Batch, fetch), new(task.Batch, fetch));
    }

    private static Func<double?> Step(TrainState state, TaskSpec task)
    {
        var data = Fixed(state.Spec, task);
        return () =>
        {
            using var scope = NewDisposeScope();
            using var settings = Arithmetic.Use(state.Spec.Precision, state.Spec.Threads);
            _ = TrainStep.Update(state, [data], [new(0, 0, 0)], 0.01);
            return null;
        };
    }
}
