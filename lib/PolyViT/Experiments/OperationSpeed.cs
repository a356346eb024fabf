namespace PolyViT;

/// <summary>One operation of a block at its real shape, measured.</summary>
/// <param name="Name">Which.</param>
/// <param name="Precision">How it is computed.</param>
/// <param name="Flops">Multiplications and additions.</param>
/// <param name="Bytes">Read and written at least: each factor and the result once.</param>
/// <param name="Milliseconds">The median.</param>
public sealed record OperationSpeed(
    string Name, Precision Precision, double Flops, double Bytes, double Milliseconds)
{
    /// <summary>10^9 multiplications and additions a second.</summary>
    public double Gflops => Flops / Milliseconds / 1e6;

    /// <summary>Arithmetic for each byte: few are bound by memory, many by the processor.</summary>
    public double Intensity => Flops / Bytes;

    private sealed record Operation(string Name, double Flops, double Numbers, Func<Tensor> Once);

    /// <summary>The operations of a block, forward.</summary>
    /// <param name="model">Sizes.</param>
    /// <param name="modality">Decides how many tokens.</param>
    /// <param name="batch">B.</param>
    /// <param name="precision">How.</param>
    /// <param name="rounds">Samples of each.</param>
    public static ImmutableArray<OperationSpeed> Measure(
        ModelConfig model, Modality modality, int batch, Precision precision, int rounds)
    {
        using var scope = NewDisposeScope();
        using var settings = Arithmetic.Use(precision);
        var type = precision == Precision.BFloat16 ? bfloat16 : float32;
        var operations = Of(model, batch, ParameterLayout.Patches(model, modality) + 1, type);
        var times = Quiet.Compare(rounds, [.. operations.Select(o => (o.Name, Timed(o)))]);
        return
        [
            .. operations.Zip(times, (o, t) => new OperationSpeed(
                o.Name, precision, o.Flops, o.Numbers * (type == bfloat16 ? 2 : 4), t.Median)),
        ];
    }

    private static Operation[] Of(ModelConfig c, long batch, long tokens, ScalarType type)
    {
        var (rows, d, each) = (batch * tokens, (long)c.Dim, (long)c.Dim / c.Heads);
        var x = ones(rows, d, type);
        var heads = ones(batch, c.Heads, tokens, each, type);
        var weights = ones(batch, c.Heads, tokens, tokens, type);
        var wide = ones(rows, c.MlpDim, type);
        return
        [
            Product("query, key, value", x, ones(d, 3 * d, type)),
            Product("scores", heads, heads.transpose(-2, -1)),
            Product("weights × values", weights, heads),
            Product("output", x, ones(d, d, type)),
            Product("MLP, first", x, ones(d, c.MlpDim, type)),
            Product("MLP, second", wide, ones(c.MlpDim, d, type)),
            new("softmax", 4.0 * weights.numel(), 2 * weights.numel(), () => weights.softmax(-1)),
            new("LayerNorm", 8.0 * x.numel(), 2 * x.numel(), () => nn.functional.layer_norm(x, [d])),
            new("GELU", 8.0 * wide.numel(), 2 * wide.numel(), () => nn.functional.gelu(wide)),
            new("residual", x.numel(), 3 * x.numel(), () => x.Add(x)),
        ];
    }

    private static Operation Product(string name, Tensor a, Tensor b)
    {
        var result = (double)a.numel() / a.size(-1) * b.size(-1);
        return new(name, 2 * result * a.size(-1), a.numel() + b.numel() + result, () => a.matmul(b));
    }

    private static Func<double?> Timed(Operation operation) => () =>
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _ = operation.Once();
        return null;
    };
}
