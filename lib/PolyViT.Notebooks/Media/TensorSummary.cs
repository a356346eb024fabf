using TorchSharp;
using static TorchSharp.torch;

namespace PolyViT.Notebooks;

/// <summary>What a tensor's numbers are like.</summary>
/// <param name="Min">The least finite number; null where there is none.</param>
/// <param name="Max">The greatest finite number.</param>
/// <param name="Mean">The mean of the finite numbers.</param>
/// <param name="Std">Their standard deviation, of the population.</param>
/// <param name="NotANumber">How many are NaN.</param>
/// <param name="Infinite">How many are infinite.</param>
/// <param name="Looked">How many were looked at: of a large tensor, some at even distances.</param>
internal sealed record TensorSummary(
    double? Min, double? Max, double? Mean, double? Std, long NotANumber, long Infinite, long Looked)
{
    // Enough for three digits; a tensor of gigabytes must not take seconds.
    private const long MostNumbers = 1 << 22;

    /// <summary>Type and shape, as "float32 [32, 32, 3]", with the device where it is not the CPU.</summary>
    /// <param name="x">Any tensor, a disposed one too.</param>
    public static string Kind(Tensor x)
    {
        if (x.IsInvalid)
            return "a disposed tensor";
        var name = x.dtype == ScalarType.Byte ? "uint8" : x.dtype.ToString().ToLowerInvariant();
        var device = x.device_type == DeviceType.CPU ? "" : $" on {x.device}";
        return $"{name} [{string.Join(", ", x.shape)}]{device}";
    }

    /// <summary>Looks at the numbers: of complex ones at their size, of truth values at 0 and 1.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>Null for what holds no numbers: meta, sparse and empty tensors.</returns>
    public static TensorSummary? Of(Tensor x)
    {
        if (x.device_type == DeviceType.META || x.is_sparse || x.numel() == 0)
            return null;
        using var scope = NewDisposeScope();
        var some = Some(x.detach());
        var real = (some.is_complex() ? some.abs() : some).to(ScalarType.Float64);
        var (nan, finite) = (real.isnan().sum().cpu().item<long>(), real.isfinite());
        var known = finite.sum().cpu().item<long>();
        var numbers = known == some.numel() ? real : real.masked_select(finite);
        var infinite = some.numel() - known - nan;
        double? Read(Func<Tensor> number) => known == 0 ? null : number().cpu().item<double>();
        return new(
            Read(numbers.min), Read(numbers.max), Read(() => numbers.mean()),
            Read(() => numbers.std(unbiased: false)), nan, infinite, some.numel());
    }

    // Views only: nothing large is copied.
    private static Tensor Some(Tensor x)
    {
        while (x.numel() > MostNumbers)
        {
            var longest = x.shape.Index().MaxBy(s => s.Item).Index;
            var step = Math.Min((x.numel() + MostNumbers - 1) / MostNumbers, x.size(longest));
            x = x.slice(longest, 0, x.size(longest), step);
        }
        return x;
    }
}
