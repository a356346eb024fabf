using System.Net.Http;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>One file, from its first byte to its place.</summary>
internal static class DownloadFile
{
    private const int MostRestarts = 3, MostCalls = 3;

    /// <summary>Gets a file, checks it, and puts it or what is in it where it belongs.</summary>
    /// <param name="client">Without redirects of its own.</param>
    /// <param name="set">Whose it is.</param>
    /// <param name="file">The file.</param>
    /// <param name="data">The data folder.</param>
    /// <param name="settings">How.</param>
    /// <param name="at">Takes how many bytes are there.</param>
    /// <param name="stop">Stops; what came is kept.</param>
    /// <returns>null if it is in its place, else why not, in one sentence.</returns>
    public static async Task<string?> Get(
        HttpClient client, RemoteSet set, RemoteFile file, string data, DownloadSettings settings,
        Action<long> at, CancellationToken stop)
    {
        var path = Download.Beside(set, file, data);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            if (!File.Exists(path))
                await Whole(client, settings.Source(set, file), file, path, settings, at, stop);
            Place(file, path, data, settings, stop);
            return null;
        }
        catch (TransferFailure e)
        {
            return $"{file.Name}: {e.Message}.";
        }
        catch (InputException e)
        {
            return e.Message;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file.Name} cannot be put into {data} ({e.Message}): make room, or take another folder.";
        }
    }

    // Ends with the file at its path, checked, or throws.
    private static async Task Whole(
        HttpClient client, Uri url, RemoteFile file, string path, DownloadSettings settings, Action<long> at,
        CancellationToken stop)
    {
        var (part, furthest, failures, restarts) = (path + ".part", 0L, 0, 0);
        while (true)
        {
            var begun = PartFile.Find(part, url, !file.Sums.IsEmpty);
            try
            {
                at(begun.Length);
                await Transfer.Rest(client, url, file, begun, settings, at, stop);
                await Check(file, part, stop);
                begun.Finish(path);
                return;
            }
            catch (TransferFailure e) when (e.Again)
            {
                var length = File.Exists(part) ? new FileInfo(part).Length : 0;
                if (e.FromStart)
                    begun.Delete();
                failures = !e.FromStart && length > furthest ? 1 : failures + 1;
                restarts += e.FromStart ? 1 : 0;
                furthest = Math.Max(furthest, length);
                var most = e.Unreachable ? Math.Min(MostCalls, settings.Tries) : settings.Tries;
                if (failures >= most || restarts > MostRestarts)
                {
                    var times = Math.Max(failures, restarts);
                    var kept = Kept(e.FromStart ? 0 : length);
                    throw new TransferFailure($"{e.Message}, {times} times{kept}", e);
                }
                await Task.Delay(e.Wait ?? settings.Pause(failures), stop);
            }
        }
    }

    private static string Kept(long length) => length == 0 ? "" : string.Create(CultureInfo.InvariantCulture,
        $"; {length} bytes are kept, and the same command goes on from there");

    private static async Task Check(RemoteFile file, string part, CancellationToken stop)
    {
        var length = new FileInfo(part).Length;
        var wrong = file.Bytes is { } bytes && length != bytes
            ? $"it has {length} bytes, and {bytes} are right"
            : await PublishedSum.Wrong(part, file.Sums, stop);
        if (wrong is not null)
            throw new TransferFailure(wrong) { Again = true, FromStart = true };
    }

    private static void Place(
        RemoteFile file, string path, string data, DownloadSettings settings, CancellationToken stop)
    {
        if (!file.Packed)
        {
            Move(path, Path.Combine(data, file.Places[0].To));
            return;
        }
        var beside = path + ".unpacked";
        if (Directory.Exists(beside))
            Directory.Delete(beside, recursive: true); // of an earlier attempt
        try
        {
            Unpack.Into(path, beside, settings.Limits, stop: stop);
            if (file.Inner is { } inner)
            {
                var within = Path.Combine(beside, inner);
                Unpack.Into(within, Path.GetDirectoryName(within)!, settings.Limits, stop: stop);
                File.Delete(within);
            }
            foreach (var place in file.Places)
                Move(Path.Combine(beside, place.From), Path.Combine(data, place.To));
        }
        finally
        {
            if (Directory.Exists(beside))
                Directory.Delete(beside, recursive: true);
        }
        if (!settings.Keep)
            File.Delete(path);
    }

    // What is there already stays as it is.
    private static void Move(string from, string to)
    {
        if (Path.Exists(to))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(to))!);
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else if (File.Exists(from))
            File.Move(from, to);
        else
            throw new InputException(
                $"{Path.GetFileName(from)} is not in the archive for {to}: unpack it by hand.");
    }
}
