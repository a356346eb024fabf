namespace PolyViT;

/// <summary>The values that tensors of a PyTorch file share or have alone: one part of the archive.</summary>
/// <param name="Zip">The archive.</param>
/// <param name="Part">The part.</param>
/// <param name="Type">The type of its values; null when each tensor says its own.</param>
/// <param name="Count">How many values, or bytes where no type is known.</param>
internal sealed record TorchStorage(ZipFile Zip, ZipPart Part, StoredType? Type, long Count);

/// <summary>A tensor of a PyTorch file: a view of a storage.</summary>
/// <param name="Storage">Where its values are.</param>
/// <param name="Type">Their type.</param>
/// <param name="Offset">Where its first value is, in values.</param>
/// <param name="Shape">Its sizes.</param>
/// <param name="Strides">How many values further the next one is, along each dimension.</param>
internal sealed record TorchTensor(
    TorchStorage Storage,
    StoredType Type,
    long Offset,
    ImmutableArray<long> Shape,
    ImmutableArray<long> Strides)
{
    private long Count => Shape.Aggregate(1L, (a, b) => a * b);

    // From the first value to the last, in values: checked to lie in the storage.
    private long Reach => Count == 0 ? 0 : 1 + Shape.Zip(Strides, (n, s) => (n - 1) * s).Sum();

    private bool IsRowMajor
    {
        get
        {
            var next = 1L;
            for (var i = Shape.Length - 1; i >= 0; next *= Shape[i--])
                if (Shape[i] != 1 && Strides[i] != next)
                    return false;
            return true;
        }
    }

    /// <summary>Why the view cannot be one of its storage; null when it can.</summary>
    public string? Fault()
    {
        if (Shape.Length != Strides.Length || Offset < 0 || Strides.Any(s => s < 0)
            || Type.Bytes(Shape) is null)
            return "has a shape and strides that do not fit together";
        var values = Storage.Type is null ? Storage.Count / Type.ValueBytes : Storage.Count;
        // A view that repeats values can be of any size, and no saved weight is one.
        if (Count > values)
            return $"has {Count} values, and its storage {values}";
        var last = Shape.Zip(Strides, (n, s) => (Int128)(n - 1) * s)
            .Aggregate((Int128)Offset, (a, b) => a + b);
        return Count > 0 && last >= values ? "lies outside its storage" : null;
    }

    /// <summary>The tensor as an entry of the table.</summary>
    public StoredTensor As(string name) => new(name, Type.Type, Shape, into =>
    {
        if (Count == 0)
            return;
        if (IsRowMajor)
        {
            Type.Fill(into, raw => Read(Offset, Count, raw));
            return;
        }
        using var scope = NewDisposeScope();
        var values = empty([Reach], Type.Type);
        Type.Fill(values, raw => Read(Offset, Reach, raw));
        _ = into.copy_(values.as_strided([.. Shape], [.. Strides], 0).reshape(into.shape));
    })
    {
        Check = () => Storage.Zip.Check(Storage.Part),
        At = !IsRowMajor || Type.Decode is not null ? null : (at, into) =>
        {
            Storage.Zip.Check(Storage.Part);
            Storage.Zip.File.Read(Storage.Part.Start + (Offset * Type.ValueBytes) + at, into);
        },
    };

    private void Read(long start, long count, Tensor raw)
    {
        if (start == 0 && count * Type.ValueBytes == Storage.Part.Length)
        {
            Storage.Zip.Fill(Storage.Part, 0, raw);
            return;
        }
        Storage.Zip.Check(Storage.Part);
        Storage.Zip.File.Fill(Storage.Part.Start + (start * Type.ValueBytes), raw);
    }
}
