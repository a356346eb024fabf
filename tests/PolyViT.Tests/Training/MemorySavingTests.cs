namespace PolyViT.Tests;

/// <summary>Ways to train in less memory: what they leave the same.</summary>
public class MemorySavingTests
{
    private static readonly RunSpec Spec = new(
        ToyTasks.Model with { Depth = 3, Dropout = 0.1 }, new OptimiserConfig { LearningRate = 0.1 }, 1);

    private static TaskData[] Tasks =>
    [
        .. ToyTasks.Three.Select((t, i) =>
            t with { Spec = t.Spec with { StochasticDepth = 0.5, HiddenSizes = i == 0 ? [5] : [], LabelSmoothing = 0.1 } }),
    ];

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Recomputing_changes_no_bit(Precision precision)
    {
        using var scope = NewDisposeScope();
        var spec = Spec with { Precision = precision };
        var (kept, again) = (After(spec, 6), After(spec with { Recompute = true }, 6));
        Assert.Equal(kept, again);
        Assert.NotEqual(kept, After(spec with { Seed = 2 }, 6));
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(1, true)]
    [InlineData(8, false)]
    public void Parts_of_a_minibatch_add_up_to_its_gradient(int part, bool recompute)
    {
        for (var task = 0; task < 3; task++)
        {
            using var scope = NewDisposeScope();
            var whole = Gradient(Spec, task);
            var parts = Gradient(Spec with { MicroBatch = part, Recompute = recompute }, task);
            var apart = whole.Gradient.Subtract(parts.Gradient).abs().max().item<float>();
            Assert.InRange(apart / whole.Gradient.abs().max().item<float>(), 0, part == 8 ? 0 : 2e-6);
            Assert.InRange(Math.Abs(whole.Loss - parts.Loss), 0, 1e-6);
        }
    }

    private static (Tensor Gradient, float Loss) Gradient(RunSpec spec, int task)
    {
        using var state = TrainState.Create(spec, [.. Tasks.Select(t => t.Spec)]);
        var data = Tasks[task];
        // Some rows do not count, and not as many in each part.
        Fetch fetch = data.Train.Fetch;
        var some = data with { Train = new(64, (i, r) => fetch(i, r) with { Mask = tensor([1f, 0, 0, 1, 1, 1, 0, 1]) }) };
        state.Model.Parameters.ZeroGradients();
        var loss = TrainStep.Gradient(state, some, new(0, task, 0)).item<float>();
        return (state.Model.Parameters.Gradients.clone(), loss);
    }

    private static byte[] After(RunSpec spec, int updates)
    {
        using var state = TrainState.Create(spec, [.. Tasks.Select(t => t.Spec)]);
        for (var u = 0; u < updates; u++)
            _ = TrainStep.Update(state, Tasks, [new(u, u % 3, u / 3)], 0.1);
        return [.. state.Model.Parameters.Values.bytes, .. state.Model.Parameters.Gradients.bytes];
    }
}
