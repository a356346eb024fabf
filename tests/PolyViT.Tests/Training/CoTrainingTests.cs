using System.Threading;

namespace PolyViT.Tests;

public class CoTrainingTests
{
    private static readonly RunSpec Spec =
        new(ToyTasks.Model with { Dropout = 0.1 }, new OptimiserConfig { LearningRate = 0.2 }, 3);

    public static TheoryData<string> Names => [.. Schedules.All.Select(s => s.Name)];

    private static TaskSpec[] Specs => [.. ToyTasks.Three.Select(t => t.Spec)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_run_twice_ends_with_the_same_bytes(string name) =>
        Assert.Equal(Train(name, Spec).Bytes, Train(name, Spec).Bytes);

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_learns_what_it_trained_last_and_counts_what_it_did(string name)
    {
        var result = Train(name, Spec with { Model = ToyTasks.Model }).Result;
        Assert.Equal(result.Updates, result.Done);
        Assert.All(result.Counts, c => Assert.Equal(c.Planned, c.Realised));
        Assert.Equal(result.Counts.Sum(c => c.Realised), result.Losses.Length);
        Assert.All(Specs, t => Assert.InRange(result.Final(t.Name)!.Value, 0, 1));
        Assert.True(Specs.Max(t => result.Final(t.Name)!.Value) > 0.5, "nothing was learned");
    }

    [Fact]
    public void A_head_that_is_not_trained_keeps_moving_on_its_momentum()
    {
        using var state = TrainState.Create(Spec, Specs);
        _ = TrainStep.Update(state, ToyTasks.Three, [new(0, 0, 0)], 0.1);
        var before = Copy(state.Model.Parameters["classification_head_picture/output_projection/bias"]);
        _ = TrainStep.Update(state, ToyTasks.Three, [new(1, 1, 0)], 0.1);
        var after = Copy(state.Model.Parameters["classification_head_picture/output_projection/bias"]);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public void A_minibatch_can_be_drawn_again_from_its_number()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (TrainStep.Draw(1, ToyTasks.Three[0], 7), TrainStep.Draw(1, ToyTasks.Three[0], 7));
        Assert.Equal(Copy(a.Input), Copy(b.Input));
        Assert.Equal(Copy(a.Target), Copy(b.Target));
    }

    [Fact]
    public void Evaluation_happens_at_the_given_minibatches_and_at_the_end()
    {
        var result = Train("weighted", Spec with { EvaluateEvery = 30 }).Result;
        Assert.Equal([30, 60, 72], result.Metrics.Select(m => m.Step).Distinct());
    }

    [Fact]
    public void A_stop_ends_after_the_current_update_and_keeps_what_was_measured()
    {
        using var stop = new CancellationTokenSource();
        using var state = TrainState.Create(Spec, Specs);
        var timeline = Timeline.Of(Schedules.Weighted(Specs, 1), 3);
        var result = CoTraining.Run(
            state, ToyTasks.Three, timeline, p => { if (p.Done == 10) stop.Cancel(); }, stop.Token);
        Assert.Equal((10, 10), (result.Done, result.Losses.Length));
        Assert.Equal(10, result.Counts.Sum(c => c.Realised));
        Assert.Empty(result.Metrics);
    }

    [Fact]
    public void A_loss_that_is_not_finite_stops_the_run_by_name()
    {
        var wild = Spec with { Optimiser = new() { LearningRate = 1e30, ClipNorm = double.PositiveInfinity, WarmupShare = 0 } };
        var error = Assert.Throws<InputException>(() => Train("alternating", wild));
        Assert.Contains("lower its learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_trained_is_said_before_training()
    {
        void Refused(string words, TaskData task) => Assert.Contains(
            words, Assert.Throws<InputException>(() => TrainingCheck.Require([task])).Message, StringComparison.Ordinal);
        var task = ToyTasks.Three[0];
        Refused("0 steps", task with { Spec = task.Spec with { Steps = 0 } });
        Refused("use at most 64", task with { Spec = task.Spec with { Batch = 65 } });
        Refused("has 7 classes, but its data have 4", task with { Spec = task.Spec with { Classes = 7 } });
        Refused("0 test examples", task with { Test = task.Test with { Count = 0 } });
    }

    private static (RunResult Result, byte[] Bytes) Train(string name, RunSpec spec)
    {
        using var state = TrainState.Create(spec, Specs);
        var timeline = Timeline.Of(Schedules.ByName(name)(Specs, spec.Seed), 3);
        var result = CoTraining.Run(state, ToyTasks.Three, timeline, null, default);
        return (result, [.. state.Model.Parameters.Values.bytes, .. state.Velocity.bytes]);
    }

    private static float[] Copy(Tensor x) => x.detach().data<float>().ToArray();
}
