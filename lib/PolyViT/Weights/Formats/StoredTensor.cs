namespace PolyViT;

/// <summary>Gives a tensor to a function that may look at it until it returns, and may not keep it.</summary>
/// <param name="use">What reads the tensor: it copies what it wants to keep.</param>
public delegate void Lending(Action<Tensor> use);

/// <summary>One tensor of a checkpoint file, read when it is asked for.</summary>
/// <param name="Name">Its name in the file, nested names joined.</param>
/// <param name="Type">The type it is stored in; bfloat16 stays bfloat16.</param>
/// <param name="Shape">Its shape in the file; empty for one number.</param>
/// <param name="Lend">
/// Lends the values, on the CPU, without a copy where the format allows: the way to fill a model's parameters.
/// </param>
public sealed record StoredTensor(string Name, ScalarType Type, ImmutableArray<long> Shape, Lending Lend)
{
    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>The values as a new tensor on the CPU, in the stored type; it belongs to the current dispose
    /// scope.</summary>
    /// <exception cref="InputException">The file is damaged at this tensor.</exception>
    public Tensor Read()
    {
        var copy = empty([.. Shape], Type);
        Lend(values => copy.copy_(values));
        return copy;
    }

    /// <summary>Its name, type and shape: "head/kernel Float32 [768, 1000]".</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
