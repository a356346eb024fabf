using System.Text;

namespace PolyViT.Notebooks;

/// <summary>Files that are either the old ones or the new ones, never halves.</summary>
internal static class Files
{
    /// <summary>Writes beside the target and renames; the target's permissions stay.</summary>
    public static void Write(string path, byte[] content)
    {
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (var stream = new FileStream(beside, FileMode.Create))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }
            if (!OperatingSystem.IsWindows() && File.Exists(path))
                File.SetUnixFileMode(beside, File.GetUnixFileMode(path));
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    /// <summary>Writes UTF-8 without a mark.</summary>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));
}
