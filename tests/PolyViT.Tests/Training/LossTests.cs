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

    [Theory]
    [InlineData(TaskKind.Label)]
    [InlineData(TaskKind.MultiLabel)]
    public void A_batch_without_real_rows_costs_nothing_and_moves_nothing(TaskKind kind)
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 0, 0, 9 }).reshape(1, 4).requires_grad_();
        var loss = Losses.Of(Label with { Kind = kind, LabelSmoothing = 0.1 }, logits, zeros(1, 4), zeros(1));
        loss.backward();
        Assert.Equal(0, loss.item<float>());
        Assert.Equal(0, logits.grad!.abs().sum().item<float>());
    }

    [Fact]
    public void Smoothing_and_mask_by_hand()
    {
        using var scope = NewDisposeScope();
        // Two real rows of three; s = 0.4 makes (0.1, 0.7, 0.1, 0.1). Equal logits: softmax costs ln 4
        // whatever the target; sigmoid costs 4 ln 2.
        var (logits, target) = (zeros(3, 4), tensor(new float[] { 0, 1, 0, 0 }).expand(3, 4));
        var mask = tensor(new float[] { 1, 0, 1 });
        var task = Label with { LabelSmoothing = 0.4 };
        Assert.Equal(Math.Log(4), Losses.Of(task, logits, target, mask).item<float>(), 1e-6);
        var many = task with { Kind = TaskKind.MultiLabel };
        Assert.Equal(4 * Math.Log(2), Losses.Of(many, logits, target, mask).item<float>(), 1e-6);
        // One logit of ln 3 on the right class: log-softmax is ln 3 - ln 6 there and -ln 6 elsewhere.
        var sure = tensor(new[] { 0f, MathF.Log(3), 0, 0 }).expand(3, 4);
        var soft = Math.Log(6) - (0.7 * Math.Log(3));
        Assert.Equal(soft, Losses.Of(task, sure, target, mask).item<float>(), 1e-6);
        // ln(1 + e^z) - y z: ln 4 - 0.7 ln 3, and ln 2 three times.
        var expected = Math.Log(4) - (0.7 * Math.Log(3)) + (3 * Math.Log(2));
        Assert.Equal(expected, Losses.Of(many, sure, target, mask).item<float>(), 1e-6);
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
