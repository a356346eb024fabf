namespace PolyViT;

/// <summary>An array of a Flax checkpoint: its values lie in one piece of the file, or in several.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Pieces">Where they lie, one after the other.</param>
internal sealed record FlaxArray(
    StoredType Type, ImmutableArray<long> Shape, ImmutableArray<(long Start, long Bytes)> Pieces)
{
    /// <summary>The key of a map that is an array in pieces: Flax cuts arrays at 2^30 bytes.</summary>
    public const string ChunkedKey = "__msgpack_chunked_array__";

    /// <summary>The array as an entry of the table.</summary>
    public StoredTensor As(string name, OpenedFile file) =>
        new(name, Type.Type, Shape, into => Type.Fill(into, raw => Fill(file, raw)))
        {
            At = Type.Decode is null && Pieces is [var only]
                ? (at, into) => file.Read(only.Start + at, into)
                : null,
        };

    /// <summary>Reads an array, whose extension's head has been read.</summary>
    /// <remarks>flax/serialization.py, _ndarray_to_bytes: a list of shape, type and bytes.</remarks>
    public static FlaxArray Read(MessagePackScan scan, long length)
    {
        var end = scan.At + length;
        Expect(scan, PackedKind.List, 3);
        var dimensions = scan.Next();
        if (dimensions.Kind != PackedKind.List || dimensions.Number > 32)
            throw scan.Wrong($"the array before byte {scan.At} has no shape");
        ImmutableArray<long> shape =
        [
            .. Enumerable.Range(0, (int)dimensions.Number)
                .Select(_ => Expect(scan, PackedKind.Integer).Number),
        ];
        var type = TypeOf(scan);
        var values = Expect(scan, PackedKind.Binary);
        var start = scan.At;
        scan.Skip(values.Number);
        if (scan.At != end || type.Bytes(shape) != values.Number)
            throw scan.Wrong(
                $"the array before byte {scan.At} has {values.Number} bytes, and not those of "
                + $"[{string.Join(", ", shape)}]");
        return new(type, shape, [(start, values.Number)]);
    }

    /// <summary>Puts an array together from its pieces.</summary>
    /// <remarks>flax/serialization.py, _chunk: shape and chunks are maps from "0", "1", ..</remarks>
    public static FlaxArray Join(OrderedDictionary<string, object?> map, Func<string, InputException> wrong)
    {
        var shape = Listed<long>(map.GetValueOrDefault("shape"));
        var chunks = Listed<FlaxArray>(map.GetValueOrDefault("chunks"));
        if (shape is null || chunks is null or [] || chunks.Any(c => c.Type != chunks[0].Type))
            throw wrong("an array in pieces lacks its shape or pieces of one type");
        ImmutableArray<(long Start, long Bytes)> pieces = [.. chunks.SelectMany(c => c.Pieces)];
        return chunks[0].Type.Bytes(shape) == pieces.Sum(p => p.Bytes)
            ? new(chunks[0].Type, [.. shape], pieces)
            : throw wrong($"an array in pieces has not the values of its shape [{string.Join(", ", shape)}]");
    }

    private static List<T>? Listed<T>(object? node)
    {
        if (node is not OrderedDictionary<string, object?> map)
            return null;
        var items = Enumerable.Range(0, map.Count).Select(i => map.GetValueOrDefault($"{i}")).ToList();
        return items.TrueForAll(item => item is T) ? [.. items.Cast<T>()] : null;
    }

    private static PackedItem Expect(MessagePackScan scan, PackedKind kind, long? number = null)
    {
        var item = scan.Next();
        return item.Kind == kind && (number ?? item.Number) == item.Number
            ? item
            : throw scan.Wrong($"the array before byte {scan.At} has {item.Kind} where {kind} belongs");
    }

    private static StoredType TypeOf(MessagePackScan scan)
    {
        var item = scan.Next();
        var name = item.Kind is PackedKind.Text or PackedKind.Binary
            ? scan.Text(item.Number)
            : $"{item.Kind}";
        // What NumPy calls bfloat16 where nobody has told it.
        return StoredType.Of(name is "V2" or "|V2" ? "bfloat16" : name)
            ?? throw scan.Wrong($"an array has the type '{name}', which is not read");
    }

    private void Fill(OpenedFile file, Tensor raw)
    {
        using var scope = NewDisposeScope();
        var flat = raw.view(-1);
        var done = 0L;
        foreach (var (start, length) in Pieces)
        {
            var values = length / raw.element_size();
            file.Fill(start, flat.narrow(0, done, values));
            done += values;
        }
    }
}
