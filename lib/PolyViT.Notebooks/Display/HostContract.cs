namespace PolyViT.Notebooks;

/// <summary>
/// What this project's own notebook host publishes in <see cref="AppContext"/>. Only types of the base class
/// library pass, so that host and library share no assembly whose versions could differ.
/// </summary>
internal static class HostContract
{
    /// <summary>A string, "jupyter" or "run"; absent outside of such a host.</summary>
    public const string HostKey = "PolyViT.Notebook.Host";

    /// <summary>An Action of bundle, display id or null, and whether to replace what the id shows.</summary>
    public const string DisplayKey = "PolyViT.Notebook.Display";

    /// <summary>An Action: clears the cell's output; true waits for the next one.</summary>
    public const string ClearKey = "PolyViT.Notebook.Clear";

    /// <summary>A Func: the token of the running cell, cancelled by an interrupt.</summary>
    public const string StopKey = "PolyViT.Notebook.Stop";

    /// <summary>
    /// An Action that registers a formatter for a type, an interface or an open generic; the latest for a
    /// type wins, and one that returns null has no say.
    /// </summary>
    public const string FormatKey = "PolyViT.Notebook.Format";

    /// <summary>Whether a type is the host's own, as what its HTML("...") gives; it shows these.</summary>
    /// <param name="type">Any.</param>
    public static bool IsOfHost(Type type) => type.Assembly.GetName().Name == "PolyViT.Kernel";

    /// <summary>The host that has published itself; null when there is none.</summary>
    public static Host? TryFind() =>
        AppContext.GetData(HostKey) is string name
        && AppContext.GetData(DisplayKey) is Action<Bundle, string?, bool> display
            ? new(name, bundle => Show(display, bundle), Clear, Stop, Format)
            : null;

    private static Action<Bundle> Show(Action<Bundle, string?, bool> display, Bundle bundle)
    {
        var id = Guid.NewGuid().ToString("N");
        display(bundle, id, false);
        return later => display(later, id, true);
    }

    private static void Clear(bool wait) => (AppContext.GetData(ClearKey) as Action<bool>)?.Invoke(wait);

    private static CancellationToken Stop() =>
        (AppContext.GetData(StopKey) as Func<CancellationToken>)?.Invoke() ?? CancellationToken.None;

    private static void Format(Type type, Func<object, Bundle?> format) =>
        (AppContext.GetData(FormatKey) as Action<Type, Func<object, Bundle?>>)?.Invoke(type, format);
}
