using System.Reflection;
using System.Runtime.InteropServices;

namespace PolyViT;

/// <summary>What a result was measured on.</summary>
public static class Machine
{
    private static readonly Type[] Packages =
        [typeof(torch), typeof(SkiaSharp.SKBitmap), typeof(FFMpegCore.FFProbe), typeof(MathNet.Numerics.Constants), typeof(Machine)];

    /// <summary>Describes this machine.</summary>
    /// <param name="device">The device of the run, "cpu" or "cuda".</param>
    public static MachineInfo Describe(string device) => new(
        $"{device} ({Processor()})",
        get_num_threads(),
        $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
        Packages.Select(t => t.Assembly).ToImmutableSortedDictionary(a => a.GetName().Name!, Version, StringComparer.Ordinal));

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

    private static string Version(Assembly assembly) =>
        assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
