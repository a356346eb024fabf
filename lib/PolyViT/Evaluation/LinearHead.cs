namespace PolyViT;

/// <summary>A linear classifier on frozen features: (x - mean) / std times a kernel, plus a bias.</summary>
/// <param name="Mean">[1, D] float64, of the rows that were learnt from; zeros where features are taken as
/// they are.</param>
/// <param name="Std">[1, D] float64.</param>
/// <param name="Kernel">[D, K] float64.</param>
/// <param name="Bias">[K] float64.</param>
public sealed record LinearHead(Tensor Mean, Tensor Std, Tensor Kernel, Tensor Bias)
{
    private const double SmallestStd = 1e-5;

    /// <summary>The mean and population deviation of features, each deviation 1e-5 larger so that a constant
    /// feature does no harm.</summary>
    /// <param name="features">[N, D].</param>
    /// <returns>[1, D] each, float64.</returns>
    public static (Tensor Mean, Tensor Std) Moments(Tensor features)
    {
        using var scope = NewDisposeScope();
        var x = features.to(ScalarType.Float64);
        var mean = x.mean([0L], keepdim: true);
        var std = x.Subtract(mean).Power(2).mean([0L], keepdim: true).sqrt().Plus(SmallestStd);
        return (mean.MoveToOuterDisposeScope(), std.MoveToOuterDisposeScope());
    }

    /// <summary>The classifier's answers.</summary>
    /// <param name="set">Features and targets.</param>
    public Scores On(FewShotSet set)
    {
        using var scope = NewDisposeScope();
        var x = set.Features.to(ScalarType.Float64).Subtract(Mean).div(Std);
        var count = (int)x.size(0);
        return new(
            Rows(x.matmul(Kernel).Add(Bias)), Rows(set.Targets), [.. Enumerable.Repeat(1f, count)]);
    }

    private static float[][] Rows(Tensor x) =>
        [.. x.to(ScalarType.Float32).contiguous().data<float>().ToArray().Chunk((int)x.size(1))];
}
