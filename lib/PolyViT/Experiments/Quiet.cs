using System.Diagnostics;

namespace PolyViT;

/// <summary>
/// Ways to do the same, timed in turn; a sample during which other processes took more than a share of a core
/// is thrown away and taken again.
/// </summary>
public static class Quiet
{
    private const double Seconds = 0.12;
    private const double Others = 0.06;
    private const int Retakes = 6;

    /// <summary>Medians of each way, with the tenth and ninetieth percentiles.</summary>
    /// <param name="rounds">Samples of each.</param>
    /// <param name="ways">A name and what to do once; it returns the seconds that count, or null for its wall
    /// time.</param>
    /// <param name="peer">Another process that does part of the work, whose time is not a neighbour's; 0 is none.</param>
    public static ImmutableArray<Times> Compare(
        int rounds, IReadOnlyList<(string Name, Func<double?> Once)> ways, int peer = 0)
    {
        var samples = ways.Select(_ => new List<double>()).ToArray();
        var disturbed = new int[ways.Count];
        for (var round = -1; round < rounds; round++)
        {
            for (var i = 0; i < ways.Count; i++)
            {
                var (ms, quiet) = Sample(ways[i].Once, peer);
                // Neighbours that never leave are not waited for: the count of disturbed samples tells.
                var hope = disturbed.Sum() < Retakes || samples.Sum(s => s.Count) > disturbed.Sum();
                for (var n = 0; n < Retakes && !quiet && round >= 0 && hope; n++)
                {
                    var (other, then) = Sample(ways[i].Once, peer);
                    (ms, quiet) = then ? (other, true) : (Math.Min(ms, other), false);
                }
                if (round < 0)
                    continue;
                samples[i].Add(ms);
                disturbed[i] += quiet ? 0 : 1;
            }
        }
        return [.. ways.Select((w, i) => Times.Of(w.Name, samples[i], disturbed[i]))];
    }

    private static (double Ms, bool Quiet) Sample(Func<double?> once, int peer)
    {
        var (all, own, watch) = (AllTicks(), OwnTicks(peer), Stopwatch.StartNew());
        var (counted, times) = (0.0, 0);
        do
        {
            var start = watch.Elapsed.TotalSeconds;
            counted += once() ?? (watch.Elapsed.TotalSeconds - start);
            times++;
        }
        while (watch.Elapsed.TotalSeconds < Seconds);
        var others = (AllTicks() - all - (OwnTicks(peer) - own)) / 100.0 / watch.Elapsed.TotalSeconds;
        return (1000 * counted / times, others < Others);
    }

    // User, nice, system, interrupts and stolen time of all processors.
    private static long AllTicks() => File.Exists("/proc/stat")
        ? Numbers(File.ReadLines("/proc/stat").First()[5..]) is var t ? t[0] + t[1] + t[2] + t[5] + t[6] + t[7] : 0
        : 0;

    // Of this process and of the peer that it has started.
    private static long OwnTicks(int peer) => new[] { Environment.ProcessId, peer }.Where(id => id > 0)
        .Select(id => $"/proc/{id}/stat").Where(File.Exists)
        .Sum(file => Numbers(File.ReadAllText(file).Split(") ")[1][2..]) is var t ? t[10] + t[11] : 0);

    private static long[] Numbers(string line) =>
    [
        .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(n => long.TryParse(n, CultureInfo.InvariantCulture, out var v) ? v : 0),
    ];
}
