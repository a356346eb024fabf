using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>A tensor's numbers as memory that workers can write to.</summary>
/// <param name="tensor">Contiguous, float32, on the CPU; it must outlive the use of the memory.</param>
internal sealed unsafe partial class NativeFloats(Tensor tensor) : MemoryManager<float>
{
    private readonly float* first = (float*)Address(tensor);
    private readonly int length = checked((int)tensor.NumberOfElements);

    /// <summary>Where a contiguous tensor's first number is, however large it is; valid while it
    /// lives.</summary>
    public static void* Address(Tensor x)
    {
        if (x.NumberOfElements == 0)
            return null;
        using var scope = NewDisposeScope();
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(x.view(-1).narrow(0, 0, 1).bytes));
    }

    /// <summary>
    /// A tensor of anything, to be written once. A large one is asked for in pages of 2 MB where Linux has
    /// them: most of the time of filling it is otherwise the kernel's, which gives out its 4 KB pages one by
    /// one.
    /// </summary>
    /// <param name="shape">The shape.</param>
    public static Tensor Fresh(params long[] shape)
    {
        const int huge = 1 << 21;
        const int adviseHugePages = 14;
        var x = empty(shape);
        var bytes = x.NumberOfElements * sizeof(float);
        if (OperatingSystem.IsLinux() && bytes >= 2 * huge)
        {
            var start = ((nuint)Address(x) + huge - 1) & ~(nuint)(huge - 1);
            var end = ((nuint)Address(x) + (nuint)bytes) & ~(nuint)(huge - 1);
            _ = Advise(start, end - start, adviseHugePages);
        }
        return x;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nuint start, nuint bytes, int advice);

    public override Span<float> GetSpan() => new(first, length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(first + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
