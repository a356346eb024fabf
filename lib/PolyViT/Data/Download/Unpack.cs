using System.Formats.Tar;
using System.IO.Compression;

namespace PolyViT;

/// <summary>What an archive may be at most; beyond it is taken for a bomb.</summary>
public sealed record UnpackLimits
{
    /// <summary>Files and folders.</summary>
    public long Entries { get; init; } = 5_000_000;

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; init; } = 1L << 40;

    /// <summary>Bytes of all files per byte of the archive.</summary>
    public double Ratio { get; init; } = 200;

    /// <summary>What is allowed whatever the ratio, bytes.</summary>
    public long Free { get; init; } = 64 << 20;

    /// <summary>Folders within each other.</summary>
    public int Depth { get; init; } = 32;

    /// <summary>Bytes that an archive of this length may have.</summary>
    internal long Of(long archive) => Math.Min(Bytes, Math.Max(Free, (long)(archive * Ratio)));
}

/// <summary> Unpacks .tar, .tar.gz, .tgz, .zip and .gz into a folder, and writes nothing anywhere else
/// whatever the archive says: only plain files and folders are made, by names that stay within the folder.
/// </summary>
public static class Unpack
{
    private const int UnixKind = 0xF000, UnixLink = 0xA000, UnixFile = 0x8000, UnixFolder = 0x4000;

    /// <summary>Unpacks an archive; its name tells what it is.</summary>
    /// <param name="archive">The file.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="limits">What it may be at most.</param>
    /// <param name="at">Takes how far in the archive it is, bytes.</param>
    /// <param name="stop">Leaves the folder as it is then.</param>
    /// <exception cref="InputException">The archive is broken, or wants what it must not.</exception>
    public static void Into(
        string archive, string folder, UnpackLimits limits, Action<long>? at = null,
        CancellationToken stop = default)
    {
        var name = Path.GetFileName(archive).ToLowerInvariant();
        try
        {
            using var file = File.OpenRead(archive);
            void Tell() => at?.Invoke(file.Position);
            var into = new UnpackedFolder(archive, folder, limits, file.Length, Tell, stop);
            bool Ends(string end) => name.EndsWith(end, StringComparison.Ordinal);
            if (Ends(".zip"))
                Zip(file, into);
            else if (Ends(".tar") || Ends(".tar.gz") || Ends(".tgz"))
                Tar(IsGzip(file) ? new WholeGzip(file) : file, into);
            else if (Ends(".gz"))
                into.File(Path.GetFileNameWithoutExtension(archive), new WholeGzip(file));
            else
                throw into.Refused("its name ends with none of .zip, .tar, .tar.gz, .tgz, .gz");
            into.End();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new InputException(
                $"{archive} cannot be unpacked ({e.Message}): delete it and get it again.", e);
        }
    }

    // Names do not always tell: there are tars that are called .tar.gz and are not packed.
    private static bool IsGzip(FileStream file)
    {
        var start = new byte[2];
        var n = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return n == 2 && start is [0x1F, 0x8B];
    }

    private static void Tar(Stream stream, UnpackedFolder into)
    {
        using var tar = new TarReader(stream, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                case TarEntryType.Directory or TarEntryType.DirectoryList:
                    into.Folder(entry.Name);
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                    into.File(entry.Name, entry.DataStream ?? Stream.Null);
                    break;
                case TarEntryType.SymbolicLink:
                    into.Link(entry.Name, $"{entry.Name}/../{entry.LinkName}", entry.LinkName);
                    break;
                case TarEntryType.HardLink:
                    into.Link(entry.Name, entry.LinkName, entry.LinkName);
                    break;
                default:
                    throw into.Refused(
                        $"{entry.Name} is a {entry.EntryType}, which is neither a file nor a folder");
            }
        }
        into.Pass(stream); // what follows the last entry is summed too
    }

    private static void Zip(Stream stream, UnpackedFolder into)
    {
        using var zip = new ZipArchive(stream);
        foreach (var entry in zip.Entries)
        {
            var kind = (entry.ExternalAttributes >> 16) & UnixKind;
            if (entry.IsEncrypted)
                throw into.Refused($"{entry.FullName} is encrypted");
            if (kind is not (0 or UnixFile or UnixFolder))
                throw into.Refused($"{entry.FullName} is a {(kind == UnixLink ? "link" : "device")}");
            if (entry.FullName.EndsWith('/') || kind == UnixFolder)
            {
                into.Folder(entry.FullName);
                continue;
            }
            using var content = entry.Open();
            into.File(entry.FullName, content, entry.Crc32);
        }
    }
}
