using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Deedle;
using Plotly.NET;
using static TorchSharp.torch;

namespace PolyViT.Notebooks;

/// <summary>How values look: what this library knows, and its registration with the host.</summary>
internal static class Formatters
{
    // .NET Interactive shows records and sequences by itself, and a formatter of object would take its place.
    private static readonly ImmutableArray<(Type Type, Func<object, Bundle?> Format)> Special =
    [
        (typeof(InteractiveHost.Formatted), v => ((InteractiveHost.Formatted)v).Bundle),
        (typeof(GenericChart), v => ChartView.Of((GenericChart)v, ChartScript.OnceOnly())),
        (typeof(IFrame), v => FrameGrid.Of((IFrame)v).Bundle()),
        (typeof(Series<,>), v => FrameGrid.OfSeries(v)?.Bundle()),
        (typeof(Tensor), v => TensorView.Of((Tensor)v)),
        (typeof(Drawing), v => DrawingView.Of((Drawing)v)),
        (typeof(Sound), v => DrawingView.Of((Sound)v)),
    ];

    private static readonly ImmutableArray<(Type Type, Func<object, Bundle?> Format)> All =
    [
        .. Special,
        (typeof(ComparisonResult), v => FrameGrid.Of(Tables.Results((ComparisonResult)v)).Bundle()),
        (typeof(Timeline), v => TimelineView.Of((Timeline)v)),
        (typeof(object), RecordGrid.Of),
    ];

    /// <summary>Runs with the first use of this assembly; in our host, when it is referenced.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "a chart must show itself without a call before")]
    internal static void Register() => Register(Host.Current());

    /// <summary>Tells a host what this library knows.</summary>
    /// <param name="host">Any; the console does not listen.</param>
    internal static void Register(Host host)
    {
        if (!host.IsNotebook)
            return;
        foreach (var (type, format) in host.Name == InteractiveHost.Name ? Special : All)
            host.Format(type, format);
    }

    /// <summary>What a value looks like; its own text where nothing better is known.</summary>
    /// <param name="value">Anything.</param>
    public static Bundle Of(object? value) =>
        value is null ? Mime.Text("null")
        : value is Bundle { Count: > 0 } bundle && bundle.Keys.All(k => k.Contains('/')) ? bundle
        : All.Where(f => Fits(f.Type, value.GetType())).Select(f => f.Format(value))
            .FirstOrDefault(b => b is not null)
            ?? Mime.Text(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

    private static bool Fits(Type type, Type value) => type.IsGenericTypeDefinition
        ? value.IsGenericType && value.GetGenericTypeDefinition() == type
        : type.IsAssignableFrom(value);
}
