using System.Runtime.Intrinsics.X86;

namespace PolyViT.Native;

/// <summary>What the processor has for matrix products.</summary>
internal static class Instructions
{
    /// <summary>512-bit vectors of float32.</summary>
    public static bool Avx512 => Avx512F.IsSupported;

    /// <summary>Products of bfloat16 pairs in vectors, or in tiles.</summary>
    public static bool BFloat16 => Bit(7, 1, r => r.Eax, 5) || Amx;

    /// <summary>Tiles of bfloat16, which the fast float32 path uses too.</summary>
    public static bool Amx => Bit(7, 0, r => r.Edx, 22) && Bit(7, 0, r => r.Edx, 24);

    private static bool Bit(
        int leaf, int part, Func<(int Eax, int Ebx, int Ecx, int Edx), int> of, int bit) =>
        X86Base.IsSupported
        && X86Base.CpuId(0, 0).Eax >= leaf
        && (part == 0 || X86Base.CpuId(leaf, 0).Eax >= part)
        && (of(X86Base.CpuId(leaf, part)) >> bit & 1) == 1;
}
