using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>The CRC-32 of bytes that come block by block.</summary>
/// <remarks>
/// By the zlib that the runtime carries for deflating, which is some six times faster than System.IO.Hashing:
/// with that, checking would take longer than reading. Where a runtime has it no longer, by
/// System.IO.Hashing.
/// </remarks>
internal sealed unsafe class Checksum
{
    private static readonly nint Zlib = FindZlib();

    private readonly Crc32 managed = new();
    private uint native;

    /// <summary>The checksum so far.</summary>
    public uint Value => Zlib == 0 ? managed.GetCurrentHashAsUInt32() : native;

    /// <summary>Adds a block.</summary>
    public void Append(ReadOnlySpan<byte> block)
    {
        if (Zlib == 0)
            managed.Append(block);
        else if (!block.IsEmpty) // zlib takes no block as a wish to start anew
            fixed (byte* first = block)
                native = ((delegate* unmanaged<uint, byte*, int, uint>)Zlib)(native, first, block.Length);
    }

    private static nint FindZlib() =>
        NativeLibrary.TryLoad(
            "libSystem.IO.Compression.Native", typeof(DeflateStream).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, "CompressionNative_Crc32", out var function)
            ? function
            : 0;
}
