using System.Diagnostics;

namespace PolyViT;

/// <summary>Where the time of a task's training step goes, on a CPU; milliseconds, medians.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Data">Reading a minibatch, augmentation and mixup included.</param>
/// <param name="Forward">From the input to the loss.</param>
/// <param name="Backward">From the loss to the gradients.</param>
/// <param name="Update">Clipping, momentum, zeroed gradients and rounded copies of the weights.</param>
public sealed record StepPhases(string Task, double Data, double Forward, double Backward, double Update)
{
    /// <summary>Their sum.</summary>
    public double Total => Data + Forward + Backward + Update;

    /// <summary>Steps of one task, taken apart.</summary>
    /// <param name="spec">Sizes, precision, threads.</param>
    /// <param name="data">The task; its own minibatches are read.</param>
    /// <param name="steps">How many; two more warm up.</param>
    public static StepPhases Measure(RunSpec spec, TaskData data, int steps)
    {
        using var settings = Arithmetic.Use(spec.Precision, spec.Threads);
        using var state = TrainState.Create(spec, [data.Spec]);
        double[][] samples = [.. Enumerable.Range(0, steps + 2).Select(n => Once(state, data, n)).Skip(2)];
        double Median(int phase) => Times.Of("", [.. samples.Select(s => s[phase])], 0).Median;
        return new(data.Spec.Name, Median(0), Median(1), Median(2), Median(3));
    }

    private static double[] Once(TrainState state, TaskData data, int visit)
    {
        using var scope = NewDisposeScope();
        var (p, watch) = (state.Model.Parameters, Stopwatch.StartNew());
        var batch = TrainStep.Draw(state.Spec.Seed, data, visit);
        var read = watch.Elapsed.TotalMilliseconds;
        var logits = state.Working.Logits(data.Spec, batch.Input);
        var loss = Losses.Of(data.Spec, logits, batch.Target, batch.Mask);
        var forward = watch.Elapsed.TotalMilliseconds;
        loss.backward();
        var backward = watch.Elapsed.TotalMilliseconds;
        Momentum.Step(p, state.Velocity, 0.01, state.Spec.Optimiser.Momentum, state.Spec.Optimiser.ClipNorm);
        p.ZeroGradients();
        state.Working.Parameters.Renew();
        return [read, forward - read, backward - forward, watch.Elapsed.TotalMilliseconds - backward];
    }
}
