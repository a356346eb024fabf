using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PolyViT;

public static partial class Safetensors
{
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableDictionary<ScalarType, string> Written = new Dictionary<ScalarType, string>
    {
        [ScalarType.Float64] = "F64",
        [ScalarType.Float32] = "F32",
        [ScalarType.Float16] = "F16",
        [ScalarType.BFloat16] = "BF16",
        [ScalarType.Int64] = "I64",
        [ScalarType.Int32] = "I32",
        [ScalarType.Int16] = "I16",
        [ScalarType.Int8] = "I8",
        [ScalarType.Byte] = "U8",
        [ScalarType.Bool] = "BOOL",
    }.ToImmutableDictionary();

    /// <summary>
    /// Writes tensors to a file, which appears only when it is whole; the widest types come first, so that
    /// all
    /// values are aligned. The same tensors and texts give the same bytes.
    /// </summary>
    /// <param name="path">The file; an old one is replaced.</param>
    /// <param name="tensors">The tensors: of a checkpoint of any format, or <see
    /// cref="StoredTensor.Of"/>.</param>
    /// <param name="metadata">Texts for the header.</param>
    /// <returns>The SHA-256 of the file, in hexadecimal.</returns>
    /// <exception cref="InputException">A type that the format has not, two of one name, or no
    /// room.</exception>
    public static string Write(
        string path, IEnumerable<StoredTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        StoredTensor[] ordered = [.. Ordered(tensors)];
        var header = Header(path, ordered, metadata);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        WholeFile.Write(path, stream =>
        {
            void Put(ReadOnlySpan<byte> bytes)
            {
                stream.Write(bytes);
                hash.AppendData(bytes);
            }
            Put(header);
            foreach (var tensor in ordered)
                tensor.Lend(values => values.Each(block => Put(block)));
        });
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The SHA-256 of what follows a file's header, in hexadecimal: of its values.</summary>
    /// <param name="tensors">What is or would be in the file.</param>
    internal static string HashOfValues(IEnumerable<StoredTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in Ordered(tensors))
            tensor.Lend(values => values.Each(block => hash.AppendData(block)));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static IEnumerable<StoredTensor> Ordered(IEnumerable<StoredTensor> tensors) =>
        tensors.OrderByDescending(t => t.Type.ElementBytes()).ThenBy(t => t.Name, StringComparer.Ordinal);

    private static byte[] Header(
        string path, StoredTensor[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var (entries, end) = (new OrderedDictionary<string, object>(), 0L);
        if (metadata is { Count: > 0 })
            entries[MetadataKey] = metadata;
        foreach (var tensor in tensors)
        {
            if (!Written.TryGetValue(tensor.Type, out var type))
                throw new InputException(
                    $"{path} cannot hold '{tensor.Name}' of type {tensor.Type}: convert it to Float32.");
            var start = end;
            end += tensor.Count * tensor.Type.ElementBytes();
            var entry = new { dtype = type, shape = tensor.Shape, data_offsets = new[] { start, end } };
            if (!entries.TryAdd(tensor.Name, entry))
                throw new InputException(
                    $"{path} cannot hold '{tensor.Name}' twice: give each tensor its own name.");
        }
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(entries, Plain));
        // Values begin at a multiple of eight bytes.
        var padded = (json.Length + 7) / 8 * 8;
        var header = new byte[8 + padded];
        header.AsSpan(8).Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(header, padded);
        json.CopyTo(header, 8);
        return header;
    }
}
