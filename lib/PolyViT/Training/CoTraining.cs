namespace PolyViT;

/// <summary>What one co-training run needs.</summary>
/// <param name="Model">The sizes.</param>
/// <param name="Optimiser">The optimiser.</param>
/// <param name="Seed">Initial weights, data order, augmentation, mixup and schedule all follow from
/// it.</param>
/// <param name="EvaluateEvery">Every how many minibatches all tasks are evaluated; 0 is only at the
/// end.</param>
public sealed record RunSpec(ModelConfig Model, OptimiserConfig Optimiser, ulong Seed, int EvaluateEvery = 0)
{
    /// <summary>Evaluations on the way use at most so many test examples, always the same; the last one uses
    /// all.</summary>
    public int CurveExamples { get; init; } = 512;

    /// <summary>Whether the last evaluation averages the answers to all <see cref="TaskData.TestViews"/> of
    /// tasks that have them (section 8.2); those on the way look once.</summary>
    public bool AverageViews { get; init; }

    /// <summary>
    /// Memory for the batches that are read ahead of a data set's files, the one in use included, bytes; 0
    /// reads each when it is needed. Nothing but the time depends on it.
    /// </summary>
    public long ReadAheadBytes { get; init; } = ReadAhead.DefaultBytes;

    /// <summary>Where the model lives.</summary>
    public Device Device { get; init; } = CPU;

    /// <summary>How its matrix products are computed.</summary>
    public Precision Precision { get; init; }

    /// <summary>
    /// Examples that pass through the model at once; the gradients of a minibatch's parts add up to its own,
    /// but for rounding. 0 takes whole minibatches.
    /// </summary>
    public int MicroBatch { get; init; }

    /// <summary>Keeps only what enters each block and computes the rest again: the same bits, less memory, a
    /// third more arithmetic.</summary>
    public bool Recompute { get; init; }

    /// <summary>Threads inside one operation; 0 leaves torch's own choice. Their number changes
    /// rounding.</summary>
    public int Threads { get; init; }
}

/// <summary>Trains one model on several tasks, one task per update (section 3.1).</summary>
public static class CoTraining
{
    /// <summary>
    /// Trains by a schedule and evaluates every task on the way. The state at an update is a function of the
    /// spec alone.
    /// </summary>
    /// <param name="spec">Sizes, optimiser, seed.</param>
    /// <param name="tasks">The tasks with their data.</param>
    /// <param name="schedule">Which task when.</param>
    /// <param name="report">Takes progress, in minibatches.</param>
    /// <param name="stop">
    /// Ends training after the current update, or while it waits for data; what was measured is returned.
    /// </param>
    /// <exception cref="InputException">Something cannot work: see <see cref="TrainingCheck"/>.</exception>
    public static RunResult Run(
        RunSpec spec, IReadOnlyList<TaskData> tasks, Schedule schedule, Report? report = null, CancellationToken stop = default)
    {
        TrainingCheck.Require(tasks);
        using var state = TrainState.Create(spec, [.. tasks.Select(t => t.Spec)]);
        return Run(state, tasks, Timeline.Of(schedule, tasks.Count), report, stop);
    }

    /// <summary>Trains an existing state; it holds the trained model afterwards.</summary>
    /// <param name="state">Changed in place.</param>
    /// <param name="tasks">The tasks with their data.</param>
    /// <param name="timeline">Which task when.</param>
    /// <param name="report">Takes progress, in minibatches.</param>
    /// <param name="stop">Ends training after the current update, or while it waits for data.</param>
    public static RunResult Run(
        TrainState state, IReadOnlyList<TaskData> tasks, Timeline timeline, Report? report, CancellationToken stop)
    {
        using var settings = Arithmetic.Use(state.Spec.Precision, state.Spec.Threads);
        using var log = new RunLog(state.Spec, timeline, [.. tasks.Select(t => t.Spec.Name)]);
        var (reading, ahead) = TrainingReads.Start(state.Spec, tasks, timeline, stop);
        using var ending = reading;
        TaskData[] timed = [.. ahead.Select(t => t with { Train = t.Train.Over(t.Train.Count, log.Timed) })];
        var rate = RateOf(state.Spec.Optimiser, timeline.Schedule.Updates);
        foreach (var update in timeline.Minibatches.GroupBy(m => m.Update))
        {
            if (stop.IsCancellationRequested)
                break;
            Minibatch[] minibatches = [.. update];
            if (!Finished(stop, () =>
                log.Train(minibatches, () => TrainStep.Update(state, timed, minibatches, rate(update.Key + 1)))))
                break;
            report?.Invoke(log.Progress());
            if (log.EvaluationIsDue(minibatches.Length))
                _ = Finished(stop, () => Measure(state, tasks, log, stop));
        }
        return log.Result() with { Unreadable = Unreadable(tasks) };
    }

    /// <summary>Scenic's learning rate for that many updates.</summary>
    /// <param name="config">Peak and warmup.</param>
    /// <param name="updates">U.</param>
    public static Rate RateOf(OptimiserConfig config, int updates) =>
        Rates.WarmupCosine(config.LearningRate, updates, config.WarmupShare * updates);

    private static void Measure(TrainState state, IReadOnlyList<TaskData> tasks, RunLog log, CancellationToken stop)
    {
        var model = state.Working;
        model.Parameters.Renew();
        foreach (var data in tasks)
        {
            if (stop.IsCancellationRequested)
                return;
            IReadOnlyList<Split> test = !log.Finished ? [data.Test.Sample(data.Spec.Name, state.Spec.CurveExamples)]
                : state.Spec.AverageViews && data.TestViews.Length > 0 ? data.TestViews
                : [data.Test];
            log.Evaluate(data.Spec, () => MultiView.On(model, data.Spec, test, stop: stop));
        }
    }

    // Whether it came to its end; while it waits for data, a stop ends it before.
    private static bool Finished(CancellationToken stop, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static ImmutableArray<Unreadable> Unreadable(IReadOnlyList<TaskData> tasks) =>
    [
        .. tasks.SelectMany(t => new[] { t.Train.Quarantine, t.Test.Quarantine })
            .SelectMany(q => q?.Items ?? []).Distinct(),
    ];
}
