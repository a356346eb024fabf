using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PolyViT.Kernel.Jupyter;

/// <summary>A kernel whose Jupyter has died ends by itself.</summary>
internal static partial class Orphan
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Looks for the Jupyter that started this process until it has gone.</summary>
    /// <param name="gone">Called then.</param>
    /// <returns>To be kept until the end; null where nothing says who that is.</returns>
    public static Timer? Watch(Action gone)
    {
        // On Windows the variable is no process id, and Jupyter ends its kernels in another way.
        if (OperatingSystem.IsWindows() || !int.TryParse(
            Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, null, out var parent))
            return null;
        Func<bool> lives = ParentId() == parent ? () => ParentId() == parent : () => Exists(parent);
        return new(_ =>
        {
            if (!lives())
                gone();
        }, null, Interval, Interval);
    }

    // There may be a wrapper between Jupyter and this process.
    private static bool Exists(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int ParentId();
}
