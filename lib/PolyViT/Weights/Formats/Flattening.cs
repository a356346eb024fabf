namespace PolyViT;

/// <summary>
/// Nested maps and lists made into one flat table: what lies in what joins the names, "model.head.bias".
/// Numbers become tensors of shape [], and texts stay texts.
/// </summary>
/// <param name="Separator">What stands between the names.</param>
/// <param name="AsTensor">The tensor that a leaf is; null when it is none.</param>
/// <param name="Wrong">Makes the error of a reason.</param>
internal sealed record Flattening(
    string Separator, Func<string, object, StoredTensor?> AsTensor, Func<string, InputException> Wrong)
{
    /// <summary>The deepest nesting.</summary>
    public const int Deepest = 64;

    // Shared parts count each time: a small file can name one part in two places of another, and so on.
    private const int MostVisits = 1_000_000;

    /// <summary>Adds everything in a tree to a table.</summary>
    /// <param name="root">
    /// Maps (<see cref="OrderedDictionary{TKey,TValue}"/>), lists, tensors, numbers, texts and null.
    /// </param>
    /// <param name="table">Filled.</param>
    public void Into(TensorTable table, object? root)
    {
        var visits = 0;
        void Visit(string name, object? node, int depth)
        {
            if (++visits > MostVisits || depth > Deepest || name.Length > TensorTable.LongestName)
                throw Wrong($"it is nested more than {Deepest} deep or has more than {MostVisits} entries");
            if (node is OrderedDictionary<string, object?> map)
                foreach (var (key, value) in map)
                    Visit(name.Length == 0 ? key : name + Separator + key, value, depth + 1);
            else if (node is IReadOnlyList<object?> list)
                for (var i = 0; i < list.Count; i++)
                    Visit(name.Length == 0 ? $"{i}" : $"{name}{Separator}{i}", list[i], depth + 1);
            else if (node is not null)
                Leaf(table, name.Length == 0 ? "value" : name, node);
        }
        Visit("", root, 0);
    }

    private void Leaf(TensorTable table, string name, object node)
    {
        if (AsTensor(name, node) is { } tensor)
            table.Add(tensor);
        else if (node is long integer)
            table.Add(name, () => torch.tensor(integer), ScalarType.Int64);
        else if (node is double real)
            table.Add(name, () => torch.tensor(real, ScalarType.Float64), ScalarType.Float64);
        else if (node is bool truth)
            table.Add(name, () => torch.tensor(truth), ScalarType.Bool);
        else
            table.Add(name, $"{node}");
    }
}
