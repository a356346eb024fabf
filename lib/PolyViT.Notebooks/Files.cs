using System.Text;

namespace PolyViT.Notebooks;

/// <summary>Files that are either the old ones or the new ones, never halves.</summary>
internal static class Files
{
    /// <summary>Writes beside the target and renames.</summary>
    public static void Write(string path, byte[] content)
    {
        var beside = $"{path}.{Environment.ProcessId}.tmp";
        File.WriteAllBytes(beside, content);
        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Writes UTF-8 without a mark.</summary>
    public static void Write(string path, string content) => Write(path, Encoding.UTF8.GetBytes(content));
}
