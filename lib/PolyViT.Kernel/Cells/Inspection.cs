using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>Says what a name stands for.</summary>
internal static class Inspection
{
    /// <summary>Signature and documentation of the name at a place; null when there is none.</summary>
    /// <param name="session">What earlier cells left.</param>
    /// <param name="code">The text of the cell.</param>
    /// <param name="position">In UTF-16 units.</param>
    public static string? At(Session session, string code, int position) => null;
}
