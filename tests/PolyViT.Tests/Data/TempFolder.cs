using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace PolyViT.Tests;

/// <summary>A folder that goes when the test is over.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("polyvit-test-").FullName;

    public string this[string relative] => Path.Combine(Root, relative);

    /// <summary>Writes a file and the folders above it.</summary>
    public string Write(string relative, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[relative])!);
        File.WriteAllBytes(this[relative], bytes);
        return this[relative];
    }

    public string Write(string relative, string text) => Write(relative, Encoding.UTF8.GetBytes(text));

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Runs ffmpeg with these arguments, to make media.</summary>
    public static void Make(params string[] arguments)
    {
        using var process = Process.Start(Ffmpeg.Require(), ["-v", "error", "-nostdin", "-y", .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    // Tests decode anew, and leave the user's cache alone.
    [ModuleInitializer]
    internal static void OwnCache()
    {
        var cache = Directory.CreateTempSubdirectory("polyvit-test-cache-").FullName;
        Environment.SetEnvironmentVariable("POLYVIT_CACHE", cache);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(cache, recursive: true);
    }
}

internal static class Refusal
{
    /// <summary>That this is refused in one sentence that holds all of these.</summary>
    public static void Names(Action action, params string[] parts)
    {
        var message = Assert.Throws<InputException>(action).Message;
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains(':', message); // what comes after it is the fix
    }
}
