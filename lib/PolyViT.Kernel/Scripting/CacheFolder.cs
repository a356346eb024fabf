using System.Security.Cryptography;
using System.Text;

namespace PolyViT.Kernel.Scripting;

/// <summary>Where the tool keeps what it can make again.</summary>
internal static class CacheFolder
{
    /// <summary>The environment variable that names another folder.</summary>
    public const string Variable = "POLYVIT_CACHE";

    /// <summary>A folder for one purpose, in the user's cache folder; it need not exist.</summary>
    /// <param name="purpose">For example "restore".</param>
    /// <param name="content">What the folder is for, in full: its hash is the name.</param>
    public static string For(string purpose, string content) =>
        Path.Combine(Root, purpose, Hash(content)[..16]);

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Root => (Set(Variable), Set("XDG_CACHE_HOME")) switch
    {
        ({ } chosen, _) => Path.GetFullPath(chosen),
        (_, { } xdg) when OperatingSystem.IsLinux() => Path.Combine(xdg, "polyvit"),
        _ when OperatingSystem.IsWindows() => Path.Combine(Local, "polyvit", "cache"),
        _ when OperatingSystem.IsMacOS() => Path.Combine(Home, "Library", "Caches", "polyvit"),
        _ => Path.Combine(Home, ".cache", "polyvit"),
    };

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string Local => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);

    private static string? Set(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
