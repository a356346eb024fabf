
namespace PolyViT.Tests;

/// <summary>Real data and golden numbers that lie beside a developer's checkout, and not in a user's
/// clone.</summary>
internal static class SharedFolder
{
    /// <summary>The path of a file or folder in it; skips the test, saying so, where it is absent (fails
    /// when CI=true).</summary>
    public static string Require(string relative)
    {
        var path = Path.Combine(Repository, "..", "shared", relative);
        if (!Path.Exists(path))
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", $"{relative} is not beside this checkout.");
            Assert.Fail($"{path} is missing, and this is CI, where no test may skip.");
        }
        return path;
    }

    /// <summary>The folder of the solution.</summary>
    public static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PolyViT.Notebooks.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no solution above the tests");
        return folder;
    }
}
