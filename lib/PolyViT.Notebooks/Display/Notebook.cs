namespace PolyViT.Notebooks;

/// <summary>
/// The notebook that this code runs in: ours, .NET Interactive's, or none, where values are printed as text.
/// </summary>
public static class Notebook
{
    /// <summary>Whether there is one.</summary>
    public static bool IsNotebook => Host.Current().IsNotebook;

    /// <summary>
    /// Cancelled when the running cell is interrupted, so that loops can end between two steps; never
    /// cancelled outside of a notebook.
    /// </summary>
    public static CancellationToken Stop => Host.Current().Stop();

    /// <summary>
    /// Begins a notebook, in its second cell: shows plotly.js for its charts, once, and says what it runs as.
    /// </summary>
    /// <param name="mode">Quick or for real.</param>
    /// <param name="seed">The seed of everything random.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    /// <param name="plotly">Where charts find plotly.js.</param>
    /// <exception cref="InputException">The device is not there.</exception>
    public static Beginning Begin(
        Mode mode, ulong seed, string device = "cpu", PlotlySource plotly = PlotlySource.Embedded)
    {
        if (!Machine.Has(device))
        {
            throw new InputException(
                $"The device '{device}' is not there: choose 'cpu', or run doctor to see why.");
        }
        var host = Host.Current();
        if (host.IsNotebook)
            ChartScript.Show(host, plotly);
        var machine = Machine.Describe(device);
        var packages = string.Join(", ", machine.Packages.Select(p => $"{p.Key} {p.Value}"));
        return new(mode, seed, machine.Device, machine.Threads, machine.System, packages);
    }

    /// <summary>Shows a value in the running cell's output; prints its text outside of a notebook.</summary>
    /// <param name="value">Anything: charts, frames, tensors and records have a form of their own.</param>
    /// <returns>What is shown, to be updated in place.</returns>
    public static Shown Show(object? value) => new(Host.Current().Show(Formatters.Of(value)));

    /// <summary>Clears the running cell's output.</summary>
    /// <param name="wait">Only when the next output comes, so that nothing flickers.</param>
    public static void Clear(bool wait = false) => Host.Current().Clear(wait);
}

/// <summary>Something in a notebook's output.</summary>
public sealed class Shown
{
    private readonly Action<Bundle> update;

    internal Shown(Action<Bundle> update) => this.update = update;

    /// <summary>Shows another value in its place.</summary>
    /// <param name="value">Anything.</param>
    public void Update(object? value) => update(Formatters.Of(value));
}
