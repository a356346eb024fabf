using System.IO.Hashing;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>What a shard holds: consecutive rows of a decoded set.</summary>
/// <param name="Key">32 bytes, <see cref="CacheFolder.Key"/>.</param>
/// <param name="Type">Byte or Float32.</param>
/// <param name="Shape">The shape of a row.</param>
/// <param name="First">The number of its first row.</param>
/// <param name="Count">How many rows.</param>
internal sealed record ShardContent(
    byte[] Key, ScalarType Type, ImmutableArray<long> Shape, int First, int Count)
{
    /// <summary>Bytes of a row.</summary>
    public int RowSize { get; } = checked((int)Shape.Aggregate(PackedRows.Size(Type), (a, b) => a * b));

    /// <summary>Bytes of the file.</summary>
    public long FileSize => Shard.HeaderSize + ((long)Count * RowSize);
}

/// <summary>
/// A file of rows that is read through a memory map: a header of one page, in which magic, version, content
/// and checksum stand, then the rows. It is whole, as it was written, when it is opened; writers replace
/// files, so that it stays so.
/// </summary>
internal sealed unsafe class Shard
{
    /// <summary>Of the format.</summary>
    public const int Version = 3;

    /// <summary>Where the rows begin, bytes: a page, so that they are aligned.</summary>
    public const int HeaderSize = 4096;

    /// <summary>How many rows of a shard may be unreadable: their numbers stand in the header.</summary>
    public const int MostUnreadable = (HeaderSize / sizeof(int)) - 64;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* start;
    private int[] unreadable = [];

    private Shard(ShardContent content, FileStream stream)
    {
        Content = content;
        file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        view = file.CreateViewAccessor(0, content.FileSize, MemoryMappedFileAccess.Read);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
    }

    // The map goes with the last row that anyone can ask for; its handle is finalised after this.
    ~Shard()
    {
        if (start is not null)
            view.SafeMemoryMappedViewHandle.ReleasePointer();
    }

    /// <summary>What it holds.</summary>
    public ShardContent Content { get; }

    /// <summary>Places of the rows that could not be decoded; their bytes are zero.</summary>
    public ReadOnlySpan<int> Unreadable => unreadable;

    /// <summary>A row's bytes; valid while the shard lives.</summary>
    /// <param name="i">Its place in the shard.</param>
    public ReadOnlySpan<byte> Row(int i)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)i, (uint)Content.Count);
        return new(start + HeaderSize + ((long)i * Content.RowSize), Content.RowSize);
    }

    /// <summary>Opens a shard; null when there is none, or it is damaged, or holds something else.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it should hold.</param>
    public static Shard? TryOpen(string path, ShardContent content)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var stream = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (stream.Length != content.FileSize)
            {
                stream.Dispose();
                return null;
            }
            var shard = new Shard(content, stream);
            if (shard.IsWhole())
                return shard;
            shard.Close();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a shard, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What it is to hold.</param>
    /// <param name="fill">
    /// Gives every row, from any thread, to the action it is handed: its place and its bytes, null where it
    /// could not be decoded.
    /// </param>
    public static void Write(string path, ShardContent content, Action<Action<int, byte[]?>> fill) =>
        WholeFile.Replace(path, stream =>
        {
            var handle = ((FileStream)stream).SafeFileHandle;
            var (sums, missing) = (new UInt128[content.Count], new bool[content.Count]);
            fill((i, bytes) =>
            {
                missing[i] = bytes is null;
                var row = bytes ?? new byte[content.RowSize];
                if (row.Length != content.RowSize)
                    throw new InputException(
                        $"A row of {row.Length} bytes is among rows of {content.RowSize}: make all of one size.");
                RandomAccess.Write(handle, row, HeaderSize + ((long)i * content.RowSize));
                sums[i] = XxHash128.HashToUInt128(row);
            });
            int[] unreadable = [.. missing.Index().Where(m => m.Item).Select(m => m.Index)];
            RandomAccess.Write(handle, Header(content, sums, unreadable), 0);
        });

    // Before it is replaced: some systems do not replace what is mapped.
    private void Close()
    {
        GC.SuppressFinalize(this);
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    private bool IsWhole()
    {
        var sums = new UInt128[Content.Count];
        Parallel.For(0, Content.Count, i => sums[i] = XxHash128.HashToUInt128(Row(i)));
        var header = new ReadOnlySpan<byte>(start, HeaderSize);
        var numbers = MemoryMarshal.Cast<byte, int>(header[(HeaderSize - ((MostUnreadable + 1) * sizeof(int)))..]);
        if (numbers[0] is < 0 or > MostUnreadable)
            return false;
        unreadable = numbers.Slice(1, numbers[0]).ToArray();
        return header.SequenceEqual(Header(Content, sums, unreadable));
    }

    private static byte[] Header(ShardContent content, UInt128[] sums, ReadOnlySpan<int> unreadable)
    {
        if (unreadable.Length > MostUnreadable)
            throw new InputException(
                $"{unreadable.Length} of {content.Count} rows cannot be decoded, and a shard notes at most "
                + $"{MostUnreadable}: copy the data set again, or stream it.");
        using var bytes = new MemoryStream(new byte[HeaderSize], 0, HeaderSize, writable: true);
        using (var writer = new BinaryWriter(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("PVTS"u8);
            int[] numbers = [Version, (int)content.Type, content.First, content.Count, content.Shape.Length];
            foreach (var number in numbers)
                writer.Write(number);
            foreach (var side in content.Shape)
                writer.Write(side);
            writer.Write(content.Key);
            writer.Write(XxHash128.Hash(MemoryMarshal.AsBytes(sums.AsSpan())));
            bytes.Position = HeaderSize - ((MostUnreadable + 1) * sizeof(int));
            writer.Write(unreadable.Length);
            writer.Write(MemoryMarshal.AsBytes(unreadable));
        }
        return bytes.ToArray();
    }
}
