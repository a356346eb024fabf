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
/// <param name="Machine">Device, system and package versions.</param>
public sealed record Beginning(Mode Mode, ulong Seed, MachineInfo Machine);
