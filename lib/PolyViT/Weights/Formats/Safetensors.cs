using System.Buffers.Binary;
using System.Text.Json;

namespace PolyViT;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header, then raw little-endian row-major
/// data without holes.
/// </summary>
public static class Safetensors
{
    private const long LongestHeader = 100_000_000;
    private const string MetadataKey = "__metadata__";

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Name to tensor, on the CPU in the file's own type; they belong to the caller's
    /// scope.</returns>
    /// <exception cref="InputException">It is no safetensors file, or it is damaged.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        using var mapped = MappedFile.Open(path);
        using var file = Open(mapped);
        return file.ReadAll();
    }

    internal static bool Is(MappedFile file) =>
        file.Length >= 10 && HeaderLength(file) is >= 2 and <= LongestHeader && file.Bytes(8, 1)[0] == '{';

    internal static CheckpointFile Open(MappedFile file)
    {
        var length = file.Length < 8 ? -1 : HeaderLength(file);
        if (length < 2 || length > Math.Min(LongestHeader, file.Length - 8))
            throw file.Refused("safetensors", "its header does not fit in it");
        var tensors = new OrderedDictionary<string, StoredTensor>();
        var places = new List<(long Start, long End, string Name)>();
        var metadata = ImmutableDictionary<string, string>.Empty;
        using var header = Header(file, file.Bytes(8, (int)length));
        foreach (var entry in header.RootElement.EnumerateObject())
        {
            if (entry.NameEquals(MetadataKey))
                metadata = Metadata(file, entry.Value);
            else if (!tensors.TryAdd(entry.Name, One(file, 8 + length, entry, places)))
                throw file.Refused("safetensors", $"'{entry.Name}' stands in it twice");
        }
        CheckPlaces(file, file.Length - 8 - length, places);
        return new(file.Path, CheckpointFormat.Safetensors, tensors, metadata, file);
    }

    private static long HeaderLength(MappedFile file) => BinaryPrimitives.ReadInt64LittleEndian(file.Bytes(0, 8));

    private static JsonDocument Header(MappedFile file, byte[] json)
    {
        try
        {
            var header = JsonDocument.Parse(json, new() { MaxDepth = 8 });
            return header.RootElement.ValueKind == JsonValueKind.Object
                ? header
                : throw file.Refused("safetensors", "its header is not a JSON object");
        }
        catch (JsonException e)
        {
            throw file.Refused("safetensors", "its header is not JSON", e);
        }
    }

    private static ImmutableDictionary<string, string> Metadata(MappedFile file, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String)
            ? value.EnumerateObject().Aggregate(
                ImmutableDictionary<string, string>.Empty, (all, p) => all.SetItem(p.Name, p.Value.GetString()!))
            : throw file.Refused("safetensors", "its __metadata__ is not a map of texts");

    private static StoredTensor One(
        MappedFile file, long data, JsonProperty entry, List<(long Start, long End, string Name)> places)
    {
        InputException Wrong(string why, Exception? inner = null) =>
            file.Refused("safetensors", $"'{entry.Name}' {why}", inner);
        try
        {
            var type = TypeOf(entry.Value.GetProperty("dtype").GetString())
                ?? throw Wrong($"has the type {entry.Value.GetProperty("dtype")}, which is not read");
            var shape = Numbers(entry.Value.GetProperty("shape"));
            var bytes = StorageSize.Bytes(shape, type) ?? throw Wrong($"has the impossible shape [{string.Join(", ", shape)}]");
            var offsets = Numbers(entry.Value.GetProperty("data_offsets"));
            if (offsets.Length != 2 || offsets[0] < 0 || offsets[1] > file.Length - data || offsets[1] - offsets[0] != bytes)
                throw Wrong("lies outside it or has another size than its shape");
            places.Add((offsets[0], offsets[1], entry.Name));
            return file.Stored(entry.Name, type, shape, data + offsets[0]);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Wrong("has no dtype, shape and data_offsets as the format wants them", e);
        }
    }

    private static ImmutableArray<long> Numbers(JsonElement list) => [.. list.EnumerateArray().Select(n => n.GetInt64())];

    // The format allows neither overlaps nor holes: what is hidden in a file is not what its reader sees.
    private static void CheckPlaces(MappedFile file, long length, List<(long Start, long End, string Name)> places)
    {
        var end = 0L;
        foreach (var place in places.OrderBy(p => p.Start).ThenBy(p => p.End))
        {
            if (place.Start != end)
                throw file.Refused("safetensors", $"'{place.Name}' overlaps another tensor or leaves a hole before it");
            end = place.End;
        }
        if (end != length)
            throw file.Refused("safetensors", $"{length - end} bytes at its end belong to no tensor");
    }

    private static ScalarType? TypeOf(string? name) => name switch
    {
        "F64" => ScalarType.Float64,
        "F32" => ScalarType.Float32,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "I64" => ScalarType.Int64,
        "I32" => ScalarType.Int32,
        "I16" => ScalarType.Int16,
        "I8" => ScalarType.Int8,
        "U8" => ScalarType.Byte,
        "BOOL" => ScalarType.Bool,
        _ => null,
    };
}
