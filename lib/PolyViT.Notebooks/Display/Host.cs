namespace PolyViT.Notebooks;

/// <summary>Where values are shown.</summary>
/// <param name="Name">"jupyter" or "run" (ours), "dotnet-interactive" or "console".</param>
/// <param name="Show">Shows a bundle; what it returns replaces the bundle later.</param>
/// <param name="Clear">Clears the running cell's output; true waits for the next one.</param>
/// <param name="Stop">The token of the running cell.</param>
/// <param name="Format">Registers how values of a type look as the last expression of a cell.</param>
internal sealed record Host(
    string Name, Func<Bundle, Action<Bundle>> Show, Action<bool> Clear, Func<CancellationToken> Stop,
    Action<Type, Func<object, Bundle?>> Format)
{
    /// <summary>Whether this is a notebook.</summary>
    public bool IsNotebook => Name != "console";

    /// <summary>This project's host, else .NET Interactive, else the console.</summary>
    public static Host Current() =>
        HostContract.TryFind()
        ?? InteractiveHost.TryFind(AppDomain.CurrentDomain.GetAssemblies())
        ?? Console(System.Console.Out);

    /// <summary>A host that prints the plain text of what it is shown.</summary>
    /// <param name="writer">Where to.</param>
    public static Host Console(TextWriter writer)
    {
        void Print(Bundle bundle) => writer.WriteLine(bundle.GetValueOrDefault(Mime.Plain) ?? "");
        return new("console", Show, _ => { }, () => default, (_, _) => { });

        Action<Bundle> Show(Bundle bundle)
        {
            Print(bundle);
            return Print;
        }
    }
}
