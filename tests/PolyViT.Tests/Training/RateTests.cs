namespace PolyViT.Tests;

public class RateTests
{
    /// <summary>Golden values of the released schedule (reference digest, section 3.5).</summary>
    [Theory]
    [InlineData(1, 2.11282e-5)]
    [InlineData(100, 2.11282e-3)]
    [InlineData(10_000, 0.211282)]
    [InlineData(23_665, 0.5)]
    [InlineData(47_330, 1.0)]
    [InlineData(100_000, 0.950982)]
    [InlineData(200_000, 0.636529)]
    [InlineData(232_625, 0.5)]
    [InlineData(300_000, 0.229697)]
    [InlineData(400_000, 0.0057583)]
    [InlineData(417_920, 0.0)]
    public void The_released_schedule(int step, double expected) =>
        Assert.Equal(expected, Rates.WarmupCosine(1, 417_920, 47_330)(step), expected * 1e-5);

    [Fact]
    public void Combinators_compose()
    {
        var rate = Rates.Constant(2).Warmup(4).Scale(0.5);
        Assert.Equal([0.25, 0.5, 0.75, 1, 1], Enumerable.Range(1, 5).Select(s => rate(s)));
    }

    [Fact]
    public void Coasting_momentum_moves_a_parameter_by_its_decayed_gradient()
    {
        using var scope = NewDisposeScope();
        using var p = Parameters.Create([new("x", [1], Initialiser.Zeros)], 0, type: float64);
        var velocity = ones(1, float64);
        foreach (var lr in new[] { 0.1, 0.5, 0.1 })
            Momentum.Step(p, velocity, lr, 0.9);
        Assert.Equal(-0.5679, p.Values.item<double>(), 12);
    }

    [Fact]
    public void Clipping_leaves_small_and_zero_gradients_alone()
    {
        using var scope = NewDisposeScope();
        foreach (var (value, norm, expected) in new[] { (3.0, 1.0, 0.6), (0.3, 1.0, 0.3), (0.0, 1.0, 0.0), (3.0, double.PositiveInfinity, 3.0) })
        {
            var g = tensor(new[] { value, value * 4 / 3 });
            Momentum.Clip(g, norm);
            Assert.Equal(expected, g[0].item<double>(), 12);
        }
    }
}
