namespace PolyViT.Kernel.Tests.Jupyter;

/// <summary>The library as notebooks refer to it.</summary>
internal static class Torch
{
    /// <summary>Its assembly.</summary>
    public static string Library { get; } = Path.Combine(
        SharedFolder.Repository, "lib", "PolyViT.Notebooks", "bin", "Release", "net10.0", "PolyViT.dll");

    /// <summary>Notebooks use the Release build, which a Debug build of these tests does not make.</summary>
    public static void SkipUnlessBuilt() => Assert.SkipUnless(
        Tool.Configuration == "Release" || File.Exists(Library), "The Release build is not there.");
}
