namespace PolyViT;

/// <summary>Opens checkpoint files of every format that is read.</summary>
public static class CheckpointFiles
{
    /// <summary>Opens a file, telling its format by its content; reads its table of tensors, and no
    /// values.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file: dispose it.</returns>
    /// <exception cref="InputException">It is of no known format, or damaged.</exception>
    public static CheckpointFile Open(string path)
    {
        var file = MappedFile.Open(path);
        try
        {
            return Safetensors.Open(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Every tensor of a file by name; they belong to the current dispose scope.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is of no known format, or damaged.</exception>
    public static IReadOnlyDictionary<string, Tensor> ReadAll(string path)
    {
        using var file = Open(path);
        return file.ReadAll();
    }

    internal static IReadOnlyDictionary<string, Tensor> ReadAll(this CheckpointFile file) =>
        file.Tensors.ToDictionary(t => t.Key, t => t.Value.Read());
}
