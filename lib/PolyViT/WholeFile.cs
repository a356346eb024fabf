namespace PolyViT;

/// <summary>Files that are either the old ones or the new ones, never halves.</summary>
internal static class WholeFile
{
    /// <summary>Writes beside a file, forces that to the disk, and renames it.</summary>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="InputException">It cannot be written; what was there is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            Replace(path, write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{path} cannot be written ({e.Message}): make room, or choose another folder.", e);
        }
    }

    /// <summary>As <see cref="Write"/>, for callers with an advice of their own.</summary>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <param name="write">Writes the content.</param>
    public static void Replace(string path, Action<Stream> write)
    {
        var beside = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (var file = new FileStream(beside, FileMode.CreateNew))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }
            File.Move(beside, path, overwrite: true);
        }
        finally
        {
            if (File.Exists(beside))
                File.Delete(beside);
        }
    }
}
