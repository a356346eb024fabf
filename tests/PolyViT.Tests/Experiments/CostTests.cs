namespace PolyViT.Tests;

public class CostTests
{
    private static readonly TaskSpec Task = new() { Name = "imagenet", Modality = Modality.Image, Classes = 1000, Batch = 8, Steps = 1 };

    private static RunSpec Base224 => new(
        ModelConfig.Base16 with { Inputs = InputShapes.Paper with { ImageSize = 224, ImageWidth = 224 } }, new(), 1);

    [Fact]
    public void A_ViT_B_16_has_its_known_counts()
    {
        var cost = Cost.Of(Base224, [Task]);
        Assert.Equal(86_567_656, cost.Parameters);
        Assert.Equal(197, cost.Tasks[0].Tokens);
        Assert.Equal(35.13e9, cost.Tasks[0].ForwardFlops, 0.05e9);
        Assert.Equal(24 * cost.Tasks[0].ForwardFlops, cost.Tasks[0].StepFlops, 1);
        Assert.Equal(12 * cost.Parameters, cost.StateBytes);
    }

    [Fact]
    public void Saving_memory_costs_arithmetic_or_nothing()
    {
        var whole = Cost.Of(Base224, [Task]).Tasks[0];
        var parts = Cost.Of(Base224 with { MicroBatch = 2 }, [Task]).Tasks[0];
        var again = Cost.Of(Base224 with { Recompute = true }, [Task]).Tasks[0];
        Assert.Equal(whole.StepFlops, parts.StepFlops);
        Assert.InRange(parts.ActivationBytes - (whole.ActivationBytes / 4.0), -2, 2);
        Assert.Equal(4 / 3.0, again.StepFlops / whole.StepFlops, 1e-9);
        Assert.InRange(again.ActivationBytes, 0, whole.ActivationBytes / 4);
    }

    [Fact]
    public void Memory_of_many_tokens_grows_with_them_and_not_with_their_square()
    {
        long Bytes(int frames) => Cost.Of(
            Base224 with { Precision = Precision.BFloat16, Model = Base224.Model with { Inputs = InputShapes.Paper with { Frames = frames } } },
            [Task with { Modality = Modality.Video }]).Tasks[0].ActivationBytes;
        Assert.InRange(Bytes(64) / (double)Bytes(32), 1.9, 2.05);
    }

    [Fact]
    public void A_batch_that_cannot_fit_is_refused_before_it_is_tried()
    {
        var task = Task with { Modality = Modality.Video, Batch = 100_000 };
        var message = Assert.Throws<InputException>(() => TrainState.Create(Base224, [task])).Message;
        Assert.Contains("'imagenet' needs ", message, StringComparison.Ordinal);
        Assert.Contains(" are available", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_tells_its_counts_and_with_step_times_its_time()
    {
        var comparison = Comparison.Prepare(new() { Seeds = 1, Steps = 9, Tasks = ["shapes", "colours", "rhythm"] });
        Assert.Contains("GFLOP a step", comparison.Describe(), StringComparison.Ordinal);
        Assert.DoesNotContain("trains for", comparison.Describe(), StringComparison.Ordinal);
        var known = new StepTimes(comparison.Plan.Tasks.ToImmutableDictionary(t => t.Name, _ => 2.0));
        Assert.Contains("A run trains for about 18 s, all for 1.5 min.", comparison.Describe(known), StringComparison.Ordinal);
        Assert.All(comparison.Time().Seconds.Values, s => Assert.InRange(s, 1e-5, 10));
    }
}
