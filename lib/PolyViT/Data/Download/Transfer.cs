using System.Net;
using System.Net.Http;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>One attempt to get a file over HTTP, from where the last one stopped.</summary>
internal static class Transfer
{
    /// <summary>Gets the rest of a file.</summary>
    /// <param name="client">Without redirects of its own.</param>
    /// <param name="url">Where it is.</param>
    /// <param name="file">What is known about it.</param>
    /// <param name="begun">What is there of it.</param>
    /// <param name="settings">Patience and what connections are allowed.</param>
    /// <param name="at">Takes how many bytes are there.</param>
    /// <param name="stop">Leaves the bytes for another time.</param>
    /// <exception cref="TransferFailure">It did not come to the end.</exception>
    public static async Task Rest(
        HttpClient client, Uri url, RemoteFile file, PartFile begun, DownloadSettings settings,
        Action<long> at, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(settings.Stall);
        try
        {
            using var response = await HttpAnswers.Ask(client, url, begun, settings, patience.Token);
            var nothing = response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable;
            if (nothing && begun.Length == begun.Total)
                return; // all was there
            var from = HttpAnswers.Accept(response, file, begun);
            var total = response.Content.Headers.ContentLength is { } rest ? from + rest : (long?)null;
            if (from == 0)
            {
                begun = begun with { Validator = HttpAnswers.Validator(response), Total = total };
                Disk(() => begun.Begin(url));
            }
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var length = await Copy(body, begun.Path, from, file.Name, settings.Stall, patience, at);
            if (total is { } all && length != all)
                throw Cut($"the connection ended after {length} of {all} bytes");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw Cut($"nothing came for {settings.Stall.TotalSeconds:0.#} seconds");
        }
        catch (HttpRequestException e)
        {
            throw Refused(url, e);
        }
        catch (IOException e)
        {
            throw Cut($"the connection broke ({e.Message})", e);
        }
    }

    private static async Task<long> Copy(
        Stream body, string path, long from, string name, TimeSpan stall, CancellationTokenSource patience,
        Action<long> at)
    {
        await using var disk = Disk(() => new FileStream(
            path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0));
        Disk(() => disk.SetLength(from));
        disk.Position = from;
        var buffer = new byte[1 << 17];
        var first = from == 0;
        while (true)
        {
            patience.CancelAfter(stall);
            // The beginning is read until it tells what the file is.
            var n = first
                ? await body.ReadAtLeastAsync(buffer, HttpAnswers.Telling, false, patience.Token)
                : await body.ReadAsync(buffer, patience.Token);
            if (n == 0)
                break;
            if (first && HttpAnswers.Disguised(name, buffer.AsSpan(0, n)) is { } what)
                throw new TransferFailure(what);
            first = false;
            Disk(() => disk.Write(buffer, 0, n));
            at(disk.Position);
        }
        Disk(() => disk.Flush(flushToDisk: true));
        return disk.Position;
    }

    private static T Disk<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferFailure($"it cannot be written ({e.Message})", e);
        }
    }

    private static void Disk(Action act) => Disk(() =>
    {
        act();
        return true;
    });

    private static TransferFailure Cut(string what, Exception? inner = null) =>
        new(what, inner) { Again = true };

    private static TransferFailure Refused(Uri url, HttpRequestException e) => e.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Alone($"{url.Host} cannot be found: is there a network?", e),
        HttpRequestError.ConnectionError => Alone($"{url.Host} cannot be reached ({e.Message})", e),
        HttpRequestError.SecureConnectionError =>
            new($"{url.Host} has no certificate that this machine trusts", e),
        _ => Cut($"{url.Host} does not answer as it should ({e.Message})", e),
    };

    private static TransferFailure Alone(string what, Exception inner) => new(what, inner)
    {
        Again = true,
        Unreachable = true,
    };
}
