using System.Threading;
using System.Threading.Tasks;
using PolyViT.Tests;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>Damaged pictures, sounds and videos for as long as one likes; a seed and a number tell each
/// case.</summary>
internal static class MediaFuzzRun
{
    private const long MostResident = 4L << 30;
    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(7); // three processes that are killed, and more

    /// <summary>Runs cases of all kinds, as many at a time as there are processors.</summary>
    /// <param name="args">Minutes (1) and a seed (2).</param>
    /// <returns>0, or 1 when a file was neither read nor refused, took too long or left something
    /// behind.</returns>
    public static int Run(string[] args)
    {
        var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        var folder = Directory.CreateTempSubdirectory("polyvit-fuzz-").FullName;
        try
        {
            return All(seed, TimeSpan.FromMinutes(minutes), folder) ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static bool All(ulong seed, TimeSpan limit, string folder)
    {
        var table = new Table().AddColumns("damaged", "cases", "read all the same", "refused", "faults", "slowest ms");
        var kinds = MediaFuzz.All(MediaSpeed.Shared(""));
        var (sound, handles, tensors) = (true, Handles(), Tensor.TotalCount);
        foreach (var (kind, targets) in kinds)
        {
            var (read, refused, faults, slowest) = Cases(targets, seed, limit / kinds.Length, folder);
            table.AddRow(kind, $"{read + refused + faults}", $"{read}", $"{refused}", $"{faults}", $"{slowest:F0}");
            sound &= faults == 0;
        }
        AnsiConsole.Write(table);
        var (peak, more, children) = (Resident.PeakBytes(), Handles() - handles, Children());
        AnsiConsole.WriteLine(
            $"peak resident memory {peak >> 20} MB; left: {more} more handles, {children} processes, " +
            $"{Tensor.TotalCount} tensors");
        return sound && peak < MostResident && more < 100 && children == 0 && Tensor.TotalCount == tensors;
    }

    private static (int Read, int Refused, int Faults, double Slowest) Cases(
        FuzzTarget[] targets, ulong seed, TimeSpan limit, string folder)
    {
        var (watch, read, refused, faults, slowest) = (Stopwatch.StartNew(), 0, 0, 0, new double[Environment.ProcessorCount]);
        var number = -1;
        Parallel.For(0, slowest.Length, new ParallelOptions { MaxDegreeOfParallelism = slowest.Length }, worker =>
        {
            while (watch.Elapsed < limit)
            {
                var (i, start) = (Interlocked.Increment(ref number), watch.Elapsed);
                var outcome = Try(targets[i % targets.Length], seed, i, Path.Combine(folder, $"{worker}"));
                var took = watch.Elapsed - start;
                slowest[worker] = Math.Max(slowest[worker], took.TotalMilliseconds);
                if (took > MostTime)
                    AnsiConsole.WriteLine($"{targets[i % targets.Length].Name}, case {i} took {took}");
                _ = outcome is null || took > MostTime ? Interlocked.Increment(ref faults)
                    : outcome == true ? Interlocked.Increment(ref read) : Interlocked.Increment(ref refused);
            }
        });
        return (read, refused, faults, slowest.Max());
    }

    // Null when it was neither read nor refused.
    private static bool? Try(FuzzTarget target, ulong seed, int number, string path)
    {
        try
        {
            return Fuzz.Try(target, seed, number, path);
        }
        catch (Exception e)
        {
            AnsiConsole.WriteLine($"{target.Name}, seed {seed}, case {number}: {e}");
            return null;
        }
    }

    private static int Handles() => Directory.GetFiles("/proc/self/fd").Length;

    // Processes that this one started and that are there still, dead or alive.
    private static int Children() => Directory.GetDirectories("/proc").Count(IsChild);

    private static bool IsChild(string process)
    {
        try
        {
            return File.ReadLines(Path.Combine(process, "status")).Contains($"PPid:\t{Environment.ProcessId}");
        }
        catch (IOException)
        {
            return false;
        }
    }
}
