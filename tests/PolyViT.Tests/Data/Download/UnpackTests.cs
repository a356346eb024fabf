using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Threading;

namespace PolyViT.Tests.Downloads;

/// <summary>Archives, honest and hostile.</summary>
public class UnpackTests
{
    public static TheoryData<string> Kinds { get; } = [".zip", ".tar", ".tar.gz", ".tgz"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Files_and_folders_come_out_as_they_went_in(string kind)
    {
        using var folder = new TempFolder();
        var archive = Archive(folder, kind, ("top/", ""), ("top/ä b.txt", "one"), ("./top/deep/c.txt", "two"));
        Unpack.Into(archive, folder["out"], new());
        Assert.Equal("one", File.ReadAllText(folder["out/top/ä b.txt"]));
        Assert.Equal("two", File.ReadAllText(folder["out/top/deep/c.txt"]));
        Assert.Equal(2, Directory.GetFiles(folder["out"], "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_tar_that_only_calls_itself_packed_is_unpacked()
    {
        using var folder = new TempFolder();
        File.Move(Archive(folder, ".tar", ("a", "one")), folder["b.tar.gz"]);
        Unpack.Into(folder["b.tar.gz"], folder["out"], new());
        Assert.Equal("one", File.ReadAllText(folder["out/a"]));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("/evil")]
    [InlineData("..\\evil")]
    [InlineData("C:evil")]
    [InlineData("a/..")]
    public void A_name_that_would_leave_the_folder_is_refused(string name)
    {
        foreach (var kind in new[] { ".zip", ".tar" })
        {
            using var folder = new TempFolder();
            Refusal.Names(() => Unpack.Into(Archive(folder, kind, (name, "x")), folder["out/in"], new()),
                "would not stay in its folder", name);
            Assert.False(File.Exists(folder["evil"]));
            Assert.False(File.Exists(folder["out/evil"]));
        }
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink, "../outside")]
    [InlineData(TarEntryType.SymbolicLink, "/etc/passwd")]
    [InlineData(TarEntryType.SymbolicLink, "inner/../../../outside")]
    [InlineData(TarEntryType.HardLink, "../outside")]
    [InlineData(TarEntryType.HardLink, "/etc/passwd")]
    public void A_link_that_leads_out_is_refused(TarEntryType kind, string target)
    {
        using var folder = new TempFolder();
        folder.Write("outside", "secret");
        var archive = Tar(folder, new PaxTarEntry(kind, "link") { LinkName = target });
        Refusal.Names(() => Unpack.Into(archive, folder["out"], new()), "is a link to", "outside of it");
        Assert.Empty(Directory.GetFileSystemEntries(folder["out"]));
    }

    [Fact]
    public void A_link_within_becomes_a_copy_so_that_nothing_can_be_written_through_it()
    {
        using var folder = new TempFolder();
        var archive = Tar(folder, Plain("top/a", "one"),
            new PaxTarEntry(TarEntryType.SymbolicLink, "top/b") { LinkName = "../top/a" },
            new PaxTarEntry(TarEntryType.HardLink, "c") { LinkName = "top/a" });
        Unpack.Into(archive, folder["out"], new());
        Assert.Equal(["one", "one", "one"], new[] { "top/a", "top/b", "c" }.Select(f => File.ReadAllText(folder[$"out/{f}"])));
        Assert.Null(new FileInfo(folder["out/top/b"]).LinkTarget);
        var through = Tar(folder, new PaxTarEntry(TarEntryType.SymbolicLink, "d") { LinkName = "top" }, Plain("d/e", "x"));
        Refusal.Names(() => Unpack.Into(through, folder["out2"], new()), "no file that came before it");
    }

    [Theory]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public void Devices_are_refused(TarEntryType kind)
    {
        using var folder = new TempFolder();
        Refusal.Names(() => Unpack.Into(Tar(folder, new PaxTarEntry(kind, "thing")), folder["out"], new()),
            "thing is a", "neither a file nor a folder");
    }

    [Fact]
    public void Links_in_a_zip_are_refused()
    {
        using var folder = new TempFolder();
        var archive = folder["a.zip"];
        using (var zip = System.IO.Compression.ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            var entry = zip.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)(0xA1FFu << 16));
            using var text = new StreamWriter(entry.Open());
            text.Write("../outside");
        }
        Refusal.Names(() => Unpack.Into(archive, folder["out"], new()), "link is a link");
    }

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar.gz")]
    [InlineData(".gz")]
    public void A_bomb_stops_at_its_limit(string kind)
    {
        using var folder = new TempFolder();
        var archive = Archive(folder, kind, ("zeros", new string('\0', 20_000_000)));
        var limits = new UnpackLimits { Free = 1_000_000, Ratio = 10 };
        Refusal.Names(() => Unpack.Into(archive, folder["out"], limits), "that is a bomb", archive);
        Assert.InRange(Directory.GetFiles(folder["out"]).Sum(f => new FileInfo(f).Length), 0, 2_000_000);
    }

    [Fact]
    public void Too_many_entries_and_too_many_folders_are_refused()
    {
        using var folder = new TempFolder();
        var many = Archive(folder, ".zip", [.. Enumerable.Range(0, 12).Select(i => ($"{i}/", ""))]);
        Refusal.Names(() => Unpack.Into(many, folder["out"], new() { Entries = 10 }), "more than 10 entries");
        var deep = Archive(folder, ".tar", (string.Join('/', Enumerable.Repeat("d", 40)), "x"));
        Refusal.Names(() => Unpack.Into(deep, folder["out2"], new()), "deeper than 32");
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_same_name_twice_and_an_archive_of_nothing_are_refused(string kind)
    {
        using var folder = new TempFolder();
        Refusal.Names(() => Unpack.Into(Archive(folder, kind, ("a", "1"), ("a", "2")), folder["out"], new()), "twice");
        Refusal.Names(() => Unpack.Into(Archive(folder, kind, ("a/", "")), folder["out2"], new()), "no file in it");
    }

    [Theory]
    [InlineData(".zip", 2)]
    [InlineData(".tar", 2)]
    [InlineData(".tar.gz", 2)]
    [InlineData(".gz", 2)]
    [InlineData(".gz", 1)] // without the last bytes, which hold the sum
    public void Half_an_archive_is_told(string kind, int part)
    {
        using var folder = new TempFolder();
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => Rng.At(1, "text", 0).Bits(i)));
        var archive = Archive(folder, kind, ("a", text));
        var bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, part == 2 ? bytes[..(bytes.Length / 2)] : bytes[..^9]);
        Refusal.Names(() => Unpack.Into(archive, folder["out"], new()), archive, "get it again");
    }

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar.gz")]
    public void A_changed_byte_is_told(string kind)
    {
        using var folder = new TempFolder();
        var text = string.Concat(Enumerable.Range(0, 5000).Select(i => Rng.At(1, "text", 0).Bits(i)));
        var archive = Archive(folder, kind, ("a", text));
        var bytes = File.ReadAllBytes(archive);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(archive, bytes);
        Assert.Throws<InputException>(() => Unpack.Into(archive, folder["out"], new()));
    }

    [Fact]
    public void An_archive_is_in_its_place_whole_or_not_at_all()
    {
        using var folder = new TempFolder();
        var good = File.ReadAllBytes(Archive(folder, ".tar.gz", ("top/one/a", "1"), ("top/two/b", "2")));
        var half = good[..^20];
        var sent = half;
        using var server = new ScriptedServer((_, _, stream) => ScriptedServer.Send(stream, sent));
        var file = new RemoteFile(new("https://192.0.2.1/x"), "x.tar.gz")
        {
            Packed = true,
            Places = [new("top/one", "image/one"), new("top/two", "image/two")],
        };
        var set = new RemoteSet("set", "", "", "") { Files = [file] };
        var settings = new DownloadSettings { Mirror = server.Url };
        var data = folder["data"];
        Assert.Contains("cannot be unpacked", Download.Run([set], data, settings)[0].Failure);
        Assert.False(Directory.Exists(folder["data/image"]));
        sent = good;
        File.Delete(folder["data/.download/set/x.tar.gz"]);
        folder.Write("data/image/two/mine", "kept"); // what is there stays
        Assert.Null(Download.Run([set], data, settings)[0].Failure);
        Assert.Equal("1", File.ReadAllText(folder["data/image/one/a"]));
        Assert.Equal(["mine"], Directory.GetFiles(folder["data/image/two"]).Select(Path.GetFileName));
        Assert.False(Directory.Exists(folder["data/.download"]));
    }

    [Fact]
    public void Unpacking_can_be_stopped()
    {
        using var folder = new TempFolder();
        var archive = Archive(folder, ".zip", ("a", "1"));
        Assert.ThrowsAny<OperationCanceledException>(
            () => Unpack.Into(archive, folder["out"], new(), stop: new CancellationToken(true)));
    }

    private static PaxTarEntry Plain(string name, string text) => new(TarEntryType.RegularFile, name)
    {
        DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
    };

    private static string Tar(TempFolder folder, params TarEntry[] entries)
    {
        var path = folder[$"{Guid.NewGuid():N}.tar"];
        using var tar = new TarWriter(File.Create(path));
        foreach (var entry in entries)
            tar.WriteEntry(entry);
        return path;
    }

    private static string Archive(TempFolder folder, string kind, params (string Name, string Text)[] entries)
    {
        var path = folder[$"{Guid.NewGuid():N}{kind}"];
        if (kind == ".zip")
        {
            using var zip = System.IO.Compression.ZipFile.Open(path, ZipArchiveMode.Create);
            foreach (var (name, text) in entries)
            {
                using var content = zip.CreateEntry(name).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
            return path;
        }
        using var bytes = new MemoryStream();
        if (kind == ".gz")
        {
            bytes.Write(Encoding.UTF8.GetBytes(entries[0].Text));
        }
        else
        {
            using var tar = new TarWriter(bytes, leaveOpen: true);
            foreach (var (name, text) in entries)
                tar.WriteEntry(name.EndsWith('/') ? new PaxTarEntry(TarEntryType.Directory, name) : Plain(name, text));
        }
        using Stream file = kind == ".tar" ? File.Create(path)
            : new GZipStream(File.Create(path), CompressionLevel.Fastest);
        bytes.WriteTo(file);
        return path;
    }
}
