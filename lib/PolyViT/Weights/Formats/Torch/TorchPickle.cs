namespace PolyViT;

/// <summary>The names that a state dict of tensors needs: storages, types, and what puts tensors
/// together.</summary>
/// <remarks>torch/serialization.py and torch/_utils.py.</remarks>
internal static class TorchPickle
{
    private enum Function
    {
        Map,
        Tensor,
        Parameter,
        Size,
        Device,
    }

    // A storage's type: of its values, or none where each tensor says its own.
    private sealed record StorageType(StoredType? Values);

    private static readonly ImmutableDictionary<string, object> Globals = new Dictionary<string, object>
    {
        ["collections.OrderedDict"] = Function.Map,
        ["torch._utils._rebuild_tensor"] = Function.Tensor,
        ["torch._utils._rebuild_tensor_v2"] = Function.Tensor,
        ["torch._utils._rebuild_tensor_v3"] = Function.Tensor,
        ["torch._utils._rebuild_parameter"] = Function.Parameter,
        ["torch.Size"] = Function.Size,
        ["torch.device"] = Function.Device,
        ["torch.UntypedStorage"] = new StorageType(null),
        ["torch.storage.UntypedStorage"] = new StorageType(null),
        ["torch.DoubleStorage"] = Storage("float64"),
        ["torch.FloatStorage"] = Storage("float32"),
        ["torch.HalfStorage"] = Storage("float16"),
        ["torch.BFloat16Storage"] = Storage("bfloat16"),
        ["torch.LongStorage"] = Storage("int64"),
        ["torch.IntStorage"] = Storage("int32"),
        ["torch.ShortStorage"] = Storage("int16"),
        ["torch.CharStorage"] = Storage("int8"),
        ["torch.ByteStorage"] = Storage("uint8"),
        ["torch.BoolStorage"] = Storage("bool"),
        ["torch.ComplexFloatStorage"] = Storage("complex64"),
        ["torch.ComplexDoubleStorage"] = Storage("complex128"),
    }.ToImmutableDictionary();

    /// <summary>The world of an archive's pickle.</summary>
    /// <param name="zip">The archive.</param>
    /// <param name="root">The folder in it that everything lies in, "archive/".</param>
    /// <param name="wrong">Makes the error of a reason.</param>
    public static PickleWorld World(ZipFile zip, string root, Func<string, InputException> wrong)
    {
        var storages = new Dictionary<string, TorchStorage>();
        return new(
            (module, name) => Find(module, name, wrong),
            id => FindStorage(zip, root, storages, id, wrong),
            (function, arguments) => Call(function, arguments, wrong),
            wrong);
    }

    private static StorageType Storage(string type) => new(StoredType.Of(type));

    private static object Find(string module, string name, Func<string, InputException> wrong) =>
        Globals.GetValueOrDefault($"{module}.{name}")
        ?? (module == "torch" ? StoredType.Of(name) : null)
        ?? throw wrong(
            $"its pickle names {module}.{name}, which no state dict of tensors needs; nothing of it was run");

    private static TorchStorage FindStorage(
        ZipFile zip, string root, Dictionary<string, TorchStorage> known, object? id,
        Func<string, InputException> wrong)
    {
        if (id is not object?[] words
            || words is not ["storage", StorageType type, string key, _, long count, ..])
            throw wrong("its pickle refers to something else than a storage");
        if (known.TryGetValue(key, out var storage))
            return storage;
        var part = zip.Parts.GetValueOrDefault($"{root}data/{key}")
            ?? throw wrong($"the storage '{key}' is not in it");
        if (part.Deflated)
            throw zip.Refused(part, "is packed, which PyTorch does not do; save it again with torch.save");
        if (count < 0 || (type.Values ?? StoredType.Of("uint8"))!.Bytes([count]) != part.Length)
            throw zip.Refused(
                part, $"has {part.Length} bytes, and not those of the {count} values that its pickle announces");
        return known[key] = new(zip, part, type.Values, count);
    }

    private static object Call(object? function, object?[] arguments, Func<string, InputException> wrong) =>
        (function, arguments) switch
        {
            (Function.Map, []) => new OrderedDictionary<string, object?>(),
            (Function.Map, [List<object?> pairs]) => Map(pairs, wrong),
            (Function.Size, [object?[] sizes]) => sizes,
            (Function.Device, [string name, ..]) => name,
            (Function.Parameter, [TorchTensor tensor, ..]) => tensor,
            (Function.Tensor,
                [TorchStorage storage, long offset, object?[] shape, object?[] strides, .. var rest]) =>
                Tensor(storage, offset, shape, strides, rest, wrong),
            _ => throw wrong(
                $"its pickle calls {function ?? "nothing"} with arguments that it does not take"),
        };

    private static OrderedDictionary<string, object?> Map(
        List<object?> pairs, Func<string, InputException> wrong)
    {
        var map = new OrderedDictionary<string, object?>();
        foreach (var pair in pairs)
            if (pair is not object?[] words || words is not [string key, var value]
                || !map.TryAdd(key, value))
                throw wrong("its pickle makes a map of something else than pairs");
        return map;
    }

    private static TorchTensor Tensor(
        TorchStorage storage, long offset, object?[] shape, object?[] strides, object?[] rest,
        Func<string, InputException> wrong)
    {
        // Version 3 adds the type after requires_grad and the hooks.
        var type = rest.OfType<StoredType>().FirstOrDefault() ?? storage.Type
            ?? throw wrong($"a tensor of '{storage.Part.Name}' has no type");
        if (!shape.All(n => n is long) || !strides.All(n => n is long))
            throw wrong($"a tensor of '{storage.Part.Name}' has sizes that are no whole numbers");
        var tensor = new TorchTensor(
            storage, type, offset, [.. shape.Cast<long>()], [.. strides.Cast<long>()]);
        return tensor.Fault() is { } fault
            ? throw wrong($"a tensor of '{storage.Part.Name}' {fault}")
            : tensor;
    }
}
