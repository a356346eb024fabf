using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>A tensor's numbers as a span, so that examples are drawn and augmented by plain loops.</summary>
internal static class FloatSpans
{
    /// <summary>The memory of a contiguous float32 tensor on the CPU; valid while the tensor lives.</summary>
    /// <param name="x">Any shape.</param>
    public static Span<float> Floats(this Tensor x) => MemoryMarshal.Cast<byte, float>(x.bytes);
}
