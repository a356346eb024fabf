namespace PolyViT;

/// <summary>The bytes of one row; valid while who gave them lives, and given to any thread.</summary>
/// <param name="row">Its number.</param>
public delegate ReadOnlySpan<byte> RowBytes(int row);

/// <summary>Examples of one shape and type, each to be had as its bytes.</summary>
/// <param name="Count">How many rows.</param>
/// <param name="Type">Byte or Float32.</param>
/// <param name="Shape">The shape of a row.</param>
/// <param name="Row">Gives one.</param>
public sealed record PackedRows(int Count, ScalarType Type, ImmutableArray<long> Shape, RowBytes Row)
{
    /// <summary>The rows that could not be decoded, with the reasons; their bytes are zero.</summary>
    public ImmutableDictionary<int, string> Unreadable { get; init; } = ImmutableDictionary<int, string>.Empty;

    /// <summary>Bytes of a row.</summary>
    public int RowSize { get; } = checked((int)Shape.Aggregate(Size(Type), (a, b) => a * b));

    /// <summary>The rows of a tensor in memory.</summary>
    /// <param name="x">[N, ..], contiguous, uint8 or float32, on the CPU; in no dispose scope.</param>
    public static unsafe PackedRows Of(Tensor x)
    {
        var size = checked((int)(x.NumberOfElements / Math.Max(1, x.size(0)) * x.ElementSize));
        var first = NativeFloats.Address(x);
        return new((int)x.size(0), x.dtype, [.. x.shape[1..]], row =>
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)x.size(0));
            return new((byte*)first + ((long)row * size), size);
        });
    }

    /// <summary>Bytes of a number.</summary>
    internal static long Size(ScalarType type) => type switch
    {
        ScalarType.Byte => sizeof(byte),
        ScalarType.Float32 => sizeof(float),
        _ => throw new InputException($"Rows of {type} cannot be kept: use Byte or Float32."),
    };
}
