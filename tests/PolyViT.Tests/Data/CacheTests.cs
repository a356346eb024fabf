namespace PolyViT.Tests;

public class CacheTests
{
    [Fact]
    public void What_is_written_is_read()
    {
        using var folder = new TempFolder();
        using var data = Ops.Range(1000).to(ScalarType.Float32).view(10, 100);
        Cache.Write(folder["a/set.bin"], data);
        using var back = zeros(10, 100);
        Assert.True(Cache.TryRead(folder["a/set.bin"], back));
        Assert.True(back.equal(data).all().item<bool>());
        Assert.Equal(["set.bin"], Directory.GetFiles(folder["a"]).Select(Path.GetFileName));
        Assert.False(Cache.TryRead(folder["b/set.bin"], back));
    }

    [Fact]
    public void A_file_with_any_byte_changed_missing_or_added_is_not_trusted()
    {
        using var folder = new TempFolder();
        using var data = Ops.Range(50).to(ScalarType.Byte);
        using var back = zeros(50, ScalarType.Byte);
        Cache.Write(folder["set.bin"], data);
        var good = File.ReadAllBytes(folder["set.bin"]);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 0x10;
            Assert.False(Cache.TryRead(folder.Write("set.bin", bad), back));
            Assert.False(Cache.TryRead(folder.Write("set.bin", good[..i]), back));
        }
        Assert.False(Cache.TryRead(folder.Write("set.bin", [.. good, 0]), back));
        Assert.True(Cache.TryRead(folder.Write("set.bin", good), back));
    }

    [Fact]
    public void The_name_changes_with_every_file_and_setting()
    {
        using var folder = new TempFolder();
        folder.Write("a", "1");
        folder.Write("b", "2");
        string Name(string settings = "x", params string[] files) =>
            Cache.PathOf("cache", "set", settings, folder.Root, files.Length == 0 ? ["a", "b"] : files);
        var first = Name();
        Assert.Equal(first, Name());
        var changes = new List<string> { first, Name("y"), Name("x", "a"), Name("x", "b", "a") };
        File.SetLastWriteTimeUtc(folder["b"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        changes.Add(Name());
        folder.Write("b", "22");
        File.SetLastWriteTimeUtc(folder["b"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        changes.Add(Name());
        Assert.Equal(changes.Count, changes.Distinct().Count());
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_named()
    {
        using var folder = new TempFolder();
        folder.Write("file", "x");
        using var data = zeros(3);
        Refusal.Names(() => Cache.Write(folder["file/set.bin"], data), "POLYVIT_CACHE", "set.bin");
    }
}
