namespace PolyViT.Tests;

/// <summary>The preset of the paper against scenic polyvit_all.py, as tables 3.4, 3.5 and 6.1 give
/// it.</summary>
public class PlanTests
{
    private static readonly Plan Paper = Plan.Paper;

    [Theory]
    [InlineData("imagenet", Modality.Image, 1000, 512, 20_000, 0.03)]
    [InlineData("cifar100", Modality.Image, 100, 512, 10_000, 0.03)]
    [InlineData("cifar10", Modality.Image, 10, 512, 10_000, 0.03)]
    [InlineData("pets", Modality.Image, 37, 512, 500, 0.03)]
    [InlineData("resisc45", Modality.Image, 45, 512, 2_500, 0.1)]
    [InlineData("kinetics400", Modality.Video, 400, 64, 100_680, 0.1)]
    [InlineData("moments", Modality.Video, 339, 64, 123_640, 0.25)]
    [InlineData("audioset", Modality.Audio, 527, 64, 15_900, 0.5)]
    [InlineData("vggsound", Modality.Audio, 309, 64, 134_700, 0.5)]
    public void A_task_of_the_paper_is_trained_as_in_the_released_configuration(
        string name, Modality modality, int classes, int batch, int steps, double coefficient)
    {
        var task = Paper.Tasks.Single(t => t.Name == name);
        Assert.Equal(
            (modality, classes, batch, steps, coefficient),
            (task.Modality, task.Classes, task.Batch, task.Steps, task.LrCoefficient));
        var (sound, picture) = (modality == Modality.Audio, modality == Modality.Image);
        Assert.Equal((sound ? 0.3 : 0, sound ? 0.3 : 0), (task.Mixup, task.StochasticDepth));
        var sigmoid = picture || name == "audioset";
        Assert.Equal(sigmoid ? TaskKind.MultiLabel : TaskKind.Label, task.Kind);
        Assert.Equal(!picture, task.ZeroInitHead);
        Assert.Equal(name == "audioset" ? Metric.MeanAveragePrecision : Metric.Top1, task.Metric);
        Assert.Equal((0, 1, Pooling.Token), (task.LabelSmoothing, task.LossWeight, task.Pooling));
        Assert.Empty(task.HiddenSizes);
    }

    [Fact]
    public void Its_model_is_ViT_B_16_on_the_released_inputs()
    {
        var m = Paper.Model;
        Assert.Equal((768, 12, 12, 3072), (m.Dim, m.Depth, m.Heads, m.MlpDim));
        Assert.Equal((0, 0.0), (m.AdapterLayers, m.Dropout));
        Assert.Equal([384, 384, 3], m.Inputs.Of(Modality.Image));
        Assert.Equal([32, 224, 224, 3], m.Inputs.Of(Modality.Video));
        Assert.Equal([800, 128, 1], m.Inputs.Of(Modality.Audio));
        Assert.Equal([16, 16], m.ImagePatch);
        Assert.Equal([4, 16, 16], m.VideoPatch);
        Assert.Equal([16, 16], m.AudioPatch);
        Assert.Equal((Gelu.Tanh, 1e-6, 3), (m.Gelu, m.Epsilon, m.AudioChannels));
        long[] patches = [.. Enum.GetValues<Modality>().Select(x => ParameterLayout.Patches(m, x))];
        Assert.Equal([576, 1568, 400], patches);
    }

    [Fact]
    public void Its_optimiser_is_the_released_one()
    {
        var sgd = Paper.Optimiser;
        Assert.Equal((1, 0.9, 1, true), (sgd.LearningRate, sgd.Momentum, sgd.ClipNorm, sgd.BFloat16Momentum));
        Assert.Equal(47_330, sgd.WarmupShare * 417_920, 1e-6);
        Assert.Equal((5000, 42ul), (Paper.EvaluateEvery, Paper.Seeds.Single()));
        Assert.Equal(417_920, Paper.Tasks.Sum(t => t.Steps));
    }

    // Section 3.5; the very last step is the exception that the README names.
    [Theory]
    [InlineData(1, 2.11282e-5)]
    [InlineData(10_000, 0.211282)]
    [InlineData(23_665, 0.5)]
    [InlineData(47_330, 1)]
    [InlineData(100_000, 0.950982)]
    [InlineData(200_000, 0.636529)]
    [InlineData(232_625, 0.5)]
    [InlineData(300_000, 0.229697)]
    [InlineData(400_000, 0.0057583)]
    public void Its_learning_rate_has_the_released_values(int step, double rate) =>
        Assert.Equal(rate, CoTraining.RateOf(Paper.Optimiser, 417_920)(step), rate * 2e-5);
}
