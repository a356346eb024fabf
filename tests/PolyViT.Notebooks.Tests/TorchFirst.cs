using System.Runtime.CompilerServices;

namespace PolyViT.Notebooks.Tests;

/// <summary>Loads the library before a test names torch: on an older Linux it is what makes torch load.</summary>
internal static class TorchFirst
{
    [ModuleInitializer]
    internal static void Prepare() => RuntimeHelpers.RunModuleConstructor(typeof(PolyVit).Module.ModuleHandle);
}
