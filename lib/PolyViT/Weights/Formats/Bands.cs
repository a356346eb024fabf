using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PolyViT;

/// <summary>
/// Copies matrices from a file into a part of a larger one, or turned, a band of rows at a time: the band
/// stays
/// in the processor's cache, and the model's memory is written once.
/// </summary>
/// <remarks>torch's own copy of a turned or cut-out matrix takes several times as long as reading the
/// file.</remarks>
internal static unsafe class Bands
{
    private const int Side = 32;
    private const int Tile = 8;
    private const long LongestBand = 1 << 21;

    /// <summary>Whether both ways are open: float32 that lies in the file as it is, into rows of
    /// float32.</summary>
    public static bool CanFill(StoredTensor stored, Tensor target) =>
        stored.At is not null && stored.Type == ScalarType.Float32 && target.dtype == ScalarType.Float32
        && target.device_type == DeviceType.CPU && target.dim() == 2 && target.stride(1) == 1
        && stored.Count > 0
        && target.numel() == stored.Count
        && Math.Max(target.size(0), target.size(1)) * Side * sizeof(float) <= LongestBand;

    /// <summary>Copies values in row-major order into a matrix whose rows may lie apart.</summary>
    /// <param name="stored">As many values as <paramref name="target"/>.</param>
    /// <param name="target">[R, C], the second stride 1.</param>
    public static void FillRows(StoredTensor stored, Tensor target)
    {
        var (rows, columns) = ((int)target.size(0), (int)target.size(1));
        var band = ArrayPool<float>.Shared.Rent(Side * columns);
        var stride = target.stride(0);
        var first = First(target);
        for (var row = 0; row < rows; row += Side)
        {
            var height = Math.Min(Side, rows - row);
            Read(stored, (long)row * columns, band.AsSpan(0, height * columns));
            for (var i = 0; i < height; i++)
                band.AsSpan(i * columns, columns).CopyTo(new(first + ((row + i) * stride), columns));
        }
        ArrayPool<float>.Shared.Return(band);
        GC.KeepAlive(target);
    }

    /// <summary>Copies a matrix turned.</summary>
    /// <param name="stored">[C, R] in row-major order.</param>
    /// <param name="target">[R, C], the second stride 1.</param>
    public static void FillTurned(StoredTensor stored, Tensor target)
    {
        var (rows, columns) = ((int)target.size(1), (int)target.size(0));
        var band = ArrayPool<float>.Shared.Rent(Side * columns);
        var stride = target.stride(0);
        var first = First(target);
        fixed (float* from = band)
            for (var row = 0; row < rows; row += Side)
            {
                var height = Math.Min(Side, rows - row);
                Read(stored, (long)row * columns, band.AsSpan(0, height * columns));
                Turn(from, height, columns, first + row, stride);
            }
        ArrayPool<float>.Shared.Return(band);
        GC.KeepAlive(target);
    }

    private static float* First(Tensor target)
    {
        using var scope = NewDisposeScope();
        fixed (byte* first = target.narrow(0, 0, 1).bytes)
            return (float*)first;
    }

    private static void Read(StoredTensor stored, long start, Span<float> into) =>
        stored.At!(start * sizeof(float), MemoryMarshal.AsBytes(into));

    // [height, columns] to [columns, height], the rows of the latter apart by a stride.
    private static void Turn(float* from, int height, int columns, float* to, long stride)
    {
        var tiled = Avx.IsSupported && height == Side ? columns - (columns % Tile) : 0;
        for (var column = 0; column < tiled; column += Tile)
            for (var row = 0; row < Side; row += Tile)
                TurnTile(from + column + ((long)row * columns), columns, to + (column * stride) + row, stride);
        for (var column = tiled; column < columns; column++)
            for (var i = 0; i < height; i++)
                to[(column * stride) + i] = from[((long)i * columns) + column];
    }

    private static void TurnTile(float* from, long fromStride, float* to, long toStride)
    {
        var (a, b) = Pairs(from, fromStride);
        var (c, d) = Pairs(from + (2 * fromStride), fromStride);
        var (e, f) = Pairs(from + (4 * fromStride), fromStride);
        var (g, h) = Pairs(from + (6 * fromStride), fromStride);
        Put(Avx.Shuffle(a, c, 0x44), Avx.Shuffle(e, g, 0x44), to, toStride);
        Put(Avx.Shuffle(a, c, 0xee), Avx.Shuffle(e, g, 0xee), to + toStride, toStride);
        Put(Avx.Shuffle(b, d, 0x44), Avx.Shuffle(f, h, 0x44), to + (2 * toStride), toStride);
        Put(Avx.Shuffle(b, d, 0xee), Avx.Shuffle(f, h, 0xee), to + (3 * toStride), toStride);
    }

    private static (Vector256<float> Low, Vector256<float> High) Pairs(float* from, long stride)
    {
        var (first, second) = (Avx.LoadVector256(from), Avx.LoadVector256(from + stride));
        return (Avx.UnpackLow(first, second), Avx.UnpackHigh(first, second));
    }

    // One row of the turned tile, and the one four below it.
    private static void Put(Vector256<float> left, Vector256<float> right, float* to, long stride)
    {
        Avx.Store(to, Avx.Permute2x128(left, right, 0x20));
        Avx.Store(to + (4 * stride), Avx.Permute2x128(left, right, 0x31));
    }
}
