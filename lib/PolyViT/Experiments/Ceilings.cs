namespace PolyViT;

/// <summary>What a machine can do at most, measured.</summary>
/// <param name="Gflops">Multiplications and additions of a matrix product in each precision, 10^9 a second.</param>
/// <param name="Gigabytes">Read and written by a copy, 10^9 bytes a second.</param>
/// <param name="Times">Of the products and the copy.</param>
public sealed record Ceilings(
    ImmutableDictionary<Precision, double> Gflops, double Gigabytes, ImmutableArray<Times> Times)
{
    private const long Rows = 1576;
    private const long From = 768;
    private const long To = 3072;

    /// <summary>Measures products of the size of a ViT-B's MLP (batch 8, 197 tokens) by each path, and a copy of
    /// 256 MB.</summary>
    /// <param name="rounds">Samples of each.</param>
    public static Ceilings Measure(int rounds)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (ones(Rows, From), ones(From, To));
        var (c, d) = (a.to(bfloat16), b.to(bfloat16));
        var (big, other) = (zeros(1 << 26), zeros(1 << 26));
        var precisions = Enum.GetValues<Precision>();
        var ways = precisions.Select(p => (
            $"product, {p}", new Func<double?>(() => Product(p, p == Precision.BFloat16 ? (c, d) : (a, b)))));
        var times = Quiet.Compare(rounds, [.. ways, ("copy of 256 MB", () => Copy(big, other))]);
        return new(
            precisions.Zip(times).ToImmutableDictionary(
                p => p.First, p => 2.0 * Rows * From * To / p.Second.Median / 1e6),
            2 * big.numel() * 4 / times[^1].Median / 1e6,
            times);
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
