using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>Asks servers for files, and does not believe all that they answer.</summary>
internal static class HttpAnswers
{
    /// <summary>Bytes that tell a web page from an archive.</summary>
    public const int Telling = 16;

    private const int MostRedirects = 10;

    // A server that asks for more is as good as gone.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Asks for a file, or for the rest of it, and follows redirects.</summary>
    public static async Task<HttpResponseMessage> Ask(
        HttpClient client, Uri url, PartFile begun, DownloadSettings settings, CancellationToken stop)
    {
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            Guard(url, settings.Insecure);
            using var request = Request(url, begun);
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308))
                return response;
            using (response)
            {
                var next = response.Headers.Location is { } address
                    ? new Uri(url, address)
                    : throw new TransferFailure($"{url} sends us on to nowhere");
                if (url.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps)
                    throw new TransferFailure($"{url.Host} sends us on to {next}, which is not https");
                url = next;
            }
        }
        throw new TransferFailure($"{url.Host} sends us on more than {MostRedirects} times");
    }

    /// <summary>Where in the file the body of an answer begins.</summary>
    /// <exception cref="TransferFailure">The body is not what was asked for.</exception>
    public static long Accept(HttpResponseMessage response, RemoteFile file, PartFile begun)
    {
        var (status, content) = ((int)response.StatusCode, response.Content.Headers);
        var from = status switch
        {
            200 => 0,
            206 => Continued(response, begun),
            416 => throw Changed("has no bytes after those that we have"),
            408 or 425 or 429 or >= 500 => throw new TransferFailure($"the server answers with {status}")
            {
                Again = true,
                Wait = Asked(response),
            },
            404 or 410 => throw new TransferFailure($"it is not there any more ({status})"),
            _ => throw new TransferFailure($"the server answers with {status} {response.ReasonPhrase}"),
        };
        if (content.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
            throw new TransferFailure("the server answers with a web page in place of the file");
        var packed = content.ContentEncoding.Where(e => e != "identity").ToArray();
        if (packed.Length > 0 && !(packed is ["gzip" or "x-gzip"] && IsGzip(file.Name)))
            throw new TransferFailure($"the server packs it as {string.Join(", ", packed)}, unasked");
        if (file.Bytes is { } bytes && content.ContentLength is { } rest && from + rest != bytes)
        {
            throw new TransferFailure(
                $"the server's file has {from + rest} bytes, and {bytes} are right: it is another one")
            {
                FromStart = from > 0,
                Again = from > 0,
            };
        }
        return from;
    }

    /// <summary>What tells this version of a file from others: a strong ETag, or the date.</summary>
    public static string Validator(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.Tag
        : response.Content.Headers.LastModified?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    /// <summary>What is wrong with a file's first bytes; null where nothing is.</summary>
    public static string? Disguised(string name, ReadOnlySpan<byte> start)
    {
        var text = Encoding.UTF8.GetString(start).TrimStart(' ', '\t', '\r', '\n', '\uFEFF');
        if (text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase))
        {
            return "the server sends a web page in place of the file";
        }
        var wrong = IsGzip(name) ? !start.StartsWith([(byte)0x1F, (byte)0x8B])
            : name.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) && !start.StartsWith("PK"u8);
        return wrong ? $"its first bytes are not those of a {Path.GetExtension(name)} file" : null;
    }

    private static bool IsGzip(string name) => Path.GetExtension(name).ToLowerInvariant() is ".gz" or ".tgz";

    private static void Guard(Uri url, bool insecure)
    {
        var isHttp = url.Scheme == Uri.UriSchemeHttp;
        if (url.Scheme == Uri.UriSchemeHttps || (isHttp && (insecure || url.IsLoopback)))
            return;
        throw new TransferFailure(isHttp
            ? $"{url} is not https: say --insecure if you want it all the same"
            : $"{url} is neither https nor http");
    }

    private static HttpRequestMessage Request(Uri url, PartFile begun)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        if (begun.Length == 0)
            return request;
        request.Headers.Range = new RangeHeaderValue(begun.Length, null);
        if (begun.Validator.Length > 0)
            request.Headers.TryAddWithoutValidation("If-Range", begun.Validator);
        return request;
    }

    private static long Continued(HttpResponseMessage response, PartFile begun)
    {
        var range = response.Content.Headers.ContentRange;
        if (begun.Length == 0 || range?.From != begun.Length)
            throw Changed($"sends bytes from {range?.From} where those from {begun.Length} were asked for");
        if (range.Length is { } total && begun.Total is { } before && total != before)
            throw Changed($"has {total} bytes now, and had {before}");
        var validator = Validator(response);
        if (validator.Length > 0 && begun.Validator.Length > 0 && validator != begun.Validator)
            throw Changed("has another version now");
        return begun.Length;
    }

    private static TransferFailure Changed(string what) => new($"the server {what}")
    {
        Again = true,
        FromStart = true,
    };

    private static TimeSpan? Asked(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } when wait <= LongestWait => wait,
        { Date: { } date } when date - DateTimeOffset.UtcNow is var wait && wait <= LongestWait
            && wait > TimeSpan.Zero => wait,
        _ => null,
    };
}
