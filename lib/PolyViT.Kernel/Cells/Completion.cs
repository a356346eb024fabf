using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>What could stand at a place.</summary>
/// <param name="Start">Of the part that an item replaces, in UTF-16 units.</param>
/// <param name="End">Where that part ends.</param>
/// <param name="Items">In alphabetical order, each name once, with what it is in lower case.</param>
internal sealed record Completions(int Start, int End, ImmutableArray<(string Text, string Kind)> Items);

/// <summary>Completes names from what the compiler knows.</summary>
internal static class Completion
{
    /// <summary>What could stand at a place of a cell.</summary>
    /// <param name="session">What earlier cells left.</param>
    /// <param name="code">The text of the cell.</param>
    /// <param name="position">In UTF-16 units.</param>
    public static Completions At(Session session, string code, int position) => new(position, position, []);
}
