using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace PolyViT;

/// <summary>A file of which parts are mapped into memory while they are looked at.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private readonly MemoryMappedFile map;

    private MappedFile(string path, SafeFileHandle handle, MemoryMappedFile map)
    {
        (Path, this.handle, this.map) = (path, handle, map);
        Length = RandomAccess.GetLength(handle);
    }

    public string Path { get; }

    public long Length { get; }

    /// <summary>Opens a file that is not empty.</summary>
    public static MappedFile Open(string path)
    {
        try
        {
            var handle = File.OpenHandle(path);
            if (RandomAccess.GetLength(handle) == 0)
                throw new InputException($"{path} is empty: fetch or write it again.");
            return new(path, handle, MemoryMappedFile.CreateFromFile(
                handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be opened ({e.Message}): check the path.", e);
        }
    }

    /// <summary>Copies the bytes from a place on; the caller has checked that they lie in the file.</summary>
    public void Read(long start, Span<byte> into)
    {
        for (var done = 0; done < into.Length;)
        {
            var got = RandomAccess.Read(handle, into[done..], start + done);
            if (got == 0)
                throw new InputException($"{Path} became shorter while it was read: write it again, and leave it alone.");
            done += got;
        }
    }

    /// <summary>The bytes from a place on; the caller has checked that they lie in the file.</summary>
    public byte[] Bytes(long start, int length)
    {
        var bytes = new byte[length];
        Read(start, bytes);
        return bytes;
    }

    /// <summary>Lends the memory of a part of the file until the function returns.</summary>
    public void Lend(long start, long length, Action<nint> use)
    {
        using var view = map.CreateViewAccessor(start, length, MemoryMappedFileAccess.Read);
        byte* pointer = null;
        try
        {
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
            use((nint)(pointer + view.PointerOffset));
        }
        finally
        {
            if (pointer != null)
                view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    public void Dispose()
    {
        map.Dispose();
        handle.Dispose();
    }
}
