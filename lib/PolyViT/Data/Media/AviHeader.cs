using System.Buffers.Binary;

namespace PolyViT;

/// <summary>The number of frames in an AVI.</summary>
internal static class AviHeader
{
    private const int Most = 1 << 16; // bytes at the beginning of a file that hold the tracks

    /// <summary>What the first picture track says; null where the file is no AVI.</summary>
    /// <param name="file">The bytes of a file.</param>
    public static FrameCount? TryRead(MediaBytes file)
    {
        ReadOnlySpan<byte> bytes = file.At(0, Most);
        if (bytes.Length < 12 || !bytes.StartsWith("RIFF"u8) || !bytes[8..].StartsWith("AVI "u8))
            return null;
        var track = bytes.IndexOf("vids"u8); // strh, its length, vids
        if (track < 8 || !bytes[(track - 8)..].StartsWith("strh"u8))
            return null;
        var header = bytes[track..];
        var (scale, rate, frames) = (Number(header, 20), Number(header, 24), Number(header, 32));
        // Every frame takes eight bytes at least.
        return scale > 0 && frames <= file.Length / 8 ? new((int)frames, (double)rate / scale) : null;
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int place) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);
}
