using System.Collections.Concurrent;

namespace PolyViT;

/// <summary>One file of a zip archive.</summary>
/// <param name="Name">Its name in the archive.</param>
/// <param name="Start">Where its bytes begin in the archive's file.</param>
/// <param name="Packed">How many bytes it takes there.</param>
/// <param name="Length">How many bytes it has; as many as <paramref name="Packed"/> unless deflated.</param>
/// <param name="Crc">The CRC-32 of its bytes.</param>
/// <param name="Deflated">Whether it is deflated, or stored as it is.</param>
internal sealed record ZipPart(string Name, long Start, long Packed, long Length, uint Crc, bool Deflated);

/// <summary>A zip archive that is open.</summary>
/// <param name="File">The archive's file.</param>
/// <param name="Format">What it is read as.</param>
/// <param name="Parts">Name to part, in the archive's order.</param>
internal sealed record ZipFile(
    OpenedFile File, CheckpointFormat Format, IReadOnlyDictionary<string, ZipPart> Parts)
{
    /// <summary>The names of parts whose checksum was right: they are not summed again.</summary>
    public ConcurrentDictionary<string, bool> Sound { get; } = [];

    /// <summary>That the archive cannot be read, because of one of its parts.</summary>
    public InputException Refused(ZipPart part, string why, Exception? inner = null) =>
        File.Refused(Format, $"'{part.Name}' {why}", inner);
}
