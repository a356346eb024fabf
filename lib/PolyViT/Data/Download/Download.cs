using System.Net.Http;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>What became of a file.</summary>
/// <param name="Name">Set and file.</param>
/// <param name="Failure">Why it is not there, in one sentence; null where it is.</param>
public sealed record DownloadResult(string Name, string? Failure);

/// <summary> Gets the files of data sets over HTTPS: several at a time, each from where the last attempt
/// stopped, checked against what was published, and unpacked so that a folder is there whole or not at all.
/// </summary>
public static class Download
{
    // Below the data folder, so that what is done moves into place by a rename.
    private const string Unfinished = ".download";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets what is missing of some sets.</summary>
    /// <param name="sets">The sets.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="settings">How.</param>
    /// <param name="report">Takes bytes done and in all, by the caller's thread.</param>
    /// <param name="stop">Stops; what came is kept, and gone on with the next time.</param>
    /// <returns>One result for each file, in order.</returns>
    /// <exception cref="InputException">The disk has no room for it, before anything is fetched.</exception>
    public static ImmutableArray<DownloadResult> Run(
        IReadOnlyList<RemoteSet> sets, string data, DownloadSettings settings, Report? report = null,
        CancellationToken stop = default)
    {
        (RemoteSet Set, RemoteFile File)[] all = [.. sets.SelectMany(s => s.Files.Select(f => (s, f)))];
        var missing = all.Where(f => !IsThere(f.File, data)).ToArray();
        Room(missing, data, settings);
        var done = new long[missing.Length];
        var failures = new string?[missing.Length];
        using var client = Client(settings);
        var work = Parallel.ForEachAsync(
            Enumerable.Range(0, missing.Length),
            new ParallelOptions
            {
                MaxDegreeOfParallelism = Math.Max(1, settings.Connections),
                CancellationToken = stop,
            },
            async (i, halt) => failures[i] = await DownloadFile.Get(
                client, missing[i].Set, missing[i].File, data, settings,
                n => Volatile.Write(ref done[i], n), halt));
        Watch(work, done, [.. missing.Select(f => f.File)], report);
        Tidy(data);
        var failed = missing.Zip(failures).ToDictionary(f => f.First, f => f.Second);
        return
        [
            .. from f in all
               select new DownloadResult($"{f.Set.Name}/{f.File.Name}", failed.GetValueOrDefault(f)),
        ];
    }

    /// <summary>Whether all that a file gives is in its place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="data">The data folder.</param>
    public static bool IsThere(RemoteFile file, string data) =>
        file.Places.All(p => Path.Exists(Path.Combine(data, p.To)));

    /// <summary>Where the bytes of a file are until it is in its place.</summary>
    internal static string Beside(RemoteSet set, RemoteFile file, string data) =>
        Path.Combine(data, Unfinished, set.Name, file.Name);

    // Folders in which nothing waits any more.
    private static void Tidy(string data)
    {
        var folder = new DirectoryInfo(Path.Combine(data, Unfinished));
        DirectoryInfo[] all = folder.Exists ? [.. folder.GetDirectories(), folder] : [];
        foreach (var part in all)
        {
            if (!part.EnumerateFileSystemInfos().Any())
                part.Delete();
        }
    }

    private static HttpClient Client(DownloadSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = settings.Stall,
            UseProxy = settings.Mirror is not { IsLoopback: true },
        };
        var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("polyvit-download/0.1");
        return client;
    }

    private static void Room((RemoteSet Set, RemoteFile File)[] files, string data, DownloadSettings settings)
    {
        long Here(string path) => new FileInfo(path) is { Exists: true } f ? f.Length : 0;
        var needed = files.Sum(f => f.File.OnDisk + (f.File.Packed ? f.File.Bytes ?? 0 : 0)
            - Here(Beside(f.Set, f.File, data)) - Here(Beside(f.Set, f.File, data) + ".part"));
        var free = settings.FreeBytes(data);
        if (needed > free)
        {
            var (has, needs) = (Gigabytes(free), Gigabytes(needed));
            throw new InputException(
                $"{data} has {has} GB free, and {needs} GB are needed for archives and what they unpack to: "
                + "make room, or choose another folder with --to.");
        }
    }

    private static string Gigabytes(long bytes) =>
        (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture);

    // Progress counts kilobytes, of the files whose lengths are known and of those that have begun.
    private static void Watch(Task work, long[] done, RemoteFile[] files, Report? report)
    {
        void Tell()
        {
            long[] now = [.. done.Select((_, i) => Volatile.Read(ref done[i]))];
            var total = files.Zip(now, (f, n) => Math.Max(f.Bytes ?? 0, n)).Sum();
            report?.Invoke(new("download, kB", now.Sum() >> 10, total >> 10));
        }
        while (!work.IsCompleted)
        {
            Tell();
            _ = Task.WaitAny([work], Look);
        }
        if (files.Length > 0)
            Tell();
        work.GetAwaiter().GetResult();
    }
}
