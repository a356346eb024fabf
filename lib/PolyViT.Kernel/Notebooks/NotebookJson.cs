using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Notebooks;

/// <summary>JSON as Jupyter writes it: indented by one, with letters of every script as they are.</summary>
internal static class NotebookJson
{
    private const int Depth = 500;

    private static readonly JsonDocumentOptions Reading =
        new() { MaxDepth = Depth, AllowDuplicateProperties = false };

    private static readonly JsonWriterOptions Writing = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = new AsPython(),
        MaxDepth = Depth,
    };

    /// <summary>Reads a text.</summary>
    /// <param name="utf8">JSON, with or without a byte order mark.</param>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8) =>
        JsonNode.Parse(utf8.StartsWith(Encoding.UTF8.Preamble) ? utf8[3..] : utf8, documentOptions: Reading);

    /// <summary>The text of a node, which ends with a line break.</summary>
    /// <param name="node">Unchanged numbers keep their spelling.</param>
    public static byte[] Bytes(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Writing))
            node.WriteTo(writer);
        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    // A class, because that is how the writer asks what to escape.
    private sealed unsafe class AsPython : JavaScriptEncoder
    {
        private static readonly SearchValues<char> Escaped =
            SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c), '"', '\\']);

        public override int MaxOutputCharactersPerInputCharacter => 6;

        public override bool WillEncode(int unicodeScalar) => unicodeScalar is < ' ' or '"' or '\\';

        public override int FindFirstCharacterToEncode(char* text, int textLength) =>
            new ReadOnlySpan<char>(text, textLength).IndexOfAny(Escaped);

        public override bool TryEncodeUnicodeScalar(
            int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
        {
            var text = Escape(unicodeScalar);
            var fits = text.TryCopyTo(new Span<char>(buffer, bufferLength));
            numberOfCharactersWritten = fits ? text.Length : 0;
            return fits;
        }

        private static string Escape(int scalar) => scalar switch
        {
            '"' => "\\\"",
            '\\' => @"\\",
            '\n' => @"\n",
            '\r' => @"\r",
            '\t' => @"\t",
            '\b' => @"\b",
            '\f' => @"\f",
            < ' ' => $"\\u{scalar:x4}",
            _ => char.ConvertFromUtf32(scalar),
        };
    }
}
