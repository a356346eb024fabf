using System.Reflection;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>What a result was measured on.</summary>
public static class Machine
{
    private static readonly string[] Packages =
        ["CsvHelper", "Deedle", "MathNet.Numerics", "Plotly.NET", "SkiaSharp", "TorchSharp"];

    /// <summary>Describes this machine.</summary>
    /// <param name="device">The device of the run, "cpu" or "cuda".</param>
    public static MachineInfo Describe(string device) => new(
        $"{device} ({Processor()})",
        get_num_threads(),
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        Versions());

    /// <summary>Whether a run can use this device here.</summary>
    /// <param name="device">"cpu" or "cuda".</param>
    public static bool Has(string device) => device == "cpu" || (device == "cuda" && cuda.is_available());

    /// <summary>The processor's own name, where the system tells it.</summary>
    public static string Processor()
    {
        const string file = "/proc/cpuinfo";
        var line = File.Exists(file)
            ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    // The build writes the pinned versions into this assembly.
    private static ImmutableSortedDictionary<string, string> Versions() => typeof(Machine).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(m => Packages.Contains(m.Key))
        .ToImmutableSortedDictionary(m => m.Key, m => m.Value ?? "unknown", StringComparer.Ordinal);
}
