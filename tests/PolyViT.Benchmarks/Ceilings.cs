namespace PolyViT.Benchmarks;

/// <summary>What the machine can do at most: products of a ViT-B's MLP by each path, and memory.</summary>
internal static class Ceilings
{
    private const long Rows = 1576;
    private const long From = 768;
    private const long To = 3072;

    /// <summary>GFLOP/s of products in each precision, and GB/s read and written by a copy.</summary>
    public static (Dictionary<Precision, double> Gflops, double Gigabytes, Times[] Times) Measure(int rounds)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (randn(Rows, From), randn(From, To));
        var (c, d) = (a.to(bfloat16), b.to(bfloat16));
        var (big, other) = (zeros(1 << 26), zeros(1 << 26));
        var precisions = Enum.GetValues<Precision>();
        var ways = precisions.Select(p => ($"product, {p}", new Func<double?>(() => Product(p, p == Precision.BFloat16 ? (c, d) : (a, b)))));
        var times = Quiet.Compare(rounds, [.. ways, ("copy of 256 MB", () => Copy(big, other))]);
        var gflops = precisions.Zip(times).ToDictionary(p => p.First, p => 2.0 * Rows * From * To / p.Second.Median / 1e6);
        return (gflops, 2 * big.numel() * 4 / times[^1].Median / 1e6, times);
    }

    private static double? Product(Precision precision, (Tensor A, Tensor B) x)
    {
        using var scope = NewDisposeScope();
        using var settings = Arithmetic.Use(precision);
        _ = x.A.mm(x.B);
        return null;
    }

    private static double? Copy(Tensor from, Tensor to)
    {
        using var scope = NewDisposeScope();
        _ = to.copy_(from);
        return null;
    }
}
