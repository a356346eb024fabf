namespace PolyViT.Tests;

public class LossTests
{
    private static readonly TaskSpec Label = new() { Name = "t", Modality = Modality.Image, Classes = 4 };

    [Theory]
    [InlineData(527, TaskKind.MultiLabel, 365.289)]
    [InlineData(309, TaskKind.Label, 5.73334)]
    [InlineData(400, TaskKind.Label, 5.99146)]
    public void A_zero_head_starts_at_the_known_loss(int classes, TaskKind kind, double expected)
    {
        using var scope = NewDisposeScope();
        var task = Label with { Classes = classes, Kind = kind };
        var target = nn.functional.one_hot(tensor(new long[] { 0, 5 }), classes).to(float32);
        Assert.Equal(expected, Losses.Of(task, zeros(2, classes), target, ones(2)).item<float>(), 3);
    }

    [Fact]
    public void Smoothing_spreads_s_over_all_classes()
    {
        using var scope = NewDisposeScope();
        var smooth = Losses.Smooth(tensor(new float[] { 0, 1, 0, 0 }).reshape(1, 4), 0.1);
        var expected = tensor(new[] { 0.025f, 0.925f, 0.025f, 0.025f }).reshape(1, 4);
        Assert.True(smooth.allclose(expected, 0, 1e-6));
    }

    [Fact]
    public void Several_heads_are_averaged_and_the_weight_multiplies()
    {
        using var scope = NewDisposeScope();
        var task = Label with { Classes = 5, Kind = TaskKind.MultiHeadLabel, ClassSplits = [2, 3], LossWeight = 2 };
        var target = tensor(new float[] { 1, 0, 0, 0, 1 }).reshape(1, 5);
        var loss = Losses.Of(task, zeros(1, 5), target, ones(1)).item<float>();
        Assert.Equal(2 * (Math.Log(2) + Math.Log(3)) / 2, loss, 5);
    }

    [Fact]
    public void Masked_rows_do_not_count()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 0, 0, 0, 9, 9, -9, 0 }).reshape(2, 4);
        var target = nn.functional.one_hot(tensor(new long[] { 0, 2 }), 4).to(float32);
        var both = Losses.Of(Label, logits, target, tensor(new float[] { 1, 0 })).item<float>();
        var first = Losses.Of(Label, logits.narrow(0, 0, 1), target.narrow(0, 0, 1), ones(1)).item<float>();
        Assert.Equal(first, both, 6);
    }
}
