using System.Reflection;

namespace PolyViT.Notebooks;

/// <summary>
/// .NET Interactive, by reflection alone: its repository is archived, so its names no longer change, and the
/// library needs none of its packages.
/// </summary>
internal static class InteractiveHost
{
    /// <summary>The name of this host.</summary>
    public const string Name = "dotnet-interactive";

    private const string Prefix = "Microsoft.DotNet.Interactive";

    private static readonly string[] Types = [Mime.Html, Mime.Plain];

    /// <summary>A bundle on its way into .NET Interactive, which formats values by their types.</summary>
    /// <param name="Bundle">What to show.</param>
    internal sealed record Formatted(Bundle Bundle);

    /// <summary>The host, when its assemblies are loaded.</summary>
    /// <param name="assemblies">Those that are loaded.</param>
    public static Host? TryFind(IEnumerable<Assembly> assemblies)
    {
        Type? Find(string assembly, string type) => assemblies
            .FirstOrDefault(a => a.GetName().Name == assembly)?.GetType($"{assembly}.{type}");
        return Find(Prefix + ".Formatting", "Formatter") is not { } formatter ? null : Of(
            formatter, Find(Prefix, "KernelInvocationContext"),
            Find(Prefix, "KernelInvocationContextExtensions"));
    }

    /// <summary>The host made of its public types.</summary>
    /// <param name="formatter">Microsoft.DotNet.Interactive.Formatting.Formatter.</param>
    /// <param name="context">KernelInvocationContext; null when only the formatting is there.</param>
    /// <param name="extensions">KernelInvocationContextExtensions.</param>
    public static Host Of(Type formatter, Type? context, Type? extensions)
    {
        var current = context?.GetProperty("Current", BindingFlags.Public | BindingFlags.Static);
        var display = extensions?.GetMethods().FirstOrDefault(m => m.Name == "Display"
            && m.GetParameters() is { Length: 3 } p && p[2].ParameterType == typeof(string[]));
        return new(
            Name, bundle => Show(current?.GetValue(null), display, bundle), _ => { },
            () => Stop(current?.GetValue(null)), (type, format) => Register(formatter, type, format));
    }

    private static Action<Bundle> Show(object? context, MethodInfo? display, Bundle bundle)
    {
        if (context is null || display is null)
            return Host.Console(Console.Out).Show(bundle);
        string[] types = [.. Types.Where(bundle.ContainsKey)];
        var shown = display.Invoke(null, [context, new Formatted(bundle), types]);
        return later => shown?.GetType().GetMethod("Update")?.Invoke(shown, [new Formatted(later)]);
    }

    private static CancellationToken Stop(object? context) =>
        context?.GetType().GetProperty("CancellationToken")?.GetValue(context) is CancellationToken token
            ? token : default;

    // Earlier releases have one more, optional, parameter.
    private static void Register(Type formatter, Type type, Func<object, Bundle?> format)
    {
        var register = formatter.GetMethods().First(m => m is { Name: "Register", IsGenericMethod: false }
            && m.GetParameters() is { Length: >= 3 } p && p[0].ParameterType == typeof(Type)
            && p[1].ParameterType == typeof(Action<object, TextWriter>));
        foreach (var mime in Types)
        {
            var rest = register.GetParameters()[3..].Select(p => p.DefaultValue);
            register.Invoke(null, [type, Writer(format, mime), mime, .. rest]);
        }
        formatter.GetMethod("SetPreferredMimeTypesFor", [typeof(Type), typeof(string[])])
            ?.Invoke(null, [type, Types]);
    }

    private static Action<object, TextWriter> Writer(Func<object, Bundle?> format, string mime) =>
        (value, writer) =>
        {
            var bundle = format(value);
            var text = bundle?.GetValueOrDefault(Mime.Plain) ?? value;
            writer.Write(
                mime == Mime.Plain ? text
                : bundle?.GetValueOrDefault(mime) ?? $"<pre>{Page.Text($"{text}")}</pre>");
        };
}
