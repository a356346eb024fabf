using System.Buffers;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace PolyViT;

/// <summary>
/// Decodes pictures with Skia: JPEG (by libjpeg-turbo), PNG, GIF (its first frame), WebP and BMP, told apart
/// by their bytes and not by their names. All functions may run on any thread.
/// </summary>
public static partial class Pictures
{
    // 100 megapixels; a file of a few kilobytes can announce more than any memory holds.
    private const long MostPixels = 100_000_000;
    private const long MostBytes = 1 << 30;
    private const int CachedBytes = 1 << 16;

    /// <summary>
    /// A picture as shown: EXIF orientation applied, transparency over white, grey and CMYK as RGB, 16 bits
    /// cut to 8, colour profiles ignored.
    /// </summary>
    /// <param name="file">The picture.</param>
    /// <param name="reduce">1, 2, 4 or 8: height and width may come divided by it (rounded up), where the
    /// format's decoder can do that for less work, as JPEG's; other formats come in their own size.</param>
    /// <param name="room">Gives an array of at least so many bytes for the pixels, e.g. one from a pool that
    /// the caller returns; a new array for each large picture costs a tenth of decoding it. Null makes new
    /// ones.</param>
    /// <exception cref="InputException">Not a whole picture, or one of more than 100 megapixels.</exception>
    public static Picture Read(MediaFile file, int reduce = 1, Func<int, byte[]>? room = null)
    {
        room ??= bytes => GC.AllocateUninitializedArray<byte>(bytes);
        using var opened = Open(file);
        var codec = opened.Codec;
        var size = reduce is 1 or 2 or 4 or 8
            ? codec.GetScaledDimensions(1f / reduce)
            : throw new InputException($"A picture cannot be reduced by {reduce}: choose 1, 2, 4 or 8.");
        var opaque = codec.Info.AlphaType == SKAlphaType.Opaque;
        var info = new SKImageInfo(
            size.Width, size.Height, SKColorType.Rgba8888, opaque ? SKAlphaType.Opaque : SKAlphaType.Premul);
        if (opaque && codec.EncodedOrigin == SKEncodedOrigin.TopLeft
            && codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
            return Rows(codec, info, file, room);
        return Whole(codec, info, file, room);
    }

    // Memory that goes at once: a small file may announce a large picture.
    private static unsafe Picture Whole(
        SKCodec codec, SKImageInfo info, MediaFile file, Func<int, byte[]> room)
    {
        var pixels = NativeMemory.Alloc((nuint)info.BytesSize);
        try
        {
            var decoded = codec.GetPixels(info, (nint)pixels);
            return decoded == SKCodecResult.Success
                ? Packed(new(pixels, info.BytesSize), info, codec.EncodedOrigin, room)
                : throw Refused(file, $"{decoded}");
        }
        finally
        {
            NativeMemory.Free(pixels);
        }
    }

    // A few rows at a time, while they are in the processor's cache.
    private static unsafe Picture Rows(SKCodec codec, SKImageInfo info, MediaFile file, Func<int, byte[]> room)
    {
        var started = codec.StartScanlineDecode(info);
        if (started != SKCodecResult.Success)
            throw Refused(file, $"{started}");
        var pixels = room(info.Width * info.Height * 3);
        var most = Math.Max(1, CachedBytes / info.RowBytes);
        var rgba = ArrayPool<byte>.Shared.Rent(most * info.RowBytes);
        try
        {
            for (var row = 0; row < info.Height; row += most)
            {
                var rows = Math.Min(most, info.Height - row);
                fixed (byte* bytes = rgba)
                {
                    if (codec.GetScanlines((nint)bytes, rows, info.RowBytes) != rows)
                        throw Refused(file, "it ends early");
                }
                Rgba.Pack(rgba.AsSpan(0, rows * info.RowBytes), pixels.AsSpan(row * info.Width * 3));
            }
            return new(pixels, info.Height, info.Width);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }

    /// <summary>The size of a picture as shown, from its header.</summary>
    /// <param name="file">The picture.</param>
    /// <exception cref="InputException">Not a picture, or one of more than 100 megapixels.</exception>
    public static (int Height, int Width) Size(MediaFile file)
    {
        using var opened = Open(file);
        var (info, turned) = (opened.Codec.Info, Orientation.Turned(opened.Codec.EncodedOrigin));
        return turned ? (info.Width, info.Height) : (info.Height, info.Width);
    }

    private static Picture Packed(
        Span<byte> rgba, SKImageInfo info, SKEncodedOrigin origin, Func<int, byte[]> room)
    {
        if (!info.IsOpaque)
            Rgba.OverWhite(rgba);
        var pixels = room(info.Width * info.Height * 3);
        if (origin == SKEncodedOrigin.TopLeft)
            Rgba.Pack(rgba, pixels);
        else
            Orientation.Upright(rgba, info.Height, info.Width, origin, pixels);
        return Orientation.Turned(origin)
            ? new(pixels, info.Width, info.Height) : new(pixels, info.Height, info.Width);
    }

    private sealed record Opened(SKCodec Codec, SKData Bytes) : IDisposable
    {
        public void Dispose()
        {
            Codec.Dispose();
            Bytes.Dispose();
        }
    }

    private static Opened Open(MediaFile file)
    {
        var bytes = Bytes(file);
        var codec = SKCodec.Create(bytes);
        if (codec is null)
        {
            bytes.Dispose();
            throw Refused(file, "no known picture format");
        }
        var opened = new Opened(codec, bytes);
        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height <= MostPixels)
            return opened;
        opened.Dispose();
        throw new InputException(
            $"{file} has {width} x {height} pixels, which is more than {MostPixels}: shrink it.");
    }

    private static unsafe SKData Bytes(MediaFile file)
    {
        try
        {
            using var handle = File.OpenHandle(file.Path);
            var length = Math.Min(file.Length ?? long.MaxValue, RandomAccess.GetLength(handle) - file.Offset);
            if (length is <= 0 or > MostBytes)
                throw Refused(file, $"{Math.Max(0, length)} bytes");
            var bytes = SKData.Create(length);
            var read = RandomAccess.Read(handle, new Span<byte>((void*)bytes.Data, (int)length), file.Offset);
            if (read == length)
                return bytes;
            bytes.Dispose();
            throw Refused(file, $"{read} of its {length} bytes can be read");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(file, e.Message);
        }
    }

    private static InputException Refused(MediaFile file, string why) =>
        new($"{file} is not a whole picture ({why}): copy it again or take it out of the data set.");
}
