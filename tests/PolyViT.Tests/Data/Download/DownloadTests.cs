using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using static PolyViT.Tests.Downloads.ScriptedServer;

namespace PolyViT.Tests.Downloads;

/// <summary>Downloads from servers that drop, lie, stall and send us away.</summary>
public class DownloadTests
{
    private static readonly byte[] Content =
        [.. Enumerable.Range(0, 300_000).Select(i => (byte)Rng.At(1, "download", 0).Bits(i))];

    private static readonly DownloadSettings Quick = new()
    {
        Tries = 3,
        Stall = TimeSpan.FromSeconds(5),
        FirstPause = TimeSpan.FromMilliseconds(1),
    };

    [Fact]
    public void A_file_comes_whole_is_checked_and_is_not_fetched_twice()
    {
        using var folder = new TempFolder();
        using var server = Good(Content);
        Assert.Null(Get(server, folder, Sum(Content)));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
        Assert.Null(Get(server, folder, Sum(Content)));
        Assert.Single(server.Log);
        Assert.Single(Directory.GetFiles(folder.Root, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("\"1\"", true)]
    [InlineData("", true)]
    [InlineData("\"1\"", false)]
    public void A_connection_that_drops_is_gone_on_with_from_the_byte_where_it_dropped(string etag, bool hasSum)
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((asked, n, stream) =>
            Send(stream, Content, asked.From, etag, until: n == 3 ? null : (n + 1) * 80_000));
        Assert.Null(Get(server, folder, hasSum ? Sum(Content) : []));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
        Assert.Equal([0, 80_000, 160_000, 240_000], server.Log.Select(a => a.From));
        Assert.All(server.Log.Skip(1), a => Assert.Equal(etag, a.Headers.GetValueOrDefault("if-range", "")));
    }

    [Fact]
    public void Without_sum_and_version_it_begins_anew_because_nothing_says_that_the_rest_fits()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((asked, n, stream) =>
            Send(stream, Content, asked.From, "", until: n == 0 ? 80_000 : null));
        Assert.Null(Get(server, folder));
        Assert.Equal([0, 0], server.Log.Select(a => a.From));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
    }

