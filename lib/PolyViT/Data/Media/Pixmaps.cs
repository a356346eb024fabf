using System.Text;

namespace PolyViT;

/// <summary>
/// Portable pixmaps one after another on a pipe, all of one size that the first one tells; they are read
/// straight into the result.
/// </summary>
internal static class Pixmaps
{
    /// <summary>Of a frame.</summary>
    public const int MostPixels = 8192 * 4320;

    private const int MostHeader = 32;

    /// <summary>Reads a number of pixmaps.</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="frames">How many are wanted.</param>
    /// <param name="room">Gives an array of at least so many bytes.</param>
    /// <returns>Those that came whole, with room for all; null when none did.</returns>
    public static Clip? Read(Stream stream, int frames, Func<int, byte[]> room)
    {
        if (Header(stream) is not { } header || Size(header) is not var (height, width))
            return null;
        var (pixels, bytes) = (room(Bytes(frames, height, width)), height * width * 3);
        Span<byte> next = stackalloc byte[header.Length];
        for (var i = 0; i < frames; i++)
        {
            var whole = (i == 0 || (Filled(stream, next) && next.SequenceEqual(header)))
                && Filled(stream, pixels.AsSpan(i * bytes, bytes));
            if (!whole)
                return i == 0 ? null : new(pixels, i, height, width);
        }
        return new(pixels, frames, height, width);
    }

    /// <summary>Reads pixmaps one at a time, as far as they are whole.</summary>
    /// <param name="stream">Where they come from.</param>
    public static IEnumerable<Picture> Each(Stream stream)
    {
        while (Header(stream) is { } header && Size(header) is var (height, width))
        {
            var pixels = Room(1, height, width);
            if (!Filled(stream, pixels))
                yield break;
            yield return new(pixels, height, width);
        }
    }

    /// <summary>Room for frames, not cleared.</summary>
    /// <exception cref="InputException">More than an array holds.</exception>
    public static byte[] Room(int frames, int height, int width) => Fresh(Bytes(frames, height, width));

    /// <summary>A new array, not cleared.</summary>
    public static byte[] Fresh(int bytes) => GC.AllocateUninitializedArray<byte>(bytes);

    private static int Bytes(int frames, int height, int width)
    {
        var bytes = (long)frames * height * width * 3;
        return bytes <= Array.MaxLength
            ? (int)bytes
            : throw new InputException(
                $"{frames} frames of {width} x {height} pixels are more than an array holds: "
                + "choose fewer, or scale them down.");
    }

    private static bool Filled(Stream stream, Span<byte> bytes) =>
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length;

    // "P6\n320 240\n255\n", as ffmpeg writes it.
    private static byte[]? Header(Stream stream)
    {
        var header = new List<byte>();
        for (int c, lines = 0; lines < 3 && header.Count < MostHeader && (c = stream.ReadByte()) >= 0;)
        {
            header.Add((byte)c);
            lines += c == '\n' ? 1 : 0;
        }
        return header is [(byte)'P', (byte)'6', (byte)'\n', .., (byte)'\n'] ? [.. header] : null;
    }

    private static (int Height, int Width)? Size(byte[] header)
    {
        int[] numbers = [.. Encoding.ASCII.GetString(header).Split([' ', '\n']).Skip(1)
            .Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var v) ? v : 0)];
        return numbers is [> 0 and var width, > 0 and var height, 255, ..] && (long)width * height <= MostPixels
            ? (height, width) : null;
    }
}
