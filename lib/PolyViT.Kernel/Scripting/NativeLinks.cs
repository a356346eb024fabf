using System.Runtime.InteropServices;

namespace PolyViT.Kernel.Scripting;

/// <summary>
/// One folder with links to native libraries of several packages: libraries look for one another beside
/// themselves, and TorchSharp's lie in two packages. Links take no space; a copy of libtorch is 480 MB.
/// </summary>
internal static partial class NativeLinks
{
    /// <summary>The folder with a link to each file; null when there are no files.</summary>
    /// <param name="files">Full paths.</param>
    public static string? FolderFor(ImmutableArray<string> files)
    {
        if (files.IsEmpty)
            return null;
        var folder = CacheFolder.For("native", string.Join('\n', files.Order(StringComparer.Ordinal)));
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            Link(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    private static void Link(string file, string link)
    {
        if (File.Exists(link))
            return;
        try
        {
            if (!OperatingSystem.IsWindows())
                File.CreateSymbolicLink(link, file);
            // There, symbolic links need a privilege, and hard links end at the volume.
            else if (!CreateHardLink(link, file, 0))
                File.Copy(file, link);
        }
        catch (IOException) when (File.Exists(link))
        {
            // Another process was faster.
        }
    }

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string file, nint security);
}
