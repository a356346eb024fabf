namespace PolyViT;

/// <summary>Parameters under the names and layouts of scenic's PolyViT (section 2.2, 4.5).</summary>
public static class Scenic
{
    /// <summary>Copies scenic's parameters into a model: every one of the model's must be there, in its
    /// shape.</summary>
    /// <param name="model">Changed in place.</param>
    /// <param name="source">
    /// Paths to tensors, with or without a leading "params/"; query, key and value apart, as scenic has them.
    /// </param>
    /// <exception cref="InputException">A parameter is missing or has another size.</exception>
    public static void Load(PolyVit model, IReadOnlyDictionary<string, Tensor> source)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        foreach (var spec in model.Parameters.Specs)
        {
            var value = Find(source, spec);
            if (value.numel() != spec.Count)
                throw new InputException(
                    $"'{spec.Name}' is [{string.Join(", ", value.shape)}] in the file, but [{string.Join(", ", spec.Shape)}] "
                    + "in the model: make the model with the file's sizes.");
            _ = model.Parameters[spec.Name].copy_(value.reshape([.. spec.Shape]));
        }
    }

    private static Tensor Find(IReadOnlyDictionary<string, Tensor> source, ParameterSpec spec)
    {
        if (!spec.Name.Contains("/qkv/", StringComparison.Ordinal))
            return Get(source, spec.Name);
        var parts = new[] { "query", "key", "value" }
            .Select(part => Get(source, spec.Name.Replace("/qkv/", $"/{part}/", StringComparison.Ordinal)));
        // A kernel is [D, H, dh]: its columns are the heads one after the other.
        return spec.Name.EndsWith("kernel", StringComparison.Ordinal)
            ? cat([.. parts.Select(p => p.reshape(spec.Shape[0], -1))], 1)
            : cat([.. parts.Select(p => p.flatten())]);
    }

    private static Tensor Get(IReadOnlyDictionary<string, Tensor> source, string name) =>
        source.TryGetValue("params/" + name, out var value) || source.TryGetValue(name, out value)
            ? value
            : throw new InputException($"The file has no parameter '{name}', which the model needs: check its tasks and sizes.");
}
