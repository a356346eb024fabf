using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PolyViT.Tests;

/// <summary>One tensor that a test puts into a file.</summary>
internal sealed record MadeTensor(string Name, string Type, long[] Shape, byte[] Bytes)
{
    /// <summary>A float32 tensor.</summary>
    public static MadeTensor Of(string name, long[] shape, params float[] values) =>
        new(name, "float32", shape, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Values of every type that all formats have, and what they are.</summary>
    public static (MadeTensor Tensor, ScalarType Type, double[] Values)[] Types =>
    [
        (new("double", "float64", [2], [.. new[] { 1.5, -2e300 }.SelectMany(BitConverter.GetBytes)]), float64, [1.5, -2e300]),
        (Of("float", [2, 1], 0.25f, -3), float32, [0.25, -3]),
        (new("half", "float16", [2], [0x00, 0x3c, 0x00, 0xc1]), float16, [1, -2.5]),
        (new("brain", "bfloat16", [2], [0x80, 0x3f, 0x20, 0xc0]), bfloat16, [1, -2.5]),
        (new("long", "int64", [1, 2], [.. new[] { 1L << 40, -7 }.SelectMany(BitConverter.GetBytes)]), int64, [1L << 40, -7]),
        (new("int", "int32", [], BitConverter.GetBytes(-5)), int32, [-5]),
        (new("byte", "uint8", [3], [0, 7, 255]), uint8, [0, 7, 255]),
        (new("truth", "bool", [3], [1, 0, 1]), @bool, [1, 0, 1]),
    ];
}

/// <summary>Files of the formats, made byte by byte.</summary>
internal static class Made
{
    private static readonly Dictionary<string, (string Safetensors, string Npy)> Names = new()
    {
        ["float64"] = ("F64", "<f8"),
        ["float32"] = ("F32", "<f4"),
        ["float16"] = ("F16", "<f2"),
        ["bfloat16"] = ("BF16", "|V2"),
        ["int64"] = ("I64", "<i8"),
        ["int32"] = ("I32", "<i4"),
        ["uint8"] = ("U8", "|u1"),
        ["bool"] = ("BOOL", "|b1"),
    };

    public static byte[] Safetensors(params MadeTensor[] tensors)
    {
        var at = 0;
        string Entry(MadeTensor t) =>
            $$"""
            "{{t.Name}}":{"dtype":"{{Names[t.Type].Safetensors}}","shape":[{{string.Join(",", t.Shape)}}],"data_offsets":[{{at}},{{at += t.Bytes.Length}}]}
            """;
        return Safetensors($"{{{string.Join(",", tensors.Select(Entry))}}}", Join(tensors.Select(t => t.Bytes)));
    }

    public static byte[] Safetensors(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        return Join([BitConverter.GetBytes((long)json.Length), json, data]);
    }

    public static byte[] Npz(CompressionLevel level, params MadeTensor[] tensors) =>
        Zip(level, [.. tensors.Select(t => ($"{t.Name}.npy", Npy(Names[t.Type].Npy, Tuple(t.Shape), t.Bytes)))]);

    public static byte[] Npy(string descr, string shape, byte[] data, bool fortran = false, byte version = 1)
    {
        var head = $"{{'descr': '{descr}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': {shape}, }}\n";
        var length = version == 1 ? BitConverter.GetBytes((ushort)head.Length) : BitConverter.GetBytes(head.Length);
        return Join([[0x93, .. "NUMPY"u8, version, 0], length, Encoding.UTF8.GetBytes(head), data]);
    }

    public static byte[] Zip(CompressionLevel level, params (string Name, byte[] Bytes)[] parts)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in parts)
            {
                using var entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        return stream.ToArray();
    }

    public static byte[] Flax(params MadeTensor[] tensors) =>
        FlaxMap([.. tensors.Select(t => (t.Name, FlaxArray(t)))]);

    public static byte[] FlaxMap(params (string Name, byte[] Value)[] pairs) =>
        Join([[0xdf], Big(pairs.Length), .. pairs.SelectMany(p => (byte[][])[FlaxText(p.Name), p.Value])]);

    public static byte[] FlaxArray(MadeTensor t, byte extension = 1)
    {
        byte[] shape = [(byte)(0x90 + t.Shape.Length), .. t.Shape.SelectMany(n => (byte[])[0xcd, (byte)(n >> 8), (byte)n])];
        var inner = Join([[0x93], shape, FlaxText(t.Type), [0xc6], Big(t.Bytes.Length), t.Bytes]);
        return Join([[0xc9], Big(inner.Length), [extension], inner]);
    }

    public static byte[] FlaxText(string text) => [0xd9, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Torch(params MadeTensor[] tensors)
    {
        var items = tensors.Select((t, i) =>
            Pickled.Text(t.Name) + Pickled.Tensor(t.Type, $"{i}", Count(t.Shape), 0, t.Shape, Pickled.RowMajor(t.Shape)));
        return Torch(Pickled.Map(string.Concat(items)), [.. tensors.Select((t, i) => ($"{i}", t.Bytes))]);
    }

    public static byte[] Torch(string pickle, params (string Key, byte[] Bytes)[] storages) =>
        Zip(CompressionLevel.NoCompression,
            [("archive/data.pkl", Encoding.Latin1.GetBytes(pickle)),
            .. storages.Select(s => ($"archive/data/{s.Key}", s.Bytes)), ("archive/version", "3\n"u8.ToArray())]);

    private static byte[] Join(IEnumerable<byte[]> parts)
    {
        using var whole = new MemoryStream();
        foreach (var part in parts)
            whole.Write(part);
        return whole.ToArray();
    }

    private static long Count(long[] shape) => shape.Aggregate(1L, (a, b) => a * b);

    private static string Tuple(long[] shape) => shape is [var one] ? $"({one},)" : $"({string.Join(", ", shape)})";

    private static byte[] Big(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}

/// <summary>Pickles of protocol 2 as torch.save makes them; each character is a byte.</summary>
internal static class Pickled
{
    private static readonly Dictionary<string, string> Storages = new()
    {
        ["float64"] = "Double",
        ["float32"] = "Float",
        ["float16"] = "Half",
        ["bfloat16"] = "BFloat16",
        ["int64"] = "Long",
        ["int32"] = "Int",
        ["uint8"] = "Byte",
        ["bool"] = "Bool",
    };

    public static string Map(string items) => Program("}(" + items + "u");

    public static string Program(string body) => "\u0080\u0002" + body + ".";

    public static string Text(string text) => "X" + Little(text.Length) + text;

    public static string Number(long number) => "J" + Little((int)number);

    public static string Global(string module, string name) => $"c{module}\n{name}\n";

    public static string Tuple(IEnumerable<string> items) => "(" + string.Concat(items) + "t";

    public static string Storage(string type, string key, long count) =>
        "(" + Text("storage") + Global("torch", Storages[type] + "Storage") + Text(key) + Text("cpu") + Number(count) + "tQ";

    public static string Tensor(
        string type, string key, long count, long offset, IEnumerable<long> shape, IEnumerable<long> strides) =>
        Global("torch._utils", "_rebuild_tensor_v2") + "(" + Storage(type, key, count) + Number(offset)
        + Tuple(shape.Select(Number)) + Tuple(strides.Select(Number)) + "\u0089" + Global("collections", "OrderedDict") + ")RtR";

    public static long[] RowMajor(long[] shape) =>
        [.. shape.Select((_, i) => shape[(i + 1)..].Aggregate(1L, (a, b) => a * b))];

    private static string Little(int number) => string.Concat(BitConverter.GetBytes(number).Select(b => (char)b));
}
