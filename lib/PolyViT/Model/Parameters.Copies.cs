using System.Collections.Frozen;

namespace PolyViT;

/// <content>The same parameters for products in another precision.</content>
public sealed partial class Parameters
{
    private readonly Tensor? half;
    private readonly ImmutableArray<Tensor> own = [];

    private Parameters(Parameters master, Precision precision)
    {
        (Specs, Values, Precision, IsCopy) = (master.Specs, master.Values, precision, true);
        var views = new Dictionary<string, Tensor>(master.named);
        gradients = new(() => master.Gradients);
        if (precision == Precision.BFloat16)
        {
            half = empty_like(Values, bfloat16).DetachFromDisposeScope();
            foreach (var (spec, start) in Places().Where(p => IsFactor(p.Spec.Name)))
            {
                views[spec.Name] = Part(half, spec, start);
                views[spec.Name].requires_grad = true;
            }
            own = [.. Specs.Where(s => IsFactor(s.Name)).Select(s => views[s.Name])];
            gradients = new(() => AddTo(master.Gradients));
        }
        named = views.ToFrozenDictionary();
        Renew();
    }

    /// <summary>What the matrix products with these parameters are computed in.</summary>
    public Precision Precision { get; }

    private bool IsCopy { get; }

    /// <summary>
    /// These parameters for products in another precision. In bfloat16 the kernels and biases of tokenizers
    /// and blocks are rounded copies, made anew by <see cref="Renew"/>; all other numbers are shared, and
    /// gradients are added to the same float32 vector.
    /// </summary>
    /// <param name="precision">Which.</param>
    /// <returns>To be disposed before these.</returns>
    public Parameters At(Precision precision) => new(this, precision);

    /// <summary>Rounds the values of now, where there are rounded copies.</summary>
    public void Renew()
    {
        using var quiet = no_grad();
        _ = half?.copy_(Values);
    }

    // backward adds a bfloat16 gradient to the float32 vector, so that several passes lose nothing.
    private Tensor AddTo(Tensor vector)
    {
        foreach (var (spec, start) in Places().Where(p => IsFactor(p.Spec.Name)))
        {
            using var part = Part(vector, spec, start);
            named[spec.Name].grad = part;
        }
        return vector;
    }

    private bool IsFactor(string name) =>
        !name.StartsWith(ParameterLayout.HeadPrefix, StringComparison.Ordinal)
        && (name.EndsWith("/kernel", StringComparison.Ordinal) || IsBiasOfKernel(name));

    private bool IsBiasOfKernel(string name) =>
        name.EndsWith("/bias", StringComparison.Ordinal)
        && Specs.Any(s => s.Name == string.Concat(name.AsSpan(0, name.Length - "bias".Length), "kernel"));
}
