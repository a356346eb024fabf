using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>A tensor's numbers as memory that workers can write to.</summary>
/// <param name="tensor">Contiguous, float32, on the CPU; it must outlive the use of the memory.</param>
internal sealed unsafe class NativeFloats(Tensor tensor) : MemoryManager<float>
{
    private readonly float* first = (float*)Address(tensor);
    private readonly int length = checked((int)tensor.NumberOfElements);

    /// <summary>Where a contiguous tensor's first number is, however large it is; valid while it lives.</summary>
    public static void* Address(Tensor x)
    {
        if (x.NumberOfElements == 0)
            return null;
        using var scope = NewDisposeScope();
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(x.view(-1).narrow(0, 0, 1).bytes));
    }

    public override Span<float> GetSpan() => new(first, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
