using PolyViT.Tests;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>Damaged checkpoint files for as long as one likes; a seed and a number tell each case.</summary>
internal static class FuzzRun
{
    /// <summary>Runs cases of every target in turn.</summary>
    /// <param name="args">Minutes (1) and a seed (2).</param>
    /// <returns>0, or 1 when a file was neither read nor refused.</returns>
    public static int Run(string[] args)
    {
        var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 1;
        var seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 2;
        var path = Path.Combine(Path.GetTempPath(), $"polyvit-fuzz-{Guid.NewGuid():N}");
        try
        {
            return All(seed, TimeSpan.FromMinutes(minutes), path) ? 0 : 1;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static bool All(ulong seed, TimeSpan limit, string path)
    {
        var table = new Table().AddColumns("damaged", "cases", "read all the same", "refused", "slowest ms");
        var sound = true;
        foreach (var target in FuzzTarget.All)
        {
            var (watch, cases, read, slowest) = (Stopwatch.StartNew(), 0, 0, 0.0);
            for (; watch.Elapsed < limit / FuzzTarget.All.Length && sound; cases++)
            {
                var start = watch.Elapsed;
                sound = Try(target, seed, cases, path, ref read);
                slowest = Math.Max(slowest, (watch.Elapsed - start).TotalMilliseconds);
            }
            table.AddRow(
                target.Name, $"{cases}", $"{read}", $"{cases - read}",
                slowest.ToString("F0", CultureInfo.InvariantCulture));
        }
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"peak resident memory {Resident.PeakBytes() >> 20} MB");
        return sound;
    }

    private static bool Try(FuzzTarget target, ulong seed, int number, string path, ref int read)
    {
        try
        {
            read += Fuzz.Try(target, seed, number, path) ? 1 : 0;
            return true;
        }
        catch (Exception e)
        {
            AnsiConsole.WriteLine($"{target.Name}, seed {seed}, case {number}: {e}");
            return false;
        }
    }
}
