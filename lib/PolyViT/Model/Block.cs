namespace PolyViT;

/// <summary>The pre-LN encoder block (section 2.8) and the pieces it is made of.</summary>
public static class Block
{
    /// <summary>LayerNorm's epsilon in Flax; PyTorch's default is 1e-5.</summary>
    public const double Epsilon = 1e-6;

    private const long FewTokens = 32;

    /// <summary>Attention and MLP, each normalised before and added after.</summary>
    /// <param name="x">[B, N, D].</param>
    /// <param name="p">The block's parameters.</param>
    /// <param name="config">H, the GELU and the LayerNorms' epsilon.</param>
    /// <param name="pass">What is random in this pass; null in evaluation.</param>
    /// <param name="layer">l, for the drop probability and the masks.</param>
    /// <param name="drop">p_l: the probability that an example skips a branch.</param>
    /// <returns>[B, N, D].</returns>
    public static Tensor Forward(Tensor x, Scope p, ModelConfig config, Pass? pass, int layer, double drop)
    {
        using var scope = NewDisposeScope();
        var (b, n, d) = (x.size(0), x.size(1), x.size(2));
        x = x.reshape(b * n, d); // products and sums over rows of one matrix
        var a = x.Norm(p / "LayerNorm_0", config.Epsilon)
            .Attention(p / "MultiHeadDotProductAttention_0", config, b, n)
            .Dropped(pass, layer, Place.AttentionOutput, b)
            .Survive(pass, layer, Place.AttentionBranch, drop, b);
        var y = x.Add(a);
        var m = y.Norm(p / "LayerNorm_1", config.Epsilon)
            .Mlp(p / "MlpBlock_0", config.Gelu, pass, layer, b)
            .Survive(pass, layer, Place.MlpBranch, drop, b);
        return y.Add(m).view(b, n, d).MoveToOuterDisposeScope();
    }

    /// <summary>Normalises each token over its D numbers, then scales and shifts.</summary>
    /// <param name="x">[.., D].</param>
    /// <param name="p">scale and bias, [D].</param>
    /// <param name="epsilon">Added to the variance.</param>
    public static Tensor Norm(this Tensor x, Scope p, double epsilon = Epsilon)
    {
        var scale = p["scale"];
        return nn.functional.layer_norm(x, [scale.size(0)], scale, p["bias"], epsilon);
    }

    /// <summary>x W + b, as one fused product over all rows, in the kernel's precision.</summary>
    /// <param name="x">[.., in].</param>
    /// <param name="kernel">[in, out].</param>
    /// <param name="bias">[out], or null for none.</param>
    /// <returns>[.., out], bfloat16 where the kernel is.</returns>
    public static Tensor Dense(this Tensor x, Tensor kernel, Tensor? bias)
    {
        using var scope = NewDisposeScope();
        if (kernel.dtype == bfloat16 && x.dtype != bfloat16)
            x = x.to(bfloat16);
        if (x.dim() == 2)
            return (bias is null ? x.mm(kernel) : bias.addmm(x, kernel)).MoveToOuterDisposeScope();
        long[] shape = [.. Enumerable.Range(0, (int)x.dim() - 1).Select(i => x.size(i)), kernel.size(1)];
        return x.reshape(-1, kernel.size(0)).Dense(kernel, bias).view(shape).MoveToOuterDisposeScope();
    }

    // softmax(Q K^T / sqrt(dh)) V per head, then the output projection. Scenic's attention dropout is 0
    // everywhere, and this has none: it would leave the fused kernel.
    private static Tensor Attention(this Tensor x, Scope p, ModelConfig config, long b, long n)
    {
        using var scope = NewDisposeScope();
        var head = config.Dim / config.Heads;
        var qkv = x.Dense(p["qkv/kernel"], config.QkvBias ? p["qkv/bias"] : null)
            .view(b, n, 3, config.Heads, head);
        if (n <= FewTokens && qkv.dtype == bfloat16)
            qkv = qkv.to(float32); // so small products are slower in bfloat16
        var parts = qkv.permute(2, 0, 3, 1, 4).unbind(0); // 3 x [B, H, N, dh]
        return Attend(parts[0], parts[1], parts[2], p.All.Precision)
            .transpose(1, 2).reshape(b * n, config.Dim)
            .Dense(p["out/kernel"], p["out/bias"])
            .MoveToOuterDisposeScope();
    }

    // One fused operation, with memory that grows with N; or three, which are faster for few tokens but keep
    // the N x N weights of every head.
    private static Tensor Attend(Tensor q, Tensor k, Tensor v, Precision precision) =>
        IsFused(q.size(2), precision, q.device_type)
            ? nn.functional.scaled_dot_product_attention(q, k, v)
            : q.Times(1 / Math.Sqrt(q.size(3))).matmul(k.transpose(-2, -1)).softmax(-1).matmul(v);

    /// <summary>Whether fused attention is the faster one.</summary>
    /// <param name="tokens">N.</param>
    /// <param name="precision">Of the products.</param>
    /// <param name="device">On a GPU it always is.</param>
    internal static bool IsFused(long tokens, Precision precision, DeviceType device) =>
        device != DeviceType.CPU || tokens > precision switch
        {
            Precision.Float32 => 0,
            Precision.Float32Fast => 400,
            _ => 1500,
        };

    private static Tensor Mlp(this Tensor x, Scope p, Gelu gelu, Pass? pass, int layer, long b)
    {
        using var scope = NewDisposeScope();
        var hidden = x.Dense(p["Dense_0/kernel"], p["Dense_0/bias"]).Activate(gelu);
        return hidden.Dropped(pass, layer, Place.MlpHidden, b)
            .Dense(p["Dense_1/kernel"], p["Dense_1/bias"])
            .Dropped(pass, layer, Place.Output, b)
            .MoveToOuterDisposeScope();
    }

    private static Tensor Activate(this Tensor x, Gelu gelu) => gelu switch
    {
        Gelu.Exact => nn.functional.gelu(x),
        _ when TanhGelu.Suits(x) => TanhGelu.Of(x),
        _ => nn.functional.gelu(x, TorchSharp.Modules.GELU.Approximate.tanh),
    };

    private static Tensor Dropped(this Tensor x, Pass? pass, int layer, Place place, long examples) =>
        pass is { Dropout: > 0 } ? x.Dropout(pass.At(layer, place), pass.Dropout, examples, pass) : x;

    private static Tensor Survive(this Tensor branch, Pass? pass, int layer, Place place, double drop, long examples)
    {
        if (pass is null || drop <= 0)
            return branch;
        using var scope = NewDisposeScope();
        var keep = StochasticDepth.Keep(pass.At(layer, place), drop, (int)examples, pass.First);
        var each = branch.view(examples, -1, branch.size(1)) * keep.to(branch.dtype).to(branch.device);
        return each.view(-1, branch.size(1)).MoveToOuterDisposeScope();
    }
}
