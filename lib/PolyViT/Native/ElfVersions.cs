using System.Buffers.Binary;
using System.Text;

namespace PolyViT.Native;

/// <summary>
/// Reads and relaxes the symbol-version needs of a 64-bit little-endian ELF library. TorchSharp 0.107's
/// libLibTorchSharp.so asks for GLIBCXX_3.4.32 (GCC 13) through one marker symbol that no relocation uses;
/// with that need flagged weak, the library loads on systems with an older libstdc++ (Debian 12, Ubuntu
/// 22.04).
/// </summary>
internal static class ElfVersions
{
    private const uint VersionNeedSection = 0x6FFFFFFE;
    private const ushort Weak = 2;
    private const int NeedSize = 16; // of Elf64_Verneed and of Elf64_Vernaux

    /// <summary>
    /// A copy of the library with the named version need made weak; null when it has no such strong need.
    /// </summary>
    /// <param name="library">The bytes of the library.</param>
    /// <param name="version">For example "GLIBCXX_3.4.32".</param>
    public static byte[]? Weakened(byte[] library, string version)
    {
        if (!IsElf64LittleEndian(library))
            return null;
        var copy = (byte[])library.Clone();
        var sections = (int)U64(copy, 0x28);
        var (size, count) = (U16(copy, 0x3A), U16(copy, 0x3C));
        var changed = false;
        for (var i = 0; i < count; i++)
        {
            var section = sections + (i * size);
            if (U32(copy, section + 4) != VersionNeedSection)
                continue;
            var strings = (int)U64(copy, sections + ((int)U32(copy, section + 0x28) * size) + 0x18);
            changed |= WeakenNeeds(copy, (int)U64(copy, section + 0x18), strings, version);
        }
        return changed ? copy : null;
    }

    private static bool WeakenNeeds(byte[] b, int need, int strings, string version)
    {
        var changed = false;
        // Needs follow one another, so in a sound file there are fewer of them than bytes; in a broken one
        // they may circle.
        for (var (next, left) = (1u, b.Length / NeedSize); next != 0 && left > 0; need += (int)next, left--)
        {
            changed |= WeakenEntries(b, need, strings, version);
            next = U32(b, need + 12);
        }
        return changed;
    }

    private static bool WeakenEntries(byte[] b, int need, int strings, string version)
    {
        var changed = false;
        var entry = need + (int)U32(b, need + 8);
        for (var left = U16(b, need + 2); left > 0 && Holds(b, entry, NeedSize); left--)
        {
            var at = entry;
            entry += (int)U32(b, at + 12);
            var flags = U16(b, at + 4);
            if (NameAt(b, strings + (int)U32(b, at + 8)) != version || (flags & Weak) != 0)
                continue;
            BinaryPrimitives.WriteUInt16LittleEndian(b.AsSpan(at + 4), (ushort)(flags | Weak));
            changed = true;
        }
        return changed;
    }

    private static bool IsElf64LittleEndian(byte[] b) =>
        b.Length > 64 && BinaryPrimitives.ReadUInt32BigEndian(b) == 0x7F454C46 && b[4] == 2 && b[5] == 1;

    // Offsets come from the file: one that points outside reads as zero or as an empty name, which ends
    // every walk.
    private static bool Holds(byte[] b, int at, int length) => at >= 0 && at <= b.Length - length;

    private static string NameAt(byte[] b, int at)
    {
        if (!Holds(b, at, 1))
            return "";
        var rest = b.AsSpan(at);
        return rest.IndexOf((byte)0) is var end and >= 0 ? Encoding.ASCII.GetString(rest[..end]) : "";
    }

    private static ulong U64(byte[] b, int at) =>
        Holds(b, at, 8) ? BinaryPrimitives.ReadUInt64LittleEndian(b.AsSpan(at)) : 0;

    private static uint U32(byte[] b, int at) =>
        Holds(b, at, 4) ? BinaryPrimitives.ReadUInt32LittleEndian(b.AsSpan(at)) : 0;

    private static ushort U16(byte[] b, int at) =>
        Holds(b, at, 2) ? BinaryPrimitives.ReadUInt16LittleEndian(b.AsSpan(at)) : (ushort)0;
}
