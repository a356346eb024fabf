using System.Runtime.InteropServices;

namespace PolyViT.Native;

/// <summary>
/// TorchSharp's native library on systems whose libstdc++ is older than the one it was linked with, and an
/// OpenMP that spins briefly at the most. Compiled into the library and into the script runner, which share
/// no
/// assembly.
/// </summary>
internal static partial class RelaxedTorch
{
    /// <summary>The version that TorchSharp 0.107 asks for and does not use.</summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>The environment variable that turns all of this off.</summary>
    public const string Switch = "POLYVIT_NATIVE";

    /// <summary>The name under which TorchSharp asks for its native library.</summary>
    public const string Library = "LibTorchSharp";

    /// <summary>Whether the system may need help and the user has not declined it.</summary>
    public static bool IsOn =>
        OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Switch) != "off";

    /// <summary>Bounds how long OpenMP's waiting threads spin before they sleep, unless the user has chosen
    /// otherwise.</summary>
    /// <remarks>
    /// Threads that spin without bound take the cores from their neighbours; threads that sleep at once are
    /// woken some
    /// hundred times a step, which makes a small model's step 1.5 to 2 times longer. A spin of some ten
    /// microseconds was
    /// the better of both, with quiet cores and with busy ones. libgomp reads getenv() when it is loaded,
    /// which .NET's
    /// SetEnvironmentVariable does not reach.
    /// </remarks>
    public static void BoundSpinning()
    {
        _ = SetEnv("OMP_WAIT_POLICY", "passive", 0);
        _ = SetEnv("GOMP_SPINCOUNT", "10000", 0);
    }

    /// <summary>
    /// Loads a relaxed copy of the library; zero when that is not what keeps it from loading.
    /// </summary>
    /// <param name="path">The library that did not load.</param>
    public static IntPtr Load(string path)
    {
        if (ElfVersions.Weakened(File.ReadAllBytes(path), UnusedVersion) is not { } relaxed)
            return IntPtr.Zero;
        // Its neighbours are found beside it, which the copy is not: load them first, by their full names.
        foreach (var name in new[] { "libc10.so", "libtorch_cpu.so", "libtorch.so" })
            _ = NativeLibrary.TryLoad(Path.Combine(Path.GetDirectoryName(path)!, name), out _);
        var copy = Path.Combine(Path.GetTempPath(), $"{Library}-{Guid.NewGuid():N}.so");
        try
        {
            File.WriteAllBytes(copy, relaxed);
            return NativeLibrary.TryLoad(copy, out var handle) ? handle : IntPtr.Zero;
        }
        finally
        {
            File.Delete(copy);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
