using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>The head of a NumPy array file: what lies in it, and where its values begin.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="ColumnMajor">Whether the first index runs fastest, as in Fortran.</param>
/// <param name="Bytes">The length of the head.</param>
/// <remarks>numpy.lib.format, versions 1.0, 2.0 and 3.0.</remarks>
internal sealed partial record NpyHeader(
    StoredType Type, ImmutableArray<long> Shape, bool ColumnMajor, int Bytes)
{
    /// <summary>How many bytes <see cref="Length"/> needs.</summary>
    public const int Prefix = 12;

    private const int Longest = 1 << 16;

    /// <summary>The length of the head that begins so; null when it is none.</summary>
    /// <param name="prefix">The file's first bytes.</param>
    public static int? Length(ReadOnlySpan<byte> prefix)
    {
        if (prefix.Length < Prefix || !prefix.StartsWith("\x93NUMPY"u8[1..]) || prefix[6] is < 1 or > 3)
            return null;
        var length = prefix[6] == 1
            ? 10 + BinaryPrimitives.ReadUInt16LittleEndian(prefix[8..])
            : 12L + BinaryPrimitives.ReadUInt32LittleEndian(prefix[8..]);
        return length <= Longest ? (int)length : null;
    }

    /// <summary>Reads a head.</summary>
    /// <param name="head">All of it.</param>
    /// <param name="wrong">Makes the error of a reason.</param>
    public static NpyHeader Parse(ReadOnlySpan<byte> head, Func<string, InputException> wrong)
    {
        var text = Encoding.UTF8.GetString(head[(head[6] == 1 ? 10 : 12)..]);
        var (type, order, shape) = (TypeIn().Match(text), OrderIn().Match(text), ShapeIn().Match(text));
        if (!order.Success || !shape.Success || !text.TrimStart().StartsWith('{'))
            throw wrong("has no head of a NumPy array");
        if (!type.Success)
            throw wrong("has fields of several types, which are not read");
        return new(
            TypeOf(type.Groups[1].Value, wrong), Numbers(shape.Groups[1].Value),
            order.Groups[1].Value == "True", head.Length);
    }

    // What is no number becomes -1, which no shape has.
    private static ImmutableArray<long> Numbers(string tuple) =>
    [
        .. from part in tuple.Split(',', StringSplitOptions.RemoveEmptyEntries)
           where !string.IsNullOrWhiteSpace(part)
           select long.TryParse(part.Trim().TrimEnd('L'), CultureInfo.InvariantCulture, out var n) ? n : -1,
    ];

    private static StoredType TypeOf(string dtype, Func<string, InputException> wrong)
    {
        if (dtype.StartsWith('>') && dtype is not [_, _, '1'])
            throw wrong($"has the big-endian type {dtype}, which is not read");
        if (dtype.Contains('O', StringComparison.Ordinal))
            throw wrong("holds pickled Python objects, which are never read");
        var name = dtype.TrimStart('<', '|', '=', '>') switch
        {
            "f8" => "float64",
            "f4" => "float32",
            "f2" => "float16",
            "V2" => "bfloat16", // NumPy has no name for it, and writes two bytes of anything
            "i8" => "int64",
            "i4" => "int32",
            "i2" => "int16",
            "i1" => "int8",
            "u1" => "uint8",
            "u2" => "uint16",
            "u4" => "uint32",
            "b1" => "bool",
            "c8" => "complex64",
            "c16" => "complex128",
            _ => "",
        };
        return StoredType.Of(name) ?? throw wrong($"has the type {dtype}, which is not read");
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""", RegexOptions.NonBacktracking)]
    private static partial Regex TypeIn();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)\b""", RegexOptions.NonBacktracking)]
    private static partial Regex OrderIn();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^()]*)\)""", RegexOptions.NonBacktracking)]
    private static partial Regex ShapeIn();
}
