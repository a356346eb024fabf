using System.Buffers;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>A tensor's numbers as memory that workers can write to.</summary>
/// <param name="tensor">Contiguous, float32, on the CPU; it must outlive the use of the memory.</param>
internal sealed unsafe class NativeFloats(Tensor tensor) : MemoryManager<float>
{
    private readonly float* first =
        (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    private readonly int length = checked((int)tensor.NumberOfElements);

    public override Span<float> GetSpan() => new(first, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
