namespace PolyViT.Tests;

/// <summary>Pictures, sounds and videos to damage, and what reads them.</summary>
public static class MediaFuzz
{
    private const int Header = 512; // bytes at the beginning of a file that are damaged by themselves too

    /// <summary>Every small file of a folder: damaged anywhere, in its header, and continued by
    /// another.</summary>
    /// <param name="folder">The folder of the sample data.</param>
    /// <returns>Kinds of media with what is damaged.</returns>
    public static (string Kind, FuzzTarget[] Targets)[] All(string folder)
    {
        string[] audio = [.. Files(folder, "torture/audio"), .. Files(folder, "audio/free-spoken-digit-dataset").Take(5)];
        string[] video =
            [.. Files(folder, "torture/video"), .. Files(folder, "video/GRID").Take(3), .. Files(folder, "video/UCF-101").Take(3)];
        return
        [
            ("pictures", Targets([.. Files(folder, "torture/image"), .. Files(folder, "image/oxford-iiit-pet/images").Take(5)], Picture)),
            ("sounds", Targets(audio, Sound)),
            ("videos", Targets(video, Clip)),
        ];
    }

    private static IEnumerable<string> Files(string folder, string under) =>
        Directory.EnumerateFiles(Path.Combine(folder, under), "*.*", SearchOption.AllDirectories)
            .Where(f => new FileInfo(f).Length is > 0 and < 300_000 && !f.Contains("20000x20000", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static FuzzTarget[] Targets(string[] files, Action<string> read)
    {
        byte[][] all = [.. files.Select(File.ReadAllBytes)];
        return [.. files.SelectMany((f, i) => Of(Path.GetFileName(f), all[i], all[(i + 1) % all.Length], read))];
    }

    private static FuzzTarget[] Of(string name, byte[] bytes, byte[] other, Action<string> read)
    {
        var (half, split) = (bytes.Length / 2, Math.Min(Header, bytes.Length));
        return
        [
            new(name, [bytes], file => file) { Read = read },
            new($"{name} header", [bytes[..split]], header => [.. header, .. bytes[split..]]) { Read = read },
            new($"{name} spliced", [bytes[..half]], start => [.. start, .. other[(other.Length / 2)..]]) { Read = read },
        ];
    }

    private static void Picture(string path)
    {
        var size = Pictures.Size(new(path));
        var picture = Pictures.Read(new(path));
        Require(size == (picture.Height, picture.Width) && picture.Pixels.Length == size.Height * size.Width * 3);
        _ = Pictures.Read(new(path), 4);
    }

    private static void Sound(string path)
    {
        var sound = Sounds.Read(new(path), 16000, n => n / 2, 16000);
        Require(sound.Length is > 0 and <= 16000 && sound.All(v => v is >= -1 and <= 1));
    }

    private static void Clip(string path)
    {
        var clip = Clips.Read(new(path), n => [0, n / 2, n - 1], 64);
        Require(clip.Frames == 3 && Math.Min(clip.Height, clip.Width) == 64
            && clip.Pixels.Length >= 3 * clip.Height * clip.Width * 3);
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("what was read is not what was asked for");
    }
}
