using System.Threading;
using Bundle = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace PolyViT.Notebooks.Tests;

/// <summary>Publishes a host as the kernel does, by the contract's own strings, and listens.</summary>
internal sealed class FakeHost : IDisposable
{
    private static readonly string[] Keys =
    [
        "PolyViT.Notebook.Host", "PolyViT.Notebook.Display", "PolyViT.Notebook.Clear",
        "PolyViT.Notebook.Stop",
        "PolyViT.Notebook.Format", "PolyViT.Notebook.PlotlyShown",
    ];

    public FakeHost()
    {
        AppContext.SetData(Keys[0], "run");
        AppContext.SetData(
            Keys[1],
            (Action<Bundle, string?, bool>)((bundle, id, update) => Shown.Add((bundle, id, update))));
        AppContext.SetData(Keys[2], (Action<bool>)Cleared.Add);
        AppContext.SetData(Keys[3], (Func<CancellationToken>)(() => Interrupt.Token));
        AppContext.SetData(
            Keys[4], (Action<Type, Func<object, Bundle?>>)((type, format) => Formats[type] = format));
        AppContext.SetData(Keys[5], null);
        Formatters.Register();
    }

    public List<(Bundle Bundle, string? Id, bool Update)> Shown { get; } = [];

    public List<bool> Cleared { get; } = [];

    public Dictionary<Type, Func<object, Bundle?>> Formats { get; } = [];

    public CancellationTokenSource Interrupt { get; } = new();

    public void Dispose()
    {
        foreach (var key in Keys)
            AppContext.SetData(key, null);
        Interrupt.Dispose();
    }
}

/// <summary>Tests that publish a host, which is the process's: one after the other.</summary>
[CollectionDefinition(nameof(FakeHost), DisableParallelization = true)]
public class FakeHosts;
