using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace PolyViT.Native;

/// <summary>
/// Makes torch load and behave on the machine at hand, before its first use: on Linux with an older libstdc++ it loads a
/// relaxed copy of TorchSharp's native library (see <see cref="ElfVersions"/>), and it bounds how long OpenMP's threads spin.
/// The environment variable POLYVIT_NATIVE=off turns both off.
/// </summary>
internal static partial class NativeTorch
{
    /// <summary>The version that TorchSharp 0.107 asks for and does not use.</summary>
    public const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>The variable that turns this class off.</summary>
    public const string Switch = "POLYVIT_NATIVE";

    private const string SpinCount = "10000";
    private const string Library = "LibTorchSharp";

    /// <summary>Runs when the first type of this assembly is used.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "users must not have to call anything first")]
    internal static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Switch) == "off")
            return;
        // Idle threads that spin without bound take the cores from neighbours and from one another; threads that sleep at
        // once are woken some hundred times a step, which makes a small model's step 1.5 to 2 times longer. A spin of some
        // ten microseconds is the better of both, quiet or busy. libgomp reads getenv() when it is loaded, which .NET's
        // SetEnvironmentVariable does not reach.
        _ = SetEnv("OMP_WAIT_POLICY", "passive", 0);
        _ = SetEnv("GOMP_SPINCOUNT", SpinCount, 0);
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (assembly, name) =>
            name == Library ? LoadRelaxed(assembly) : IntPtr.Zero;
    }

    // The runtime asks only after its own search failed, so a system that needs no help never gets here.
    private static IntPtr LoadRelaxed(Assembly torchSharp)
    {
        var path = SearchFolders(torchSharp).Select(d => Path.Combine(d, $"lib{Library}.so")).FirstOrDefault(File.Exists);
        if (path is null || ElfVersions.Weakened(File.ReadAllBytes(path), UnusedVersion) is not { } relaxed)
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

    private static string[] SearchFolders(Assembly torchSharp)
    {
        var beside = Path.GetDirectoryName(torchSharp.Location) ?? AppContext.BaseDirectory;
        var known = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [beside, Path.Combine(beside, "runtimes", "linux-x64", "native"), .. known, AppContext.BaseDirectory];
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
