namespace PolyViT.Kernel.Hosting;

/// <summary>Who runs the notebook, and what it does with output.</summary>
/// <param name="Name">"jupyter" or "run".</param>
/// <param name="Display">Shows a MIME bundle, under a display id or null; true replaces one.</param>
/// <param name="Clear">Clears the output of the cell; true waits for the next output.</param>
/// <param name="Stop">The token of the running cell, which an interrupt cancels.</param>
internal sealed record Host(
    string Name,
    Action<IReadOnlyDictionary<string, object>, string?, bool> Display,
    Action<bool> Clear,
    Func<CancellationToken> Stop);

/// <summary>
/// What notebook libraries find: delegates of the runtime's own types under names, because an assembly
/// that host and library shared would have to be of one version.
/// </summary>
internal static class Contract
{
    /// <summary>The `string` that names the host; absent outside notebooks.</summary>
    public const string HostKey = "PolyViT.Notebook.Host";

    /// <summary>Shows output: <see cref="Host.Display"/>.</summary>
    public const string DisplayKey = "PolyViT.Notebook.Display";

    /// <summary>Clears output: <see cref="Host.Clear"/>.</summary>
    public const string ClearKey = "PolyViT.Notebook.Clear";

    /// <summary>The token of the running cell: <see cref="Host.Stop"/>.</summary>
    public const string StopKey = "PolyViT.Notebook.Stop";

    /// <summary>Registers a formatter for a type.</summary>
    public const string FormatKey = "PolyViT.Notebook.Format";

    /// <summary>Makes a host known to libraries and cells.</summary>
    /// <param name="host">From now on.</param>
    public static void Publish(Host host)
    {
        AppContext.SetData(DisplayKey, host.Display);
        AppContext.SetData(ClearKey, host.Clear);
        AppContext.SetData(StopKey, host.Stop);
        AppContext.SetData(FormatKey, new Formatters().Registration);
        AppContext.SetData(HostKey, host.Name);
    }

    /// <summary>Shows a bundle in the notebook; without a host, its text on the console.</summary>
    /// <param name="bundle">MIME types with text or JSON.</param>
    /// <param name="id">By which it can be updated.</param>
    /// <param name="update">Whether it replaces what is on display under that id.</param>
    public static void Display(IReadOnlyDictionary<string, object> bundle, string id, bool update)
    {
        if (AppContext.GetData(DisplayKey) is Action<IReadOnlyDictionary<string, object>, string?, bool> show)
            show(bundle, id, update);
        else
            Console.WriteLine(bundle.GetValueOrDefault("text/plain") ?? bundle.Values.First());
    }
}
