using System.Buffers.Binary;
using System.Text.Json;

namespace PolyViT;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header, then raw little-endian row-major
/// data without holes.
/// </summary>
public static partial class Safetensors
{
    private const CheckpointFormat Format = CheckpointFormat.Safetensors;
    private const long LongestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    private static readonly ImmutableDictionary<string, string> Types = new Dictionary<string, string>
    {
        ["F64"] = "float64",
        ["F32"] = "float32",
        ["F16"] = "float16",
        ["BF16"] = "bfloat16",
        ["I64"] = "int64",
        ["I32"] = "int32",
        ["I16"] = "int16",
        ["I8"] = "int8",
        ["U8"] = "uint8",
        ["U16"] = "uint16",
        ["U32"] = "uint32",
        ["BOOL"] = "bool",
    }.ToImmutableDictionary();

    private readonly record struct Place(long Start, long End, string Name);

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Name to tensor, on the CPU in the file's own type; they belong to the caller's
    /// scope.</returns>
    /// <exception cref="InputException">It is no safetensors file, or it is damaged.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        using var opened = OpenedFile.Open(path);
        return Open(opened).ReadAll();
    }

    /// <summary>Whether a file begins as this format does.</summary>
    internal static bool Is(OpenedFile file) =>
        file.Length >= 10 && HeaderLength(file) is >= 2 and <= LongestHeader && file.Bytes(8, 1)[0] == '{';

    /// <summary>Reads a file's header.</summary>
    internal static CheckpointFile Open(OpenedFile file)
    {
        var length = file.Length < 8 ? -1 : HeaderLength(file);
        if (length < 2 || length > Math.Min(LongestHeader, file.Length - 8))
            throw file.Refused(Format, "its header does not fit in it");
        using var header = Header(file, file.Bytes(8, (int)length));
        try
        {
            return Table(file, header.RootElement, 8 + length);
        }
        catch (InvalidOperationException e)
        {
            throw file.Refused(Format, "a name in its header is not text", e);
        }
    }

    private static CheckpointFile Table(OpenedFile file, JsonElement header, long data)
    {
        var (table, places) = (new TensorTable(file, Format), new List<Place>());
        foreach (var entry in header.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
                AddTexts(file, table, entry.Value);
            else
                table.Add(One(file, data, entry.Name, entry.Value, places));
        }
        CheckPlaces(file, file.Length - data, places);
        return table.Finish();
    }

    private static long HeaderLength(OpenedFile file) =>
        BinaryPrimitives.ReadInt64LittleEndian(file.Bytes(0, 8));

    private static JsonDocument Header(OpenedFile file, byte[] json)
    {
        try
        {
            var header = JsonDocument.Parse(json, new() { MaxDepth = 8 });
            return header.RootElement.ValueKind == JsonValueKind.Object
                ? header
                : throw file.Refused(Format, "its header is not a JSON object");
        }
        catch (JsonException e)
        {
            throw file.Refused(Format, "its header is not JSON", e);
        }
    }

    private static void AddTexts(OpenedFile file, TensorTable table, JsonElement texts)
    {
        if (texts.ValueKind != JsonValueKind.Object
            || texts.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
            throw file.Refused(Format, $"its {MetadataKey} is not a map of texts");
        foreach (var text in texts.EnumerateObject())
            table.Add(text.Name, text.Value.GetString()!);
    }

    private static StoredTensor One(
        OpenedFile file, long data, string name, JsonElement entry, List<Place> places)
    {
        InputException Wrong(string why, Exception? inner = null) =>
            file.Refused(Format, $"'{name}' {why}", inner);
        try
        {
            var dtype = entry.GetProperty("dtype").GetString() ?? "null";
            var type = StoredType.Of(Types.GetValueOrDefault(dtype, ""))
                ?? throw Wrong($"has the type {dtype}, which is not read");
            var shape = Numbers(entry.GetProperty("shape"));
            var bytes = type.Bytes(shape)
                ?? throw Wrong($"has the impossible shape [{string.Join(", ", shape)}]");
            var offsets = Numbers(entry.GetProperty("data_offsets"));
            if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]
                || offsets[1] > file.Length - data || offsets[1] - offsets[0] != bytes)
                throw Wrong("lies outside it or has another size than its shape");
            places.Add(new(offsets[0], offsets[1], name));
            var start = data + offsets[0];
            return new(name, type.Type, shape, into => type.Fill(into, raw => file.Fill(start, raw)))
            {
                At = type.Decode is null ? (at, into) => file.Read(start + at, into) : null,
            };
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong("has no dtype, shape and data_offsets as the format wants them", e);
        }
    }

    private static ImmutableArray<long> Numbers(JsonElement list) =>
        [.. list.EnumerateArray().Select(n => n.GetInt64())];

    // The format allows neither overlaps nor holes: what one reader shows, all must show.
    private static void CheckPlaces(OpenedFile file, long length, List<Place> places)
    {
        var end = 0L;
        foreach (var place in places.OrderBy(p => p.Start).ThenBy(p => p.End))
        {
            if (place.Start != end)
                throw file.Refused(
                    Format, $"'{place.Name}' overlaps another tensor or leaves a hole before it");
            end = place.End;
        }
        if (end != length)
            throw file.Refused(Format, $"{length - end} bytes at its end belong to no tensor");
    }
}
