namespace PolyViT.Tests;

public class TanhGeluTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1e-6)]
    [InlineData(ScalarType.BFloat16, 4e-3)]
    public void Values_and_slopes_are_those_of_float64(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        foreach (var count in new long[] { 1, 15, 16, 17, 300_001 })
        {
            var x = linspace(-12.0, 12.0, count, float64).to(type).detach();
            x.requires_grad = true;
            Assert.SkipUnless(TanhGelu.Suits(x), "no AVX-512 here");
            var exact = x.to(float64).detach();
            exact.requires_grad = true;
            var (ours, theirs) = (TanhGelu.Of(x), nn.functional.gelu(exact, TorchSharp.Modules.GELU.Approximate.tanh));
            ours.backward([ones_like(ours)]);
            theirs.backward([ones_like(theirs)]);
            Close(theirs, ours, tolerance);
            Close(exact.grad!, x.grad!, tolerance);
            using var quiet = no_grad();
            Assert.True(TanhGelu.Of(x).allclose(ours, 0, 0));
        }
    }

    [Fact]
    public void Infinite_and_undefined_numbers_stay_so()
    {
        using var scope = NewDisposeScope();
        var x = tensor([float.NaN, float.PositiveInfinity, 90, -90]);
        Assert.SkipUnless(TanhGelu.Suits(x), "no AVX-512 here");
        var y = TanhGelu.Of(x).data<float>().ToArray();
        Assert.True(float.IsNaN(y[0]));
        Assert.Equal([float.PositiveInfinity, 90], y[1..3]);
        Assert.InRange(y[3], -1e-6, 0);
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        var scale = expected.abs().AtLeast(1);
        var difference = expected.Subtract(actual.to(float64)).abs().div(scale).max().item<double>();
        Assert.True(difference <= tolerance, $"largest difference {difference}");
    }
}
