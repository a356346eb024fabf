namespace PolyViT;

/// <summary>
/// The zip archives of torch.save: a pickle that says what the tensors are, and their values, each in a part
/// of its own. Nested names are joined by ".".
/// </summary>
internal static class TorchFile
{
    private const string PickleName = "data.pkl";
    private const int LongestPickle = 1 << 26;

    /// <summary>Reads the pickle, running nothing of it.</summary>
    public static CheckpointFile Open(ZipFile zip)
    {
        InputException Wrong(string why) => zip.File.Refused(CheckpointFormat.Torch, why);
        var pickles = zip.Parts.Keys.Where(name => name.EndsWith('/' + PickleName)).ToList();
        if (pickles is not [var pickle])
            throw Wrong($"it has {pickles.Count} parts called {PickleName}, and one is needed");
        var root = pickle[..^PickleName.Length];
        if (zip.Parts.Keys.Any(name => name.StartsWith(root + "code/", StringComparison.Ordinal)))
            throw Wrong("it is a TorchScript program; save the state dict of its model instead");
        CheckOrder(zip, root, Wrong);
        var code = zip.Bytes(zip.Parts[pickle], LongestPickle);
        var value = new Pickle(code, TorchPickle.World(zip, root, Wrong)).Read();
        var table = new TensorTable(zip.File, CheckpointFormat.Torch);
        new Flattening(".", (name, node) => (node as TorchTensor)?.As(name), Wrong).Into(table, value);
        return table.Finish();
    }

    private static void CheckOrder(ZipFile zip, string root, Func<string, InputException> wrong)
    {
        if (zip.Parts.GetValueOrDefault(root + "byteorder") is { } order
            && !zip.Bytes(order, 16).AsSpan().SequenceEqual("little"u8))
            throw wrong("its values are big-endian; save it again on a little-endian machine");
    }
}
