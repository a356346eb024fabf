using System.Formats.Tar;
using SkiaSharp;

namespace PolyViT.Tests;

/// <summary>What miniatures of data sets are made of.</summary>
internal static class MadeSets
{
    /// <summary>A JPEG of 8 x 6 pixels that differs from those of other seeds.</summary>
    public static byte[] Jpeg(int seed)
    {
        using var bitmap = new SKBitmap(8, 6, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Erase(new SKColor((byte)(37 * seed), (byte)(91 * seed), (byte)(seed >> 3)));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return [.. data.ToArray(), (byte)seed]; // a byte after the end is passed over by decoders
    }

    /// <summary>A tar archive of these files.</summary>
    public static byte[] Tar(params IEnumerable<(string Name, byte[] Bytes)> files)
    {
        using var memory = new MemoryStream();
        using (var tar = new TarWriter(memory, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var (name, bytes) in files)
                tar.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(bytes) });
        }
        return memory.ToArray();
    }

    /// <summary>The bytes that an item names.</summary>
    public static byte[] Bytes(this Listing listing, Item item)
    {
        var bytes = File.ReadAllBytes(Path.Combine(listing.Folder, item.File));
        return item.Length is { } length ? bytes.AsSpan((int)item.Offset, (int)length).ToArray() : bytes;
    }

    /// <summary>Writes pictures, each of its own number, and gives that of every path.</summary>
    public static Dictionary<string, byte[]> WritePictures(this TempFolder folder, params IEnumerable<string> paths)
    {
        var pictures = paths.Select((p, i) => (p, Jpeg(i))).ToDictionary(p => p.p, p => p.Item2);
        foreach (var (path, bytes) in pictures)
            folder.Write(path, bytes);
        return pictures;
    }
}
