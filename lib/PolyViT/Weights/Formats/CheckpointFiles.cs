namespace PolyViT;

/// <summary>Opens checkpoint files of every format that is read.</summary>
public static class CheckpointFiles
{
    private const string Known = "safetensors, npz, a Flax MessagePack checkpoint or a PyTorch zip file";

    /// <summary>Opens a file, telling its format by its content; reads its table of tensors, and no
    /// values.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The open file: dispose it.</returns>
    /// <exception cref="InputException">It is of no known format, or damaged.</exception>
    public static CheckpointFile Open(string path)
    {
        var file = OpenedFile.Open(path);
        try
        {
            return Open(file);
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

    private static CheckpointFile Open(OpenedFile file)
    {
        if (Safetensors.Is(file))
            return Safetensors.Open(file);
        return file.Bytes(0, (int)Math.Min(file.Length, 8)) switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => OpenZip(file),
            [0x80, >= 2 and <= 5, ..] => throw Unknown(file,
                "a bare pickle, as PyTorch wrote before version 1.6; load it in Python and save it again "
                + "with torch.save"),
            [0x93, (byte)'N', (byte)'U', (byte)'M', ..] => throw Unknown(file,
                "a single NumPy array; save all of them with numpy.savez"),
            [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => throw Unknown(file,
                "HDF5; export it as safetensors or npz"),
            [>= 0x81 and <= 0x8f or 0xde or 0xdf, ..] => FlaxCheckpoint.Open(file),
            _ => throw Unknown(file, "none of the known formats; fetch or write it again"),
        };
    }

    private static CheckpointFile OpenZip(OpenedFile file)
    {
        // Which of the two it is only its table tells: npz is the guess until then.
        var zip = ZipDirectory.Read(file, CheckpointFormat.Npz);
        if (zip.Parts.Keys.Any(name => name.EndsWith("/data.pkl", StringComparison.Ordinal)))
            return TorchFile.Open(zip with { Format = CheckpointFormat.Torch });
        return zip.Parts.Keys.Any(name => name.EndsWith(".npy", StringComparison.Ordinal))
            ? Npz.Open(zip)
            : throw Unknown(file,
                "a zip archive of other things than weights; name the file with the weights");
    }

    private static InputException Unknown(OpenedFile file, string what) =>
        new($"{file.Path} is not {Known}: it looks like {what}.");
}
