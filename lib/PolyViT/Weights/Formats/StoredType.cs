namespace PolyViT;

/// <summary>How the values of a tensor lie in a file, and the type they are given in.</summary>
/// <param name="Type">The type they are given in.</param>
/// <param name="Raw">The type of as many bytes that they lie there as.</param>
/// <param name="Parts">How many raw values make one: 2 for a complex number.</param>
/// <param name="Decode">From raw values; null where nothing has to be done.</param>
internal sealed record StoredType(
    ScalarType Type, ScalarType Raw, int Parts = 1, Func<Tensor, Tensor>? Decode = null)
{
    private const int MostDimensions = 32;

    private static readonly ImmutableDictionary<string, StoredType> Named = new Dictionary<string, StoredType>
    {
        ["float64"] = Plain(ScalarType.Float64),
        ["float32"] = Plain(ScalarType.Float32),
        ["float16"] = Plain(ScalarType.Float16),
        ["bfloat16"] = Plain(ScalarType.BFloat16),
        ["int64"] = Plain(ScalarType.Int64),
        ["int32"] = Plain(ScalarType.Int32),
        ["int16"] = Plain(ScalarType.Int16),
        ["int8"] = Plain(ScalarType.Int8),
        ["uint8"] = Plain(ScalarType.Byte),
        // A torch bool holds 0 or 1, and a file may hold anything.
        ["bool"] = new(ScalarType.Bool, ScalarType.Byte, 1, raw => raw.to(ScalarType.Bool)),
        ["uint16"] = Unsigned(ScalarType.Int32, ScalarType.Int16, ushort.MaxValue),
        ["uint32"] = Unsigned(ScalarType.Int64, ScalarType.Int32, uint.MaxValue),
        ["complex64"] = new(ScalarType.ComplexFloat32, ScalarType.Float32, 2, raw => raw.view_as_complex()),
        ["complex128"] = new(ScalarType.ComplexFloat64, ScalarType.Float64, 2, raw => raw.view_as_complex()),
    }.ToImmutableDictionary();

    /// <summary>The bytes of one value in the file.</summary>
    public int ValueBytes => Parts * Raw.ElementBytes();

    /// <summary>A type by NumPy's name, "float32"; null when it is not read.</summary>
    public static StoredType? Of(string name) => Named.GetValueOrDefault(name);

    /// <summary>
    /// The bytes of a tensor in the file; null when a size is negative, or all together pass 2^62.
    /// </summary>
    /// <param name="shape">From a file: nobody has checked it yet.</param>
    public long? Bytes(IReadOnlyCollection<long> shape)
    {
        const long most = long.MaxValue / 2;
        if (shape.Count > MostDimensions || shape.Any(n => n < 0))
            return null;
        // Without the zeros too: torch multiplies the others into its strides.
        var largest = shape.Where(n => n > 0).Aggregate((Int128)ValueBytes, (a, n) => a > most ? a : a * n);
        return largest > most ? null : shape.Contains(0) ? 0 : (long)largest;
    }

    /// <summary>Fills a tensor of <see cref="Type"/> by a function that fills one of raw values.</summary>
    public void Fill(Tensor into, Action<Tensor> fillRaw)
    {
        if (Decode is null)
        {
            fillRaw(into);
            return;
        }
        using var scope = NewDisposeScope();
        var raw = empty(Parts == 1 ? into.shape : [.. into.shape, Parts], Raw);
        fillRaw(raw);
        _ = into.copy_(Decode(raw));
    }

    private static StoredType Plain(ScalarType type) => new(type, type);

    private static StoredType Unsigned(ScalarType type, ScalarType raw, long mask) =>
        new(type, raw, 1, values => values.to(type).bitwise_and(tensor(mask, type)));
}

/// <summary>What is known of torch's types.</summary>
internal static class ScalarTypeBytes
{
    /// <summary>The bytes of one value.</summary>
    public static int ElementBytes(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.ComplexFloat64 => 16,
        _ => 8,
    };
}
