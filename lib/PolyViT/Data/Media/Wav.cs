using System.Buffers.Binary;
using System.Text;

namespace PolyViT;

/// <summary>
/// Reads the plainest WAV, so that a set of thousands of short recordings needs no process for each.
/// </summary>
internal static class Wav
{
    private const int PcmFormat = 1;

    /// <summary>
    /// The first samples of a 16-bit mono PCM file at this rate; null for anything else, odd or damaged.
    /// </summary>
    public static float[]? TryRead(string file, int sampleRate, int samples)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        var known = Next(reader, out var riff, out _) && riff == "RIFF" && Tag(reader, out var form)
            && form == "WAVE";
        if (!known)
            return null;
        var plain = false;
        while (Next(reader, out var name, out var length))
        {
            if (name == "data")
                return plain && length % 2 == 0 && length > 0 ? Present(reader, length, samples) : null;
            var end = reader.BaseStream.Position + length + (length % 2); // chunks begin at even places
            plain |= name == "fmt " && length >= 16 && IsPlain(reader.ReadBytes(16), sampleRate);
            reader.BaseStream.Position = end;
        }
        return null;
    }

    private static bool Next(BinaryReader reader, out string name, out long length)
    {
        length = Tag(reader, out name) && reader.ReadBytes(4) is { Length: 4 } size
            ? BinaryPrimitives.ReadUInt32LittleEndian(size) : -1;
        return length >= 0;
    }

    private static bool Tag(BinaryReader reader, out string tag) =>
        (tag = Encoding.Latin1.GetString(reader.ReadBytes(4))).Length == 4;

    private static bool IsPlain(ReadOnlySpan<byte> format, int sampleRate) =>
        format.Length == 16
        && BinaryPrimitives.ReadInt16LittleEndian(format) == PcmFormat
        && BinaryPrimitives.ReadInt16LittleEndian(format[2..]) == 1
        && BinaryPrimitives.ReadInt32LittleEndian(format[4..]) == sampleRate
        && BinaryPrimitives.ReadInt16LittleEndian(format[14..]) == 16;

    // A header that promises more than there is belongs to ffmpeg, which knows the ways that happens.
    private static float[]? Present(BinaryReader reader, long present, int wanted)
    {
        var count = 2 * (int)Math.Min(present / 2, wanted);
        return reader.ReadBytes(count) is var bytes && bytes.Length == count ? Samples(bytes) : null;
    }

    /// <summary>Little-endian 16-bit samples as numbers in [-1, 1); an odd last byte is left out.</summary>
    public static float[] Samples(ReadOnlySpan<byte> bytes)
    {
        var samples = new float[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]) / 32768f;
        return samples;
    }
}
