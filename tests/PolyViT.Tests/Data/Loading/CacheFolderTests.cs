namespace PolyViT.Tests;

public class CacheFolderTests
{
    [Fact]
    public void The_key_changes_with_every_file_part_and_setting()
    {
        using var folder = new TempFolder();
        folder.Write("a", "1");
        folder.Write("b", "2");
        string Key(string settings = "x", params Item[] items) => Convert.ToHexString(
            CacheFolder.Key(settings, folder.Root, items.Length == 0 ? [new("a", 0), new("b", 0)] : items));
        var first = Key();
        Assert.Equal(first, Key());
        Assert.Equal(first, Key("x", new("a", 1), new("b", 2))); // labels are no part of what is decoded
        var changes = new List<string>
        {
            first, Key("y"), Key("x", new Item("a", 0)), Key("x", new("b", 0), new("a", 0)),
            Key("x", new Item("a", 0) { Offset = 1, Length = 1 }, new("b", 0)),
            Key("x", new Item("a", 0) { Offset = 1, Length = 2 }, new("b", 0)),
            Key("x", new Item("a", 0) { Start = 1, Seconds = 1 }, new("b", 0)),
        };
        File.SetLastWriteTimeUtc(folder["b"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        changes.Add(Key());
        folder.Write("b", "22");
        File.SetLastWriteTimeUtc(folder["b"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        changes.Add(Key());
        Assert.Equal(changes.Count, changes.Distinct().Count());
        File.Delete(folder["b"]);
        Refusal.Names(() => Key(), "b is not there");
    }
}
