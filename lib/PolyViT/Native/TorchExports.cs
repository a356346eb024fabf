using System.Runtime.InteropServices;
using System.Text;

namespace PolyViT.Native;

/// <summary>
/// C++ functions of libtorch that TorchSharp does not bind, by their Itanium names: there are none on
/// Windows, and each may be missing elsewhere, so callers ask first.
/// </summary>
internal static unsafe class TorchExports
{
    private static readonly nint GlobalContext = Find("_ZN2at13globalContextEv");
    private static readonly nint SetMatmulPrecision = Find(
        "_ZN2at7Context25setFloat32MatmulPrecisionERKNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEE");
    private static readonly nint GetMatmulPrecision = Find("_ZNK2at7Context22float32MatmulPrecisionEv");
    private static readonly nint FusedSgd = Find(
        "_ZN2at4_ops11_fused_sgd_4callEN3c108ArrayRefINS_6TensorEEES5_S5_ddddbbbRKSt8optionalIS4_ES9_");

    /// <summary>Whether the path of float32 products can be read and set.</summary>
    public static bool HasMatmulPrecision =>
        GlobalContext != 0 && SetMatmulPrecision != 0 && GetMatmulPrecision != 0;

    /// <summary>Whether <see cref="MomentumStep"/> can be called.</summary>
    public static bool HasFusedSgd => FusedSgd != 0;

    /// <summary>"highest", "high" or "medium"; of the whole process.</summary>
    public static string MatmulPrecision
    {
        get
        {
            var context = ((delegate* unmanaged<nint>)GlobalContext)();
            return Names[((delegate* unmanaged<nint, int>)GetMatmulPrecision)(context)];
        }
        set
        {
            // libstdc++'s std::string: a pointer, a length, and 16 bytes in which a short text lies.
            var text = stackalloc byte[32];
            *(byte**)text = text + 16;
            *(long*)(text + 8) = Encoding.ASCII.GetBytes(value, new Span<byte>(text + 16, 15));
            text[16 + value.Length] = 0;
            var context = ((delegate* unmanaged<nint>)GlobalContext)();
            ((delegate* unmanaged<nint, nint, void>)SetMatmulPrecision)(context, (nint)text);
        }
    }

    private static string[] Names => ["highest", "high", "medium"];

    /// <summary>m = momentum m + g / divisor, then theta -= rate m, in one pass over memory; g is divided
    /// too.</summary>
    /// <param name="values">theta, changed in place.</param>
    /// <param name="gradients">g, of theta's type, changed in place where there is a divisor.</param>
    /// <param name="velocity">m, of theta's type, changed in place.</param>
    /// <param name="momentum">What is kept of m.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="divisor">A float32 scalar on the same device; null is 1.</param>
    public static void MomentumStep(
        Tensor values, Tensor gradients, Tensor velocity, double momentum, double rate, Tensor? divisor)
    {
        // A handle is an at::Tensor*; an at::Tensor is one pointer, and so a list of one.
        var (p, g, m) = (new One(values), new One(gradients), new One(velocity));
        var scale = new Optional(divisor is null ? 0 : *(nint*)divisor.Handle, divisor is null ? 0 : 1);
        var none = default(Optional);
        ((delegate* unmanaged<One, One, One, double, double, double, double, byte, byte, byte, Optional*, Optional*, void>)
            FusedSgd)(p, g, m, 0, momentum, rate, 0, 0, 0, 0, &scale, &none);
        GC.KeepAlive((values, gradients, velocity, divisor));
    }

    private static nint Find(string name) =>
        !OperatingSystem.IsWindows()
        && RuntimeInformation.ProcessArchitecture == Architecture.X64
        && NativeLibrary.TryLoad("torch_cpu", typeof(torch).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, name, out var address) ? address : 0;

    private readonly record struct One(nint Pointer, nint Count)
    {
        public One(Tensor tensor)
            : this(tensor.Handle, 1)
        {
        }
    }

    private readonly record struct Optional(nint Tensor, nint HasValue);
}
