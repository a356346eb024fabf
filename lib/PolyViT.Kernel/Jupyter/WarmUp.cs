using PolyViT.Kernel.Cells;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Work that the first cell would otherwise wait for.</summary>
internal static class WarmUp
{
    /// <summary>Compiles, runs and completes a little, and forgets it.</summary>
    /// <param name="session">In which no cell has run.</param>
    public static void Compiler(Session session)
    {
        RunningCell.Start(session, new("string.Empty", "warm up"), _ => { }).Wait(Timeout.InfiniteTimeSpan);
        _ = Completion.At(session, "Math.", 5);
    }
}
