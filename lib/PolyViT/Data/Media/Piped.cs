using System.ComponentModel;
using System.Diagnostics;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>What a process came to.</summary>
/// <param name="Result">What was made of its output.</param>
/// <param name="Code">Its exit code; null when it was not needed to its end.</param>
/// <param name="Complaint">The last thing it said.</param>
internal sealed record PipedRun<T>(T Result, int? Code, string Complaint);

/// <summary>
/// Runs a program and reads its output through a pipe. In every case the process is gone and reaped when this
/// returns: at its end, when its output is not needed any more, after a time-out, when it is cancelled and
/// when reading fails.
/// </summary>
internal static class Piped
{
    private const int MostComplaint = 4096; // characters held of what it says, however much that is
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5); // for its last words

    /// <summary>Runs a program to its end, or as far as its output is read.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">One by one; there is no shell.</param>
    /// <param name="read">Reads the output; it may stop early, and the process is then ended.</param>
    /// <param name="file">What errors call the input.</param>
    /// <param name="patience">After which it is killed.</param>
    /// <param name="stop">Kills it.</param>
    /// <exception cref="InputException">It took too long, or does not start.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PipedRun<T> Run<T>(
        string program, string[] arguments, Func<Stream, T> read, string file, TimeSpan patience,
        CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var process = Start(program, arguments);
        var complaint = Task.Factory.StartNew(
            () => Tail(process.StandardError), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        using var kill = limit.Token.Register(() => Kill(process));
        limit.CancelAfter(patience);
        try
        {
            var output = process.StandardOutput.BaseStream;
            var result = read(output);
            var ended = output.ReadByte() < 0;
            if (ended)
                process.WaitForExit();
            stop.ThrowIfCancellationRequested();
            if (limit.IsCancellationRequested)
                throw new InputException(
                    $"{file} was not decoded within {patience.TotalSeconds:0.###} seconds: " +
                    "shorten it or take it out.");
            int? code = ended ? process.ExitCode : null;
            Kill(process);
            return new(result, code, complaint.Wait(Grace) ? complaint.Result : "");
        }
        finally
        {
            Kill(process);
            process.WaitForExit();
            complaint.Wait(Grace, CancellationToken.None);
            process.StandardOutput.Dispose(); // which the process leaves to whoever has read from them
            process.StandardError.Dispose();
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        var info = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            var process = Process.Start(info)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            throw new InputException($"{program} does not start ({e.Message}): install ffmpeg again.", e);
        }
    }

    // Its children go too: they would hold the pipe open. One that ends just now is no error.
    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            process.Kill();
        }
    }

    private static string Tail(StreamReader errors)
    {
        var (tail, filled) = (new char[2 * MostComplaint], 0);
        for (int n; (n = errors.Read(tail.AsSpan(filled))) > 0;)
        {
            filled += n;
            if (filled < tail.Length)
                continue;
            tail.AsSpan(MostComplaint).CopyTo(tail);
            filled = MostComplaint;
        }
        return new string(tail, 0, filled)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .LastOrDefault("no reason given");
    }
}
