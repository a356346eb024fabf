using System.Formats.Tar;

namespace PolyViT.Tests;

public class TarIndexTests
{
    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Members_of_every_kind_of_tar_are_where_the_index_says(TarEntryFormat format)
    {
        using var folder = new TempFolder();
        folder.WritePictures("in/a/1.jpg", "in/b/ö 2.jpg");
        if (format is TarEntryFormat.Pax or TarEntryFormat.Gnu)
            folder.Write($"in/a/{new string('x', 150)}.jpg", MadeSets.Jpeg(9));
        using (var stream = File.Create(folder["all.tar"]))
        using (var tar = new TarWriter(stream, format))
        {
            foreach (var file in Directory.EnumerateFiles(folder["in"], "*", SearchOption.AllDirectories))
                tar.WriteEntry(file, Path.GetRelativePath(folder["in"], file));
        }
        var bytes = File.ReadAllBytes(folder["all.tar"]);
        var members = TarIndex.Of(folder["all.tar"]);
        Assert.Equal(Directory.GetFiles(folder["in"], "*", SearchOption.AllDirectories).Length, members.Length);
        foreach (var member in members)
            Assert.Equal(File.ReadAllBytes(folder[$"in/{member.Name}"]), bytes.AsSpan((int)member.Offset, (int)member.Length));
    }

    [Fact]
    public void A_tar_that_was_cut_anywhere_is_refused_and_named()
    {
        var inner = MadeSets.Tar(("1.jpg", MadeSets.Jpeg(1)), ("2.jpg", MadeSets.Jpeg(2)));
        var whole = MadeSets.Tar(("n1.tar", inner), ("n2.tar", inner));
        using var folder = new TempFolder();
        var file = folder.Write("t.tar", whole);
        Assert.Equal(["n1.tar/1.jpg", "n1.tar/2.jpg", "n2.tar/1.jpg", "n2.tar/2.jpg"], TarIndex.Of(file).Select(m => m.Name));
        for (var length = 0; length < whole.Length - 1024; length += 256) // the last two blocks are the end mark
        {
            folder.Write("t.tar", whole[..length]);
            Refusal.Names(() => TarIndex.Of(file), "t.tar", "copy it again");
        }
        folder.Write("t.tar", MadeSets.Tar(("n1.tar", inner[..1536])));
        Refusal.Names(() => TarIndex.Of(file), "t.tar", "a tar within it");
        folder.Write("t.tar", "no tar at all, but a text that is longer than a block of a tar" + new string('.', 1000));
        Refusal.Names(() => TarIndex.Of(file), "t.tar");
    }

    [Fact]
    public void The_index_is_kept_until_the_archive_changes()
    {
        using var folder = new TempFolder();
        var file = folder.Write("t.tar", "12345");
        var scans = 0;
        ImmutableArray<Member> Of() => MemberIndex.Of(file, "test", _ =>
        {
            scans++;
            return [new("ä b", 1, 2), new("c", long.MaxValue, 3, 4)];
        });
        Assert.Equal([new("ä b", 1, 2), new("c", long.MaxValue, 3, 4)], Of());
        Assert.Equal(Of(), Of());
        Assert.Equal(1, scans);
        folder.Write("t.tar", "123456");
        _ = Of();
        Assert.Equal(2, scans);
        var kept = MemberIndex.Place(file, "test-index");
        File.WriteAllBytes(kept, [.. File.ReadAllBytes(kept)[..^1], 7]);
        _ = Of();
        Assert.Equal(3, scans);
    }
}
