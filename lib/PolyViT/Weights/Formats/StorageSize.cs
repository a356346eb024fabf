namespace PolyViT;

/// <summary>How many bytes a tensor takes, with sizes from a file that nobody has checked yet.</summary>
internal static class StorageSize
{
    private const int MostDimensions = 32;

    /// <summary>The bytes of one value.</summary>
    public static int Of(ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Int8 or ScalarType.Bool => 1,
        ScalarType.Int16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.ComplexFloat64 => 16,
        _ => 8,
    };

    /// <summary>
    /// The number of bytes of a tensor; null when a size is negative, or all together are more than 2^62.
    /// </summary>
    public static long? Bytes(IReadOnlyCollection<long> shape, ScalarType type)
    {
        if (shape.Count > MostDimensions || shape.Any(n => n < 0))
            return null;
        // Without the zeros too: torch multiplies the others into its strides.
        var largest = shape.Where(n => n > 0).Aggregate((Int128)Of(type), (a, n) => a > long.MaxValue / 2 ? a : a * n);
        return largest > long.MaxValue / 2 ? null : shape.Contains(0) ? 0 : (long)largest;
    }
}
