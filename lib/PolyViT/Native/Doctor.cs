using System.Reflection;
using System.Runtime.InteropServices;
using PolyViT.Native;

namespace PolyViT;

public static partial class Doctor
{
    /// <summary>All checks: the machine, then torch.</summary>
    public static IReadOnlyList<Finding> Examine() => [.. ExamineMachine(), .. ExamineTorch()];

    // Without its library, TorchSharp's first call would copy libtorch and then hide why it failed: so stop
    // there.
    private static Finding[] ExamineTorch() =>
        Finding.Of("libtorch", Libtorch) is var libtorch && libtorch.Level == FindingLevel.Problem
            ? [libtorch]
            : [
                libtorch,
                Finding.Of("devices", () => Devices(cuda.is_available() ? cuda.device_count() : 0)),
                Finding.Of("threads", () => Threads(get_num_threads(), Variable("OMP_WAIT_POLICY"))),
            ];

    private static Finding Libtorch()
    {
        var torchSharp = typeof(torch).Assembly;
        if (WhyNotLoaded(torchSharp) is { } reason)
            return NotLoaded(reason);
        var versions = $"TorchSharp {VersionOf(torchSharp)} with libtorch {__version__}";
        using var three = ones(3);
        using var sum = three.sum();
        return sum.item<float>() == 3
            ? Finding.Good("libtorch", $"{versions} loads and computes. {HowItLoaded(MappedFiles())}")
            : new("libtorch", FindingLevel.Problem,
                $"{versions} loads, but says that 1 + 1 + 1 is {sum.item<float>()}.",
                "Delete the bin folders and build again.");
    }

    private static string? WhyNotLoaded(Assembly torchSharp)
    {
        try
        {
            NativeLibrary.Load("torch_cpu", torchSharp, null);
            NativeLibrary.Load(RelaxedTorch.Library, torchSharp, null);
            return null;
        }
        catch (DllNotFoundException e)
        {
            return Reason(e.Message);
        }
    }

    // The runtime lists every place that it has tried; what matters is the first that is there and does not
    // load.
    internal static string Reason(string message) =>
        message.Split('\n').Select(l => l.Trim()).Where(l => l.Contains(": ", StringComparison.Ordinal))
            .FirstOrDefault(l => !l.Contains("cannot open shared object file", StringComparison.Ordinal))
        ?? message.Split('\n')[0].Trim();

    internal static Finding NotLoaded(string reason) => new("libtorch", FindingLevel.Problem,
        $"libtorch does not load: {reason.TrimEnd('.')}.",
        reason.Contains(RelaxedTorch.UnusedVersion, StringComparison.Ordinal)
            ? "The system's libstdc++ is older than TorchSharp's: "
                + $"unset {RelaxedTorch.Switch}, and the library helps itself."
            : "Build again: dotnet build -c Release lib/PolyViT.Notebooks");

    /// <summary>Whether torch needed help on this system.</summary>
    /// <param name="mapped">Paths of the files that the process has mapped.</param>
    internal static string HowItLoaded(IEnumerable<string> mapped) =>
        mapped.Any(f => Path.GetFileName(f).StartsWith($"{RelaxedTorch.Library}-", StringComparison.Ordinal))
            ? $"Its libLibTorchSharp.so asks for {RelaxedTorch.UnusedVersion}, which this system lacks and "
                + "the library does not use, so a copy without that demand was loaded; nothing is to be done."
            : "It needed no help.";

    internal static Finding Devices(int cudaDevices) => cudaDevices switch
    {
        0 => Finding.Good("devices", "cpu; no cuda device is visible."),
        1 => Finding.Good("devices", "cpu and one cuda device."),
        var n => Finding.Good("devices", $"cpu and {n} cuda devices."),
    };

    internal static Finding Threads(int threads, string? waitPolicy)
    {
        var detail = $"torch uses {threads} of {Environment.ProcessorCount} processors; "
            + $"OMP_WAIT_POLICY is {waitPolicy ?? "not set"}.";
        // Only Linux's libtorch uses the OpenMP that spins while it waits.
        return !OperatingSystem.IsLinux()
            || string.Equals(waitPolicy, "passive", StringComparison.OrdinalIgnoreCase)
            ? Finding.Good("threads", detail)
            : new("threads", FindingLevel.Advice, detail,
                "Set OMP_WAIT_POLICY=passive: threads that spin while they wait "
                    + "are several times slower on shared processors.");
    }

    private static string VersionOf(Assembly assembly) =>
        (assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? $"{assembly.GetName().Version}").Split('+')[0];

    private static string[] MappedFiles() => OperatingSystem.IsLinux()
        ? [.. File.ReadLines("/proc/self/maps").Where(l => l.Contains('/', StringComparison.Ordinal))
            .Select(l => l[l.IndexOf('/', StringComparison.Ordinal)..]).Distinct()]
        : [];

    // What libgomp saw: .NET's own copy of the environment does not know what was set by setenv().
    private static string? Variable(string name) => OperatingSystem.IsWindows()
        ? Environment.GetEnvironmentVariable(name)
        : Marshal.PtrToStringUTF8(GetEnv(name));

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetEnv(string name);
}