    [Fact]
    public void A_server_that_ignores_ranges_is_read_from_the_start()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((_, n, stream) =>
            Send(stream, Content, until: n == 0 ? 100_000 : null));
        Assert.Null(Get(server, folder, Sum(Content)));
        Assert.Equal([0, 100_000], server.Log.Select(a => a.From));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
    }

    [Fact]
    public void A_file_that_changes_between_attempts_is_not_made_of_two()
    {
        using var folder = new TempFolder();
        byte[] other = [.. Content.Select(b => (byte)~b)];
        // It ignores If-Range as well.
        using var server = new ScriptedServer((asked, n, stream) => n == 0
            ? Send(stream, Content, asked.From, "\"1\"", until: 100_000)
            : Send(stream, other, asked.From, "\"2\""));
        Assert.Null(Get(server, folder));
        Assert.Equal(other, File.ReadAllBytes(folder["image/a.bin"]));
        Assert.Equal([0, 100_000, 0], server.Log.Select(a => a.From));
    }

    [Fact]
    public void A_range_other_than_the_one_asked_for_is_not_believed()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((asked, n, stream) => n == 0
            ? Send(stream, Content, until: 100_000)
            : Send(stream, Content, asked.From == 0 ? 0 : asked.From - 1));
        Assert.Null(Get(server, folder));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
    }

    [Fact]
    public void Wrong_bytes_are_tried_again_and_then_refused_and_not_kept()
    {
        using var folder = new TempFolder();
        using var server = Good(Content);
        var failure = Get(server, folder, Sum([1]));
        Assert.Contains("its SHA256 is", failure);
        Assert.Contains("the test says", failure);
        Assert.InRange(server.Log.Count, 2, 4);
        Assert.False(File.Exists(folder["image/a.bin"]));
        Assert.Empty(Directory.GetFiles(folder.Root, "*.part", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(200_000, "is another one")] // less than is published: it would be cut
    [InlineData(400_000, "is another one")]
    public void A_length_that_is_not_the_published_one_is_told_before_anything_is_fetched(long length, string words)
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((_, _, stream) => Send(stream, Content, length: length));
        var failure = Get(server, folder, [], bytes: Content.Length);
        Assert.Contains(words, failure);
        Assert.Single(server.Log);
    }

    [Fact]
    public void A_length_longer_than_what_comes_is_a_broken_connection_and_what_came_is_kept()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((asked, _, stream) => asked.From == Content.Length
            ? Head(stream, "503 Busy") : Send(stream, Content, asked.From, length: 400_000));
        var failure = Get(server, folder, Sum(Content));
        Assert.Contains("300000 bytes are kept", failure);
        Assert.False(File.Exists(folder["image/a.bin"]));
    }

    [Fact]
    public void A_length_shorter_than_the_file_is_found_by_its_sum()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((_, _, stream) => Send(stream, Content, length: 200_000));
        Assert.Contains("its SHA256 is", Get(server, folder, Sum(Content)));
    }

    [Fact]
    public void A_server_that_stalls_is_left_and_asked_for_the_rest()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer(async (asked, n, stream) =>
        {
            await Send(stream, Content, asked.From, until: n == 0 ? 100_000 : null);
            if (n == 0)
                await Task.Delay(TimeSpan.FromMinutes(1));
        });
        Assert.Null(Get(server, folder, Sum(Content), Quick with { Stall = TimeSpan.FromMilliseconds(300) }));
        Assert.Equal([0, 100_000], server.Log.Select(a => a.From));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
    }

    [Theory]
    [InlineData("200 OK\r\nContent-Type: text/html\r\nContent-Length: 20", "web page")]
    [InlineData("404 Not Found", "not there any more")]
    [InlineData("403 Forbidden", "403")]
    [InlineData("302 Found\r\nLocation: ftp://127.0.0.1/x", "neither https nor http")]
    [InlineData("302 Found\r\nLocation: http://192.0.2.1/x", "is not https")]
    [InlineData("302 Found\r\nLocation: /again", "sends us on more than")]
    [InlineData("200 OK\r\nContent-Encoding: br\r\nContent-Length: 1", "packs it as br")]
    public void What_trying_again_does_not_mend_is_told_at_once(string head, string words)
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((_, _, stream) => Head(stream, head));
        Assert.Contains(words, Get(server, folder, Sum(Content)));
        Assert.InRange(server.Log.Count, 1, 11);
        Assert.False(File.Exists(folder["image/a.bin"]));
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>Please log in</body></html>", "a.bin", "web page")]
    [InlineData("no archive at all", "a.tar.gz", "first bytes")]
    [InlineData("no archive at all", "a.zip", "first bytes")]
    public void A_page_in_place_of_a_file_is_told_by_its_bytes(string text, string name, string words)
    {
        using var folder = new TempFolder();
        using var server = Good(System.Text.Encoding.ASCII.GetBytes(text));
        Assert.Contains(words, Get(server, folder, [], name: name));
    }

    [Fact]
    public void A_busy_server_is_asked_again_and_a_redirect_is_followed()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((asked, n, stream) => n == 0 ? Head(stream, "503 Busy\r\nRetry-After: 0")
            : asked.Path.EndsWith("/real", StringComparison.Ordinal) ? Send(stream, Content, asked.From)
            : Head(stream, "302 Found\r\nLocation: /real"));
        Assert.Null(Get(server, folder, Sum(Content)));
        Assert.Equal(["/set/a.bin", "/set/a.bin", "/real"], server.Log.Select(a => a.Path));
    }

    [Fact]
    public void A_server_that_never_gets_further_is_given_up()
    {
        using var folder = new TempFolder();
        using var server = new ScriptedServer((_, _, stream) => Head(stream, "500 Oh no"));
        Assert.Contains("3 times", Get(server, folder, Sum(Content)));
        Assert.Equal(3, server.Log.Count);
    }

    [Fact]
    public void Plain_http_is_refused_unless_it_is_asked_for()
    {
        using var folder = new TempFolder();
        var mirror = new Uri("http://192.0.2.1/"); // a place that no one is at
        Assert.Contains("--insecure", Get(mirror, folder, Sum(Content), Quick));
        var allowed = Get(mirror, folder, Sum(Content), Quick with
        {
            Insecure = true,
            Stall = TimeSpan.FromMilliseconds(100),
            Tries = 1,
        });
        Assert.DoesNotContain("--insecure", allowed);
        Assert.NotNull(allowed);
    }

    [Fact]
    public void What_a_stopped_download_left_is_gone_on_with()
    {
        using var folder = new TempFolder();
        using var stop = new CancellationTokenSource();
        using var server = new ScriptedServer(async (asked, n, stream) =>
        {
            await Send(stream, Content, asked.From, until: n == 0 ? 100_000 : null);
            if (n == 0)
                await Task.Delay(TimeSpan.FromMinutes(1));
        });
        // Stopped once bytes are there.
        void Report(Progress p)
        {
            if (p.Done >= 100_000 / 1024)
                stop.Cancel();
        }
        var set = Set(Sum(Content));
        Assert.ThrowsAny<OperationCanceledException>(() => Download.Run(
            [set], folder.Root, Quick with { Mirror = server.Url, Stall = TimeSpan.FromMinutes(1) }, Report, stop.Token));
        Assert.Equal(100_000, new FileInfo(folder[".download/set/a.bin.part"]).Length);
        Assert.Null(Get(server, folder, Sum(Content)));
        Assert.Equal([0, 100_000], server.Log.Select(a => a.From));
        Assert.Equal(Content, File.ReadAllBytes(folder["image/a.bin"]));
    }

    [Fact]
    public void A_disk_without_room_is_told_before_anything_is_fetched()
    {
        using var folder = new TempFolder();
        using var server = Good(Content);
        var settings = Quick with { Mirror = server.Url, FreeBytes = _ => 700_000 };
        var set = Set(Sum(Content), bytes: 300_000);
        var archive = set.Files[0] with { Name = "b.zip", Packed = true, Places = [new("", "b")] };
        Refusal.Names(
            () => Download.Run([set, set with { Name = "other", Files = [archive] }], folder.Root, settings),
            folder.Root, "0.0 GB free", "--to");
        Assert.Empty(server.Log);
        Assert.All(Download.Run([set], folder.Root, settings), r => Assert.Null(r.Failure));
    }

    [Fact]
    public void Several_files_come_at_a_time_and_one_that_fails_does_not_stop_the_others()
    {
        using var folder = new TempFolder();
        using var both = new CountdownEvent(2);
        using var server = new ScriptedServer(async (asked, _, stream) =>
        {
            if (asked.Path.EndsWith("gone", StringComparison.Ordinal))
            {
                await Head(stream, "404 Not Found");
                return;
            }
            both.Signal();
            await Task.Run(() => both.Wait(TimeSpan.FromSeconds(20)));
            await Send(stream, Content);
        });
        var file = Set(Sum(Content)).Files[0];
        RemoteFile Named(string name) => file with { Name = name, Places = [new("", name)] };
        var set = Set([]) with { Files = [Named("one"), Named("gone"), Named("two")] };
        var results = Download.Run([set], folder.Root, Quick with { Mirror = server.Url });
        Assert.Equal(["set/one", "set/gone", "set/two"], results.Select(r => r.Name));
        Assert.Equal([true, false, true], results.Select(r => r.Failure is null));
        Assert.Equal(0, both.CurrentCount);
    }

    private static PublishedSum[] Sum(byte[] content) =>
        [new(HashAlgorithmName.SHA256, Convert.ToHexStringLower(SHA256.HashData(content)), "the test")];

    private static RemoteSet Set(PublishedSum[] sums, long? bytes = null, string name = "a.bin") => new("set", "", "", "")
    {
        Files = [new(new("https://192.0.2.1/x"), name) { Bytes = bytes, Sums = [.. sums], Places = [new("", "image/" + name)] }],
    };

    private static string? Get(ScriptedServer server, TempFolder folder, PublishedSum[]? sums = null,
        DownloadSettings? settings = null, long? bytes = null, string name = "a.bin") =>
        Get(server.Url, folder, sums ?? [], settings ?? Quick, bytes, name);

    private static string? Get(Uri mirror, TempFolder folder, PublishedSum[] sums, DownloadSettings settings,
        long? bytes = null, string name = "a.bin") =>
        Assert.Single(Download.Run([Set(sums, bytes, name)], folder.Root, settings with { Mirror = mirror })).Failure;
}
