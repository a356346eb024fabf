namespace PolyViT.Tests;

/// <summary>Parameter counts that can be done by hand (reference digest, section 2.11).</summary>
public class ParameterLayoutTests
{
    private static readonly TaskSpec[] Nine =
    [
        Task("imagenet", Modality.Image, 1000), Task("cifar10", Modality.Image, 10), Task("cifar100", Modality.Image, 100),
        Task("pets", Modality.Image, 37), Task("resisc45", Modality.Image, 45),
        Task("kinetics400", Modality.Video, 400), Task("moments", Modality.Video, 339),
        Task("audioset", Modality.Audio, 527), Task("vggsound", Modality.Audio, 309),
    ];

    [Theory]
    [InlineData(0, 92_683_471)]
    [InlineData(1, 106_859_215)]
    [InlineData(6, 177_737_935)]
    [InlineData(12, 262_792_399)]
    public void Nine_task_base_model(int adapters, long parameters) =>
        Assert.Equal(parameters, ParameterLayout.Count(ModelConfig.Base16 with { AdapterLayers = adapters }, Nine));

    [Theory]
    [InlineData(Modality.Image, 87_007_144)]
    [InlineData(Modality.Video, 89_190_115)]
    [InlineData(Modality.Audio, 86_598_212)]
    public void One_model_per_modality(Modality modality, long parameters)
    {
        TaskSpec[] tasks = [.. Nine.Where(t => t.Modality == modality)];
        Assert.Equal(parameters, ParameterLayout.Count(ModelConfig.Base16, tasks));
        Assert.Equal(parameters, ParameterLayout.Count(ModelConfig.Base16 with { AdapterLayers = 5 }, tasks));
    }

    [Fact]
    public void Single_task_models_add_up_to_781_million() =>
        Assert.Equal(781_734_607, Nine.Sum(t => ParameterLayout.Count(ModelConfig.Base16, [t])));

    [Fact]
    public void Large_model_has_24_blocks_of_12_596_224() =>
        Assert.Equal(302_311_424, ParameterLayout.Of(ModelConfig.Large16, Nine)
            .Where(p => p.Name.StartsWith("vit_encoder/", StringComparison.Ordinal)).Sum(p => p.Count));

    [Fact]
    public void A_live_model_holds_what_the_layout_says()
    {
        var config = ModelConfig.Laptop with { AdapterLayers = 2 };
        using var model = PolyVit.Create(config, Nine, 1);
        Assert.Equal(ParameterLayout.Count(config, Nine), model.Parameters.Count);
    }

    [Fact]
    public void Without_a_token_head_there_is_no_cls()
    {
        TaskSpec[] gap = [.. Nine.Select(t => t with { Pooling = Pooling.Gap })];
        Assert.DoesNotContain(ParameterLayout.Of(ModelConfig.Base16, gap), p => p.Name.EndsWith("/cls", StringComparison.Ordinal));
        Assert.Equal(92_683_471 - (3 * 2 * 768), ParameterLayout.Count(ModelConfig.Base16, gap));
    }

    [Fact]
    public void Hidden_layers_of_a_head_are_counted() =>
        Assert.Equal(
            (768 * 100) + 100 + (100 * 10) + 10,
            ParameterLayout.Of(ModelConfig.Base16, [Nine[1] with { HiddenSizes = [100] }])
                .Where(p => p.Name.StartsWith("classification_head", StringComparison.Ordinal)).Sum(p => p.Count));

    private static TaskSpec Task(string name, Modality modality, int classes) =>
        new() { Name = name, Modality = modality, Classes = classes };
}
