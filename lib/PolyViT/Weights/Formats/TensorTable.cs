namespace PolyViT;

/// <summary>The tensors and texts of a file while its table is read, within limits that no checkpoint
/// passes.</summary>
internal sealed class TensorTable(OpenedFile file, CheckpointFormat format)
{
    /// <summary>The most tensors and texts of a file.</summary>
    public const int MostEntries = 100_000;

    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 1000;

    private readonly OrderedDictionary<string, StoredTensor> tensors = [];
    private readonly OrderedDictionary<string, string> texts = [];

    /// <summary>Adds a tensor under its name.</summary>
    /// <exception cref="InputException">The name is taken or too long, or there are too many.</exception>
    public void Add(StoredTensor tensor)
    {
        Check(tensor.Name, tensors.Count);
        if (!tensors.TryAdd(tensor.Name, tensor))
            throw file.Refused(format, $"'{tensor.Name}' stands in it twice");
    }

    /// <summary>Adds a text under its name.</summary>
    /// <exception cref="InputException">The name is taken or too long, or there are too many.</exception>
    public void Add(string name, string text)
    {
        Check(name, texts.Count);
        if (!texts.TryAdd(name, text))
            throw file.Refused(format, $"the text '{name}' stands in it twice");
    }

    /// <summary>Adds one number, which has the shape [].</summary>
    public void Add(string name, Func<Tensor> number, ScalarType type) =>
        Add(new StoredTensor(name, type, [], into =>
        {
            using var value = number();
            _ = into.copy_(value);
        }));

    /// <summary>The file with all that was added.</summary>
    public CheckpointFile Finish() =>
        tensors.Count > 0
            ? new(file.Path, format, tensors, texts, file)
            : throw file.Refused(format, "it holds no tensors");

    private void Check(string name, int count)
    {
        if (count >= MostEntries)
            throw file.Refused(format, $"it has more than {MostEntries} entries");
        if (name.Length > LongestName)
            throw file.Refused(
                format, $"the name '{name[..40]}...' has {name.Length} characters, more than {LongestName}");
    }
}
