using System.Buffers.Binary;
using System.Text.Json;

namespace PolyViT;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header, then raw little-endian row-major
/// data.
/// </summary>
public static class Safetensors
{
    private const long LongestHeader = 100_000_000;

    /// <summary>Reads every tensor of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Name to tensor, on the CPU in the file's own type; they belong to the caller's
    /// scope.</returns>
    /// <exception cref="InputException">It is no safetensors file, or it is cut short.</exception>
    public static IReadOnlyDictionary<string, Tensor> Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length < 8 || BinaryPrimitives.ReadInt64LittleEndian(bytes) is var length
            && (length < 2 || length > Math.Min(LongestHeader, bytes.Length - 8)))
            throw Broken(path, "its header does not fit in it");
        var start = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = Header(path, bytes.AsMemory(8, start - 8));
        return header.RootElement.EnumerateObject()
            .Where(p => p.Name != "__metadata__")
            .ToDictionary(p => p.Name, p => One(path, p, bytes.AsSpan(start)));
    }

    private static JsonDocument Header(string path, ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException e)
        {
            throw Broken(path, "its header is not JSON", e);
        }
    }

    private static Tensor One(string path, JsonProperty entry, ReadOnlySpan<byte> data)
    {
        long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64())];
        var type = TypeOf(path, entry.Value.GetProperty("dtype").GetString());
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(n => n.GetInt64())];
        var tensor = empty(shape, type);
        var size = tensor.numel() * tensor.element_size();
        if (offsets[0] < 0 || offsets[1] > data.Length || offsets[1] - offsets[0] != size)
            throw Broken(path, $"'{entry.Name}' lies outside it or has another size than its shape");
        if (size > 0)
            data[(int)offsets[0]..(int)offsets[1]].CopyTo(tensor.bytes);
        return tensor;
    }

    private static ScalarType TypeOf(string path, string? name) => name switch
    {
        "F64" => ScalarType.Float64,
        "F32" => ScalarType.Float32,
        "F16" => ScalarType.Float16,
        "BF16" => ScalarType.BFloat16,
        "I64" => ScalarType.Int64,
        "I32" => ScalarType.Int32,
        "U8" => ScalarType.Byte,
        _ => throw Broken(path, $"its type '{name}' is not known"),
    };

    private static InputException Broken(string path, string why, Exception? inner = null) =>
        new($"{path} cannot be read as safetensors: {why}; fetch or write it again.", inner!);
}
