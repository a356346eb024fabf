using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace PolyViT.Native;

/// <summary>
/// Makes torch load and behave on the machine at hand, before its first use: on Linux with an older
/// libstdc++ it loads a relaxed copy of TorchSharp's native library (see <see cref="ElfVersions"/>), and it
/// bounds how long OpenMP's threads spin. The environment variable POLYVIT_NATIVE=off turns both off.
/// </summary>
internal static class NativeTorch
{
    /// <summary>Runs when the first type of this assembly is used.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "users must not have to call anything first")]
    internal static void Prepare()
    {
        if (!RelaxedTorch.IsOn)
            return;
        RelaxedTorch.BoundSpinning();
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (assembly, name) =>
            name == RelaxedTorch.Library ? LoadRelaxed(assembly) : IntPtr.Zero;
    }

    // The runtime asks only after its own search failed, so a system that needs no help never gets here.
    private static IntPtr LoadRelaxed(Assembly torchSharp)
    {
        var file = $"lib{RelaxedTorch.Library}.so";
        var path = SearchFolders(torchSharp).Select(d => Path.Combine(d, file)).FirstOrDefault(File.Exists);
        return path is null ? IntPtr.Zero : RelaxedTorch.Load(path);
    }

    private static string[] SearchFolders(Assembly torchSharp)
    {
        var beside = Path.GetDirectoryName(torchSharp.Location) ?? AppContext.BaseDirectory;
        var known = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var native = Path.Combine(beside, "runtimes", "linux-x64", "native");
        return [beside, native, .. known, AppContext.BaseDirectory];
    }
}
