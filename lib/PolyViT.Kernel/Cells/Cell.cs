using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>A piece of code that is run on its own.</summary>
/// <param name="Code">Its text.</param>
/// <param name="Name">What errors call it, e.g. "cell 3".</param>
internal sealed record Cell(string Code, string Name);

/// <summary>How a cell ended.</summary>
internal enum CellEnding
{
    /// <summary>It ran to its end.</summary>
    Finished,

    /// <summary>It did not run: it does not compile, or a package or an assembly is missing.</summary>
    NotCompiled,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>It was asked to stop.</summary>
    Interrupted,
}

/// <summary>Why a cell did not finish.</summary>
/// <param name="Name">The type of what it threw, or "CompilationError", or "KeyboardInterrupt".</param>
/// <param name="Message">In a sentence.</param>
/// <param name="Traceback">Plain lines that begin with the place; no frames of the engine.</param>
internal sealed record CellError(string Name, string Message, ImmutableArray<string> Traceback);

/// <summary>The result of a cell.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Value">Its last expression; null when it ends in a statement, or in null.</param>
/// <param name="Error">Null when it finished.</param>
/// <param name="After">The session for the next cell.</param>
internal sealed record CellOutcome(CellEnding Ending, object? Value, CellError? Error, Session After)
{
    /// <summary>
    /// The MIME bundle of the value, made while the cell could be interrupted; null for no value.
    /// </summary>
    public IReadOnlyDictionary<string, object>? Shown { get; init; }
}
