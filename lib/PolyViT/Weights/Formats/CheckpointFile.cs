namespace PolyViT;

/// <summary>The container formats that checkpoints are read from.</summary>
public enum CheckpointFormat
{
    /// <summary>Hugging Face's safetensors.</summary>
    Safetensors,

    /// <summary>A zip archive of NumPy arrays, as AugReg, vision_transformer and big_vision write.</summary>
    Npz,

    /// <summary>Flax's MessagePack checkpoints, as scenic writes.</summary>
    MessagePack,

    /// <summary>A zip archive of PyTorch: a pickled state dict and its storages.</summary>
    Torch,
}

/// <summary>A checkpoint file that is open: what it holds is known, its values are read when asked
/// for.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">What it is, by its content.</param>
/// <param name="Tensors">Name to tensor, in the file's order.</param>
/// <param name="Metadata">Texts that the file holds beside the tensors; often none.</param>
/// <param name="Handle">What is let go when it is closed.</param>
public sealed record CheckpointFile(
    string Path,
    CheckpointFormat Format,
    IReadOnlyDictionary<string, StoredTensor> Tensors,
    IReadOnlyDictionary<string, string> Metadata,
    IDisposable Handle) : IDisposable
{
    /// <summary>Closes the file; tensors that were read stay.</summary>
    public void Dispose() => Handle.Dispose();
}

/// <summary>How the formats are called in sentences.</summary>
internal static class CheckpointFormatWords
{
    /// <summary>"safetensors", "npz", "a Flax checkpoint", "a PyTorch file".</summary>
    public static string Words(this CheckpointFormat format) => format switch
    {
        CheckpointFormat.Safetensors => "safetensors",
        CheckpointFormat.Npz => "npz",
        CheckpointFormat.MessagePack => "a Flax checkpoint",
        _ => "a PyTorch file",
    };
}
