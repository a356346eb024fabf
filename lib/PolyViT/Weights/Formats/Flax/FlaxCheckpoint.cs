using System.Numerics;

namespace PolyViT;

/// <summary>
/// The MessagePack checkpoints of Flax, as scenic writes them: nested maps, whose names are joined by "/".
/// </summary>
/// <remarks>flax/serialization.py, msgpack_serialize.</remarks>
internal static class FlaxCheckpoint
{
    private const int MostItems = 1_000_000;
    private const int ArrayType = 1;
    private const int ComplexType = 2;
    private const int ScalarType = 3;

    /// <summary>Reads where everything lies.</summary>
    public static CheckpointFile Open(OpenedFile file)
    {
        var scan = new MessagePackScan(file);
        var items = 0;
        var root = Read(scan, ref items, 0);
        if (scan.At != file.Length)
            throw scan.Wrong($"{file.Length - scan.At} bytes follow its end");
        var table = new TensorTable(file, CheckpointFormat.MessagePack);
        var flattening = new Flattening("/", (name, node) => (node as FlaxArray)?.As(name, file), scan.Wrong);
        flattening.Into(table, root);
        return table.Finish();
    }

    private static object? Read(MessagePackScan scan, ref int items, int depth)
    {
        if (++items > MostItems || depth > Flattening.Deepest)
            throw scan.Wrong(
                $"it is nested more than {Flattening.Deepest} deep or has more than {MostItems} items");
        var item = scan.Next();
        switch (item.Kind)
        {
            case PackedKind.Map:
                return Map(scan, item.Number, ref items, depth);
            case PackedKind.List:
                var list = new List<object?>();
                for (var i = 0L; i < item.Number; i++)
                    list.Add(Read(scan, ref items, depth + 1));
                return list;
            case PackedKind.Binary:
                scan.Skip(item.Number);
                return $"{item.Number} bytes";
            default:
                return Single(scan, item);
        }
    }

    private static object? Single(MessagePackScan scan, PackedItem item) => item.Kind switch
    {
        PackedKind.Nil => null,
        PackedKind.Truth => item.Number == 1,
        PackedKind.Integer => item.Number,
        PackedKind.Real => item.Real,
        PackedKind.Text => scan.Text(item.Number),
        _ => item.Type switch
        {
            ArrayType or ScalarType => FlaxArray.Read(scan, item.Number),
            ComplexType => Complex(scan, item.Number),
            _ => throw scan.Wrong($"it holds the extension type {item.Type}, which Flax does not write"),
        },
    };

    private static object Map(MessagePackScan scan, long pairs, ref int items, int depth)
    {
        var map = new OrderedDictionary<string, object?>();
        for (var i = 0L; i < pairs; i++)
        {
            var head = scan.Next();
            var key = head.Kind switch
            {
                PackedKind.Text => scan.Text(head.Number),
                PackedKind.Integer => $"{head.Number}",
                _ => throw scan.Wrong($"the key before byte {scan.At} is no text"),
            };
            if (!map.TryAdd(key, Read(scan, ref items, depth + 1)))
                throw scan.Wrong($"the name '{key}' stands in one map twice");
        }
        return map.ContainsKey(FlaxArray.ChunkedKey) ? FlaxArray.Join(map, scan.Wrong) : map;
    }

    // A Python complex number: its text keeps both parts, and no weight is one.
    private static string Complex(MessagePackScan scan, long length)
    {
        var end = scan.At + length;
        var (list, real, imaginary) = (scan.Next(), scan.Next(), scan.Next());
        return list is { Kind: PackedKind.List, Number: 2 } && real.Kind == PackedKind.Real
            && imaginary.Kind == PackedKind.Real && scan.At == end
            ? new Complex(real.Real, imaginary.Real).ToString(CultureInfo.InvariantCulture)
            : throw scan.Wrong($"the complex number before byte {scan.At} has no two parts");
    }
}
