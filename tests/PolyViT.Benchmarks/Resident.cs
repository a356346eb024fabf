namespace PolyViT.Benchmarks;

/// <summary>This process's resident memory, as Linux counts it.</summary>
internal static class Resident
{
    /// <summary>Now, in bytes.</summary>
    public static long Bytes() => Of("VmRSS:");

    /// <summary>The most since the start or the last <see cref="ForgetPeak"/>, in bytes.</summary>
    public static long PeakBytes() => Of("VmHWM:");

    /// <summary>Counts the peak anew.</summary>
    public static void ForgetPeak() => File.WriteAllText("/proc/self/clear_refs", "5");

    private static long Of(string line) =>
        1024 * long.Parse(
            File.ReadLines("/proc/self/status").First(l => l.StartsWith(line, StringComparison.Ordinal))[line.Length..^2],
            CultureInfo.InvariantCulture);
}
