using System.Buffers.Binary;
using System.Text;

namespace PolyViT;

/// <summary>
/// Reads the plainest WAV in place, so that a set of thousands of recordings needs no process for each.
/// </summary>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="Bits">16 or 24 for integers, 32 for floats.</param>
/// <param name="Offset">Where the samples begin, bytes from the beginning of the file.</param>
/// <param name="Count">Samples of each channel.</param>
internal sealed record Wav(int SampleRate, int Channels, int Bits, long Offset, long Count)
{
    private const int Integers = 1, Floats = 3, Extended = -2; // the last tells the kind further behind

    private int Stride => Channels * Bits / 8;

    /// <summary>
    /// The header of a file of 16- or 24-bit integers or 32-bit floats in one or two channels; null for
    /// anything else, odd or damaged: that belongs to ffmpeg, which knows the ways it happens.
    /// </summary>
    /// <param name="file">What may be a WAV.</param>
    public static Wav? TryOpen(MediaFile file)
    {
        using var stream = Stream(file);
        var length = Math.Min(file.Length ?? long.MaxValue, stream.Length - file.Offset);
        stream.Position = Math.Min(file.Offset, stream.Length);
        using var reader = new BinaryReader(stream);
        if (length < 44 || !Next(reader, out var riff, out _) || riff != "RIFF" || !Tag(reader, out var form)
            || form != "WAVE")
            return null;
        Wav? wav = null;
        while (Next(reader, out var name, out var size))
        {
            var here = stream.Position;
            if (name == "data")
                return wav is { } w && size > 0 && size % w.Stride == 0 && here - file.Offset + size <= length
                    ? w with { Offset = here, Count = size / w.Stride } : null;
            if (name == "fmt ")
                wav = size >= 16 ? Format(reader.ReadBytes((int)Math.Min(size, 26))) : null;
            stream.Position = here + size + (size % 2); // chunks begin at even places
        }
        return null;
    }

    /// <summary>
    /// The first samples of a plain file at this rate; null for anything else, odd or damaged.
    /// </summary>
    public static float[]? TryRead(string file, int sampleRate, int samples) =>
        TryOpen(new(file)) is { } wav && wav.SampleRate == sampleRate ? Read(new(file), wav, _ => 0, samples) : null;

    /// <summary>Samples of a file; two channels become their mean.</summary>
    /// <param name="file">The file, and the part of it that counts.</param>
    /// <param name="wav">Its header.</param>
    /// <param name="start">From the number of samples of the part to the first one wanted.</param>
    /// <param name="samples">Samples wanted.</param>
    public static float[] Read(MediaFile file, Wav wav, Func<long, long> start, int samples)
    {
        var skipped = (long)Math.Round(Math.Min(file.Start * wav.SampleRate, wav.Count));
        var count = (long)Math.Round(Math.Min(file.Seconds * wav.SampleRate, wav.Count - skipped));
        var first = Sounds.First(file, start, count);
        var bytes = new byte[(int)Math.Min(samples, count - first) * wav.Stride];
        using var stream = Stream(file);
        stream.Position = wav.Offset + ((skipped + first) * wav.Stride);
        stream.ReadExactly(bytes);
        var values = Values(bytes, wav.Bits);
        return wav.Channels == 1 ? values : Means(values);
    }

    /// <summary>Little-endian 16-bit samples as numbers in [-1, 1); an odd last byte is left out.</summary>
    public static float[] Samples(ReadOnlySpan<byte> bytes) => Values(bytes, 16);

    private static FileStream Stream(MediaFile file)
    {
        try
        {
            return new(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 512);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Ffmpeg.Refused(file, e.Message);
        }
    }

    private static bool Next(BinaryReader reader, out string name, out long length)
    {
        length = Tag(reader, out name) && reader.ReadBytes(4) is { Length: 4 } size
            ? BinaryPrimitives.ReadUInt32LittleEndian(size) : -1;
        return length >= 0;
    }

    private static bool Tag(BinaryReader reader, out string tag) =>
        (tag = Encoding.Latin1.GetString(reader.ReadBytes(4))).Length == 4;

    private static Wav? Format(ReadOnlySpan<byte> format)
    {
        if (format.Length < 16)
            return null;
        var (kind, channels) = (Short(format), Short(format[2..]));
        if (kind == Extended && format.Length >= 26)
            kind = Short(format[24..]);
        var (rate, bits) = (BinaryPrimitives.ReadInt32LittleEndian(format[4..]), Short(format[14..]));
        var known = (kind, bits) is (Integers, 16 or 24) or (Floats, 32);
        return known && channels is 1 or 2 && rate > 0 && Short(format[12..]) == channels * bits / 8
            ? new(rate, channels, bits, 0, 0) : null;
    }

    private static short Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt16LittleEndian(bytes);

    private static float[] Values(ReadOnlySpan<byte> bytes, int bits)
    {
        var values = GC.AllocateUninitializedArray<float>(bytes.Length / (bits / 8));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = bits switch
            {
                16 => Short(bytes[(2 * i)..]) / 32768f,
                24 => ((bytes[3 * i] << 8) | (bytes[(3 * i) + 1] << 16) | (bytes[(3 * i) + 2] << 24)) / 2147483648f,
                _ => Math.Clamp(Finite(BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..])), -1, 1),
            };
        }
        return values;
    }

    private static float Finite(float value) => float.IsFinite(value) ? value : 0;

    private static float[] Means(float[] pairs)
    {
        var means = new float[pairs.Length / 2];
        for (var i = 0; i < means.Length; i++)
            means[i] = (pairs[2 * i] + pairs[(2 * i) + 1]) / 2;
        return means;
    }
}
