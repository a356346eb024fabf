using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace PolyViT.Tests.Downloads;

/// <summary>What a client asked for.</summary>
internal sealed record Asked(string Path, ImmutableDictionary<string, string> Headers)
{
    /// <summary>Where the range begins; 0 where none was asked for.</summary>
    public long From => Headers.TryGetValue("range", out var range) ? long.Parse(range["bytes=".Length..^1]) : 0;
}

/// <summary>An HTTP server of this machine that answers byte by byte as the test says, well-behaved or
/// not.</summary>
internal sealed class ScriptedServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Asked, int, NetworkStream, Task> answer;

    /// <summary>Answers the n-th request, from 0, and then closes the connection.</summary>
    public ScriptedServer(Func<Asked, int, NetworkStream, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = Accept();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    public ConcurrentQueue<Asked> Log { get; } = new();

    /// <summary>A server that does everything right.</summary>
    public static ScriptedServer Good(byte[] content, string etag = "\"1\"") =>
        new((asked, _, stream) => Send(stream, content, asked.From, etag));

    /// <summary>Sends a file from some byte on, perhaps not to the end, or with another length than it
    /// has.</summary>
    public static async Task Send(
        NetworkStream stream, byte[] content, long from = 0, string etag = "\"1\"", long? until = null,
        long? length = null, string more = "")
    {
        var status = from == 0 ? "200 OK" : "206 Partial Content";
        var range = from == 0 ? "" : $"Content-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\n";
        var tag = etag.Length == 0 ? "" : $"ETag: {etag}\r\n";
        await Head(stream, $"{status}\r\nContent-Length: {length ?? content.Length - from}\r\n{range}{tag}{more}");
        await stream.WriteAsync(content.AsMemory((int)from, (int)((until ?? content.Length) - from)));
    }

    /// <summary>Sends a status line and headers.</summary>
    public static async Task Head(NetworkStream stream, string head) => await stream.WriteAsync(
        Encoding.ASCII.GetBytes($"HTTP/1.1 {head.TrimEnd()}\r\nConnection: close\r\n\r\n"));

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        stop.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            for (var n = 0; ; n++)
                _ = Serve(await listener.AcceptTcpClientAsync(stop.Token), n);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task Serve(TcpClient client, int n)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            using var reader = new StreamReader(stream, leaveOpen: true);
            var path = (await reader.ReadLineAsync())!.Split(' ')[1];
            var headers = ImmutableDictionary.CreateBuilder<string, string>();
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
                headers[line.Split(": ")[0].ToLowerInvariant()] = line.Split(": ")[1];
            var asked = new Asked(path, headers.ToImmutable());
            Log.Enqueue(asked);
            await answer(asked, n, stream);
        }
        catch (IOException)
        {
            // The client went away, as it may.
        }
    }
}
