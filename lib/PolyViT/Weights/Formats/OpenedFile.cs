using Microsoft.Win32.SafeHandles;

namespace PolyViT;

/// <summary>A file that is open for reading from any place.</summary>
/// <remarks>
/// Values are read straight into the memory where they stay. A mapping would need a copy out of it, and a
/// file
/// that is cut short under a mapping ends the process, where a read fails in a sentence.
/// </remarks>
internal sealed class OpenedFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private OpenedFile(string path, SafeFileHandle handle, long length) =>
        (Path, this.handle, Length) = (path, handle, length);

    public string Path { get; }

    public long Length { get; }

    /// <summary>Opens a file that is not empty.</summary>
    public static OpenedFile Open(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path);
            return RandomAccess.GetLength(handle) is > 0 and var length
                ? new(path, handle, length)
                : throw new InputException($"{path} is empty: fetch or write it again.");
        }
        catch (Exception e)
        {
            handle?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
                throw new InputException($"{path} cannot be opened ({e.Message}): check the path.", e);
            throw;
        }
    }

    /// <summary>Reads what lies at a place, which the caller knows to be in the file.</summary>
    public void Read(long start, Span<byte> into)
    {
        for (var done = 0; done < into.Length;)
        {
            var got = ReadSome(start + done, into[done..]);
            if (got == 0)
                throw new InputException(
                    $"{Path} became shorter while it was read: write it again, and leave it alone.");
            done += got;
        }
    }

    /// <summary>Reads at most so many bytes at a place; 0 at the file's end.</summary>
    public int ReadSome(long start, Span<byte> into)
    {
        try
        {
            return RandomAccess.Read(handle, into, start);
        }
        catch (IOException e)
        {
            throw new InputException($"{Path} cannot be read ({e.Message}): copy it to a sound disk.", e);
        }
    }

    /// <summary>The bytes at a place, which the caller knows to be in the file.</summary>
    public byte[] Bytes(long start, int length)
    {
        var bytes = new byte[length];
        Read(start, bytes);
        return bytes;
    }

    /// <summary>That the file is damaged or not what it claims to be, in one sentence.</summary>
    public InputException Refused(CheckpointFormat format, string why, Exception? inner = null) =>
        new($"{Path} cannot be read as {format.Words()}: {why}; fetch or write it again.", inner!);

    public void Dispose() => handle.Dispose();
}
