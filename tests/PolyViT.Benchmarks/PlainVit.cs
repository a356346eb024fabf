#pragma warning disable RS0030 // The point of this file: the same model as one writes it against TorchSharp alone.

namespace PolyViT.Benchmarks;

/// <summary>A ViT in plain TorchSharp: modules, scaled-dot-product attention, its own SGD and
/// clipping.</summary>
internal sealed class PlainVit : nn.Module<Tensor, Tensor>
{
    private readonly nn.Module<Tensor, Tensor> embed;
    private readonly TorchSharp.Modules.Parameter cls;
    private readonly TorchSharp.Modules.Parameter positions;
    private readonly TorchSharp.Modules.ModuleList<PlainBlock> blocks;
    private readonly nn.Module<Tensor, Tensor> norm;
    private readonly nn.Module<Tensor, Tensor> head;

    public PlainVit(ModelConfig c, int classes, bool threeProducts)
        : base(nameof(PlainVit))
    {
        var patch = c.ImagePatch[0];
        embed = nn.Conv2d(3, c.Dim, patch, patch);
        cls = nn.Parameter(zeros(1, 1, c.Dim));
        positions = nn.Parameter(randn(1, ParameterLayout.Patches(c, Modality.Image) + 1, c.Dim) * 0.02);
        blocks = new([.. Enumerable.Range(0, c.Depth).Select(_ => new PlainBlock(c.Dim, c.Heads, c.MlpDim, threeProducts))]);
        norm = nn.LayerNorm(c.Dim, 1e-6);
        head = nn.Linear(c.Dim, classes);
        RegisterComponents();
    }

    /// <summary>[B, 3, H, W] to [B, K].</summary>
    public override Tensor forward(Tensor x)
    {
        var tokens = embed.call(x).flatten(2).transpose(1, 2);
        tokens = cat([cls.expand(x.size(0), 1, tokens.size(2)), tokens], 1) + positions;
        foreach (var block in blocks)
            tokens = block.call(tokens);
        return head.call(norm.call(tokens).select(1, 0));
    }
}

internal sealed class PlainBlock : nn.Module<Tensor, Tensor>
{
    private readonly int heads;
    private readonly bool threeProducts;
    private readonly nn.Module<Tensor, Tensor> norm1;
    private readonly nn.Module<Tensor, Tensor> qkv;
    private readonly nn.Module<Tensor, Tensor> project;
    private readonly nn.Module<Tensor, Tensor> norm2;
    private readonly nn.Module<Tensor, Tensor> wide;
    private readonly nn.Module<Tensor, Tensor> narrow;

    public PlainBlock(int dim, int heads, int mlp, bool threeProducts)
        : base(nameof(PlainBlock))
    {
        (this.heads, this.threeProducts) = (heads, threeProducts);
        norm1 = nn.LayerNorm(dim, 1e-6);
        qkv = nn.Linear(dim, 3 * dim);
        project = nn.Linear(dim, dim);
        norm2 = nn.LayerNorm(dim, 1e-6);
        wide = nn.Linear(dim, mlp);
        narrow = nn.Linear(mlp, dim);
        RegisterComponents();
    }

    public override Tensor forward(Tensor x)
    {
        var (b, n, d) = (x.size(0), x.size(1), x.size(2));
        var t = qkv.call(norm1.call(x)).view(b, n, 3, heads, d / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var z = threeProducts
            ? (t[0] * (float)Math.Pow(d / heads, -0.5)).matmul(t[1].transpose(-2, -1)).softmax(-1).matmul(t[2])
            : nn.functional.scaled_dot_product_attention(t[0], t[1], t[2]);
        var a = z.transpose(1, 2).reshape(b, n, d);
        var y = x + project.call(a);
        return y + narrow.call(nn.functional.gelu(wide.call(norm2.call(y)), TorchSharp.Modules.GELU.Approximate.tanh));
    }
}

/// <summary>A whole training step in plain TorchSharp.</summary>
internal sealed class PlainTraining : IDisposable
{
    private readonly PlainVit model;
    private readonly optim.Optimizer optimizer;

    /// <summary>A model and torch's SGD.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="classes">K.</param>
    /// <param name="threeProducts">Attention in three operations, which the fast float32 path prefers for few
    /// tokens.</param>
    public PlainTraining(ModelConfig config, int classes, bool threeProducts = false)
    {
        model = new(config, classes, threeProducts);
        optimizer = optim.SGD(model.parameters(), 0.01, momentum: 0.9);
    }

    public void Step(Tensor x, Tensor target)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = nn.functional.cross_entropy(model.call(x), target);
        loss.backward();
        _ = nn.utils.clip_grad_norm_(model.parameters(), 1.0);
        _ = optimizer.step();
    }

    public void Infer(Tensor x)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _ = model.call(x);
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
    }
}
