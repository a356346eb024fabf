using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace PolyViT;

/// <summary> Unpacks gzip, and says at the end whether that was all of it: .NET's own stream ends silently
/// where a file was cut. </summary>
/// <param name="file">One gzip member, from its first byte.</param>
internal sealed class WholeGzip(FileStream file) : Stream
{
    private const int Trailer = 8;

    private readonly GZipStream gzip = new(file, CompressionMode.Decompress);
    private readonly Crc32 sum = new();
    private long length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => length;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var n = gzip.Read(buffer);
        sum.Append(buffer[..n]);
        length += n;
        if (n == 0 && buffer.Length > 0)
            Check();
        return n;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            gzip.Dispose();
        base.Dispose(disposing);
    }

    // RFC 1952: the last eight bytes are the sum and the length, modulo 2^32, of what was packed.
    private void Check()
    {
        var trailer = new byte[Trailer];
        if (file.Length < Trailer)
            throw new InvalidDataException("it is cut");
        file.Position = file.Length - Trailer;
        file.ReadExactly(trailer);
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != sum.GetCurrentHashAsUInt32()
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer.AsSpan(4)) != (uint)length)
        {
            throw new InvalidDataException("it is cut or changed: its sum is not that of its bytes");
        }
    }
}
