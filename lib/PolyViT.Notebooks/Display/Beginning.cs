namespace PolyViT.Notebooks;

/// <summary>How large a notebook runs.</summary>
public enum Mode
{
    /// <summary>Generated data and little models: minutes on a laptop.</summary>
    Quick,

    /// <summary>Real data and the paper's settings.</summary>
    Paper,
}

/// <summary>What a notebook runs as; its second cell shows it.</summary>
/// <param name="Mode">How large.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Device">cpu or cuda, with the processor's name.</param>
/// <param name="Threads">Threads inside one operation.</param>
/// <param name="System">Operating system and .NET.</param>
/// <param name="Packages">Versions of the packages that matter.</param>
public sealed record Beginning(
    Mode Mode, ulong Seed, string Device, int Threads, string System, string Packages);
