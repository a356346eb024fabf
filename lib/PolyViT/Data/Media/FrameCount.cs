namespace PolyViT;

/// <summary>
/// How many frames a video has by the header of its container, where that is plain to see, so that a set of
/// short clips needs one process for each and not two.
/// </summary>
/// <param name="Frames">How many.</param>
/// <param name="PerSecond">On average.</param>
internal sealed record FrameCount(int Frames, double PerSecond)
{
    /// <summary>What the header of an MP4, MOV or AVI says; null for anything else, odd or damaged.</summary>
    /// <param name="file">What may be one.</param>
    /// <exception cref="InputException">The file cannot be opened.</exception>
    public static FrameCount? TryRead(MediaFile file)
    {
        using var stream = new MediaBytes(file);
        try
        {
            var count = Mp4Header.TryRead(stream) ?? AviHeader.TryRead(stream);
            return count is { Frames: > 0, PerSecond: > 0 } && double.IsFinite(count.PerSecond) ? count : null;
        }
        catch (Exception e) when (e is EndOfStreamException or ArgumentOutOfRangeException or IOException)
        {
            return null;
        }
    }
}

/// <summary>The bytes of a file, or of a part of one, at any place.</summary>
internal sealed class MediaBytes : IDisposable
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle handle;
    private readonly long offset;

    /// <summary>Opens a file.</summary>
    /// <param name="file">The file, and the bytes of it that count.</param>
    /// <exception cref="InputException">It cannot be opened.</exception>
    public MediaBytes(MediaFile file)
    {
        try
        {
            handle = File.OpenHandle(file.Path);
            offset = file.Offset;
            Length = Math.Max(0, Math.Min(file.Length ?? long.MaxValue, RandomAccess.GetLength(handle) - offset));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Ffmpeg.Refused(file, e.Message);
        }
    }

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Some of them.</summary>
    /// <param name="place">Of the first.</param>
    /// <param name="count">How many; those that are not there are left out.</param>
    public byte[] At(long place, int count)
    {
        var bytes = new byte[(int)Math.Clamp(Length - place, 0, count)];
        return bytes[..RandomAccess.Read(handle, bytes, offset + place)];
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
