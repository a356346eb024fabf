namespace PolyViT.Kernel.Notebooks;

/// <summary>Values in C#.</summary>
internal static class Literals
{
    /// <summary>The C# name of a literal's type.</summary>
    /// <param name="value">Of a literal.</param>
    /// <returns>Null for a type whose values cannot be set.</returns>
    public static string? NameOf(object value) => value switch
    {
        string => "string",
        bool => "bool",
        int => "int",
        long => "long",
        float => "float",
        double => "double",
        decimal => "decimal",
        _ => null,
    };

    /// <summary>A value of a type, written in C#.</summary>
    /// <param name="type">
    /// As it stands in a declaration; what is not a type of C# itself is an enumeration.
    /// </param>
    /// <param name="value">As a user types it.</param>
    /// <returns>Null when it is no value of the type.</returns>
    public static string? Of(string type, string value) => (type, value) switch
    {
        ("string" or "string?", _) => SymbolDisplay.FormatLiteral(value, quote: true),
        ("bool", _) => bool.TryParse(value, out var truth) ? (truth ? "true" : "false") : null,
        ("int" or "uint" or "short" or "ushort" or "byte" or "sbyte" or "long" or "ulong" or "nint", _) =>
            Whole(type, value),
        ("double" or "float" or "decimal", _) => Real(type, value),
        (['_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), .., '?'], "null") => "null",
        ([.., '?'], _) => Of(type[..^1], value),
        _ => Member(type, value),
    };

    private static string? Whole(string type, string value)
    {
        var (low, high) = type switch
        {
            "uint" => (uint.MinValue, uint.MaxValue),
            "short" => (short.MinValue, short.MaxValue),
            "ushort" => (ushort.MinValue, ushort.MaxValue),
            "byte" => (byte.MinValue, byte.MaxValue),
            "sbyte" => (sbyte.MinValue, sbyte.MaxValue),
            "long" => (long.MinValue, long.MaxValue),
            "ulong" => (ulong.MinValue, ulong.MaxValue),
            _ => ((Int128)int.MinValue, (Int128)int.MaxValue),
        };
        return Int128.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture, out var number) && number >= low && number <= high
            ? number.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static string? Real(string type, string value) =>
        !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            || !double.IsFinite(number) ? null
        : value.Trim() + type switch { "float" => "f", "decimal" => "m", _ => "d" };

    // "Paper" or "Mode.Paper" for a Mode.
    private static string? Member(string type, string value)
    {
        var isFull = value.StartsWith(type + ".", StringComparison.Ordinal);
        var member = isFull ? value[(type.Length + 1)..] : value;
        return SyntaxFacts.IsValidIdentifier(member) && SyntaxFactory.ParseTypeName(type) is NameSyntax name
            && !name.ContainsDiagnostics ? $"{type}.{member}" : null;
    }
}
