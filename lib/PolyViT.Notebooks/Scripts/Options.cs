using System.ComponentModel;
using System.Reflection;
using System.Text;

namespace PolyViT.Notebooks;

/// <summary>
/// Command-line options as a record: each settable property is an option, its initial value the default, its
/// [Description] the help. A bool is a flag, a string[] a list with commas; MaxSteps is written --max-steps.
/// </summary>
public static class Options
{
    /// <summary>Reads "--name value" and "--flag".</summary>
    /// <typeparam name="T">The record of options.</typeparam>
    /// <param name="args">The arguments.</param>
    public static T Parse<T>(IReadOnlyList<string> args)
        where T : class, new()
    {
        var options = new T();
        var known = Known<T>().ToDictionary(Written);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, inline) = Split(args[i]);
            if (!known.TryGetValue(name, out var property))
            {
                throw new InputException(
                    $"Unknown option {args[i]}; known are {string.Join(", ", known.Keys)}, --help.");
            }
            if (property.PropertyType == typeof(bool) && inline is null)
            {
                property.SetValue(options, true);
                continue;
            }
            var text = inline ?? (++i < args.Count && !IsOption(args[i]) ? args[i] : null)
                ?? throw new InputException($"{name} needs a value: {name} {Kind(property)}.");
            property.SetValue(options, Value(name, property, text));
        }
        return options;
    }

    /// <summary>What --help prints.</summary>
    /// <typeparam name="T">The record of options.</typeparam>
    /// <param name="about">What the script does, in one sentence.</param>
    public static string Help<T>(string about)
        where T : class, new()
    {
        var defaults = new T();
        var lines = Known<T>()
            .Select(p => (Left: $"  {Written(p)} {Kind(p)}".TrimEnd(), Right: About(p, defaults))).ToArray();
        var width = lines.Select(l => l.Left.Length).Append(8).Max();
        var text = new StringBuilder(about).Append("\n\n");
        foreach (var (left, right) in lines)
            text.Append(left.PadRight(width)).Append("  ").Append(right).Append('\n');
        return text.ToString();
    }

    private static IEnumerable<PropertyInfo> Known<T>() =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite);

    private static bool IsOption(string argument) => argument.StartsWith("--", StringComparison.Ordinal);

    private static string Written(PropertyInfo property) => "--" + string.Concat(property.Name.Select(
        (c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.IndexOf('=', StringComparison.Ordinal);
        return IsOption(argument) && at > 0 ? (argument[..at], argument[(at + 1)..]) : (argument, null);
    }

    private static string Kind(PropertyInfo property) => Bare(property) switch
    {
        var t when t == typeof(bool) => "",
        var t when t == typeof(string[]) => "a,b,c",
        var t when t == typeof(string) => "TEXT",
        var t when t == typeof(double) => "NUMBER",
        _ => "N",
    };

    private static object Value(string name, PropertyInfo property, string text)
    {
        if (Bare(property) == typeof(string[]))
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            // Convert would read 0,5 as 5: it takes the comma for a separator of thousands.
            if (Bare(property) == typeof(double))
                return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return Convert.ChangeType(text, Bare(property), CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            throw new InputException(
                $"{name} {text} is not {Article(property)}; give for example {name} {Example(property)}.", e);
        }
    }

    private static Type Bare(PropertyInfo property) =>
        Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    private static string Article(PropertyInfo property) => Bare(property) switch
    {
        var t when t == typeof(double) => "a number",
        var t when t == typeof(bool) => "true or false",
        _ => "a whole number in range",
    };

    private static string Example(PropertyInfo property) => Bare(property) switch
    {
        var t when t == typeof(double) => "0.5",
        var t when t == typeof(bool) => "true",
        _ => "3",
    };

    private static string About(PropertyInfo property, object defaults)
    {
        var about = property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";
        var value = property.GetValue(defaults) switch
        {
            null or false or "" or string[] { Length: 0 } => "",
            string[] list => string.Join(',', list),
            var v => Convert.ToString(v, CultureInfo.InvariantCulture) ?? "",
        };
        return value.Length == 0 ? about : $"{about} [{value}]".TrimStart();
    }
}
