namespace PolyViT.Tests;

/// <summary>
/// A transformer written as PyTorch codes write it, with convolutions, separate query, key and value, and an
/// explicit softmax: what timm, transformers and the original AST compute, and none of this library's code.
/// </summary>
internal sealed record ReferenceTransformer(int Dim, int Heads, int Depth, int Mlp, double Epsilon, bool Tanh)
{
    private readonly Dictionary<string, Tensor> values = [];

    /// <summary>What stands before the patches' tokens.</summary>
    public bool Cls { get; init; } = true;

    public bool Distillation { get; init; }

    /// <summary>Whether the positional table has rows for those.</summary>
    public bool PrefixPositions { get; init; } = true;

    public bool QkvBias { get; init; } = true;

    public bool FinalNorm { get; init; } = true;

    /// <summary>[D, C, ..].</summary>
    public required long[] Kernel { get; init; }

    public required long[] Stride { get; init; }

    public required long Patches { get; init; }

    /// <summary>Makes the values others than another transformer's.</summary>
    public string Salt { get; init; } = "";

    /// <summary>Every parameter by a plain name; float64 values that float32 holds exactly.</summary>
    public IReadOnlyDictionary<string, Tensor> Values => values;

    /// <summary>A parameter, drawn when it is first asked for: scales near 1, all else around 0.</summary>
    public Tensor Get(string name, params long[] shape)
    {
        if (values.TryGetValue(name, out var known))
            return known;
        var drawn = Rng.At(11, Salt + name, 0).Normal(shape).to(float64).Times(name.EndsWith("bias", StringComparison.Ordinal) ? 0.15 : 0.25);
        return values[name] = (name.Contains("norm", StringComparison.Ordinal) && name.EndsWith("weight", StringComparison.Ordinal)
            ? drawn.Plus(1) : drawn).to(float32).to(float64);
    }

    /// <summary>Gives a parameter another value.</summary>
    public void Set(string name, Tensor value) => values[name] = value;

    /// <summary>Tokens, then each block's output, then the last LayerNorm.</summary>
    /// <param name="x">[B, C, ..], as a convolution takes it.</param>
    public Tensor[] Run(Tensor x)
    {
        var steps = new List<Tensor> { Tokens(x) };
        for (var i = 0; i < Depth; i++)
            steps.Add(Block(steps[^1], $"block.{i}."));
        return [.. steps, FinalNorm ? Norm(steps[^1], "norm", Epsilon) : steps[^1]];
    }

    public Tensor Linear(Tensor x, string name, long to, bool bias = true) => nn.functional.linear(
        x, Get(name + ".weight", to, x.shape[^1]), bias ? Get(name + ".bias", to) : null);

    public Tensor Norm(Tensor x, string name, double epsilon)
    {
        var centred = x.Subtract(x.mean([-1L], true));
        var scaled = centred / (centred * centred).mean([-1L], true).Plus(epsilon).sqrt();
        return (scaled * Get(name + ".weight", x.shape[^1])).Add(Get(name + ".bias", x.shape[^1]));
    }

    private Tensor Tokens(Tensor x)
    {
        var (weight, bias) = (Get("patch.weight", Kernel), Get("patch.bias", Dim));
        var grid = Kernel.Length == 5
            ? nn.functional.conv3d(x, weight, bias, Stride)
            : nn.functional.conv2d(x, weight, bias, Stride);
        var patches = grid.flatten(2).transpose(1, 2);
        Tensor[] prefix =
        [
            .. Cls ? [Get("cls", 1, 1, Dim).expand(x.shape[0], 1, Dim)] : Array.Empty<Tensor>(),
            .. Distillation ? [Get("dist", 1, 1, Dim).expand(x.shape[0], 1, Dim)] : Array.Empty<Tensor>(),
        ];
        if (!PrefixPositions)
            return cat([.. prefix, patches.Add(Get("pos", 1, Patches, Dim))], 1);
        return cat([.. prefix, patches], 1).Add(Get("pos", 1, Patches + prefix.Length, Dim));
    }

    private Tensor Block(Tensor x, string name)
    {
        var a = Norm(x, name + "norm1", Epsilon);
        var size = Dim / Heads;
        Tensor Split(string part) => Linear(a, name + part, Dim, QkvBias).view(x.shape[0], -1, Heads, size).transpose(1, 2);
        var (q, k, v) = (Split("q"), Split("k"), Split("v"));
        var shares = nn.functional.softmax(q.matmul(k.transpose(-2, -1)).Times(1 / Math.Sqrt(size)), -1);
        var attended = shares.matmul(v).transpose(1, 2).reshape(x.shape);
        var y = x.Add(Linear(attended, name + "o", Dim));
        return y.Add(Linear(Gelu(Linear(Norm(y, name + "norm2", Epsilon), name + "fc1", Mlp)), name + "fc2", Dim));
    }

    private Tensor Gelu(Tensor x)
    {
        var inside = Tanh
            ? x.Add(x.Power(3).Times(0.044715)).Times(Math.Sqrt(2 / Math.PI)).tanh()
            : x.Times(Math.Sqrt(0.5)).erf();
        return (x * inside.Plus(1)).Times(0.5);
    }
}
