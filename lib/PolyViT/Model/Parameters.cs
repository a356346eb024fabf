using System.Collections.Frozen;

namespace PolyViT;

/// <summary>How a parameter starts (section 2, with Flax's definitions).</summary>
public enum Initialiser
{
    /// <summary>All zeros.</summary>
    Zeros,

    /// <summary>All ones.</summary>
    Ones,

    /// <summary>Normal with variance 1 / fan-in, cut at two standard deviations (Flax
    /// lecun_normal).</summary>
    LeCunNormal,

    /// <summary>Uniform in +-sqrt(6 / (fan-in + fan-out)).</summary>
    XavierUniform,

    /// <summary>Normal, standard deviation 0.02: positional tables.</summary>
    Normal002,

    /// <summary>Normal, standard deviation 1e-6: biases of the MLP.</summary>
    Normal1E6,
}

/// <summary>One parameter before it exists.</summary>
/// <param name="Name">Its path, as scenic names it, e.g. "tokenizer/tokenizer2d/cls".</param>
/// <param name="Shape">Its shape, in Flax's layout: a dense kernel is [in, out].</param>
/// <param name="Start">How it starts.</param>
/// <param name="FanIn">Inputs per output, for initialisers that scale by it; 0 elsewhere.</param>
/// <param name="FanOut">Outputs per input.</param>
public sealed record ParameterSpec(
    string Name, ImmutableArray<long> Shape, Initialiser Start, long FanIn = 0, long FanOut = 0)
{
    /// <summary>How many numbers it holds.</summary>
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);
}

/// <summary>
/// All parameters of a model, and their gradients, as two flat vectors; each named parameter is a view of
/// them.
/// An update is then three operations whatever the number of layers, and a parameter that took no part in a
/// step
/// has a gradient of exactly zero, as in scenic.
/// </summary>
public sealed partial class Parameters : IDisposable
{
    private readonly FrozenDictionary<string, Tensor> named;
    private readonly Lazy<Tensor> gradients;

    private Parameters(IReadOnlyList<ParameterSpec> specs, Tensor values)
    {
        Specs = [.. specs];
        Values = values;
        named = Views().ToFrozenDictionary();
        gradients = new(NoGradients);
    }

    /// <summary>What there is, in the order of the vectors.</summary>
    public ImmutableArray<ParameterSpec> Specs { get; }

    /// <summary>[P] float: the values.</summary>
    public Tensor Values { get; }

    /// <summary>[P] float: the gradients that backward adds to. There are none, and no memory for them,
    /// before a parameter is used where gradients are recorded.</summary>
    public Tensor Gradients => gradients.Value;

    /// <summary>P.</summary>
    public long Count => Values.size(0);

    /// <summary>A parameter by its path.</summary>
    /// <param name="name">For example "vit_encoder/encoder_norm/scale".</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Tensor this[string name]
    {
        get
        {
            if (is_grad_enabled())
                _ = gradients.Value;
            return named.TryGetValue(name, out var view)
                ? view
                : throw new KeyNotFoundException($"The model has no parameter '{name}'.");
        }
    }

    /// <summary>Allocates and initialises; each parameter's start depends on the seed and its name
    /// alone.</summary>
    /// <param name="specs">What to hold.</param>
    /// <param name="seed">The seed of the initial values.</param>
    /// <param name="device">Where; the CPU when absent.</param>
    /// <param name="type">Float32, or Float64 for reference tests.</param>
    public static Parameters Create(
        IReadOnlyList<ParameterSpec> specs, ulong seed, Device? device = null, ScalarType type = ScalarType.Float32)
    {
        var parameters = Allocate(specs, device, type);
        foreach (var spec in specs)
            parameters.Initialise(spec, seed);
        return parameters;
    }

    /// <summary>Allocates, and leaves the values open: for a caller that sets every one.</summary>
    /// <param name="specs">What to hold.</param>
    /// <param name="device">Where; the CPU when absent.</param>
    /// <param name="type">Float32, or Float64 for reference tests.</param>
    internal static Parameters Allocate(
        IReadOnlyList<ParameterSpec> specs, Device? device = null, ScalarType type = ScalarType.Float32) =>
        new(specs, empty(specs.Sum(s => s.Count), type, device ?? CPU).DetachFromDisposeScope());

    /// <summary>Gives one parameter its initial value.</summary>
    /// <param name="spec">Which.</param>
    /// <param name="seed">The seed of the initial values.</param>
    internal void Initialise(ParameterSpec spec, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        _ = named[spec.Name].copy_(Initial(spec, seed));
    }

    /// <summary>Sets every gradient to zero.</summary>
    public void ZeroGradients() => _ = Gradients.zero_();

    /// <summary>Frees everything; a copy in another precision only what is its own.</summary>
    public void Dispose()
    {
        foreach (var view in IsCopy ? own : named.Values)
            view.Dispose();
        half?.Dispose();
        if (IsCopy)
            return;
        Values.Dispose();
        if (gradients.IsValueCreated)
            gradients.Value.Dispose();
    }

    private IEnumerable<KeyValuePair<string, Tensor>> Views()
    {
        foreach (var (spec, start) in Places())
        {
            var view = Part(Values, spec, start);
            view.requires_grad = true;
            yield return new(spec.Name, view);
        }
    }

    private Tensor NoGradients()
    {
        var zeros = zeros_like(Values).DetachFromDisposeScope();
        foreach (var (spec, start) in Places())
        {
            using var part = Part(zeros, spec, start);
            named[spec.Name].grad = part;
        }
        return zeros;
    }

    private IEnumerable<(ParameterSpec Spec, long Start)> Places()
    {
        var start = 0L;
        foreach (var spec in Specs)
        {
            yield return (spec, start);
            start += spec.Count;
        }
    }

    private static Tensor Part(Tensor vector, ParameterSpec spec, long start)
    {
        using var scope = NewDisposeScope();
        return vector.narrow(0, start, spec.Count).view([.. spec.Shape]).detach().DetachFromDisposeScope();
    }

    private static Tensor Initial(ParameterSpec spec, ulong seed)
    {
        var rng = Rng.At(seed, "init/" + spec.Name, 0);
        long[] shape = [.. spec.Shape];
        return spec.Start switch
        {
            Initialiser.Zeros => zeros(shape),
            Initialiser.Ones => ones(shape),
            Initialiser.LeCunNormal => Truncated(rng, shape, Math.Sqrt(1.0 / spec.FanIn)),
            Initialiser.XavierUniform => Uniform(rng, shape, Math.Sqrt(6.0 / (spec.FanIn + spec.FanOut))),
            Initialiser.Normal002 => rng.Normal(shape).Times(0.02),
            _ => rng.Normal(shape).Times(1e-6),
        };
    }

    private static Tensor Uniform(Rng rng, long[] shape, double limit) =>
        rng.Uniform(shape).Times(2 * limit).Plus(-limit);

    // A normal cut at two standard deviations, by its inverse distribution: erf(sqrt 2) = 0.9545 of the mass
    // is kept.
    // The cut narrows it to 0.8796 of the standard deviation; Flax divides that out again.
    private static Tensor Truncated(Rng rng, long[] shape, double std) =>
        rng.Uniform(shape, ScalarType.Float64).Times(2).Plus(-1).Times(0.95449973610364158).erfinv()
            .Times(Math.Sqrt(2) * std / 0.87962566103423978).to(float32);
}
