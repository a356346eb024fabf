using System.Runtime.CompilerServices;

namespace PolyViT.Kernel.Scripting;

/// <summary>The run of one submission.</summary>
/// <param name="Code">What runs.</param>
/// <param name="States">
/// The globals and the variables of each submission; the run writes its own behind those of the others.
/// </param>
internal sealed record Execution(Compiled Code, object?[] States)
{
    /// <summary>A run that has not begun.</summary>
    /// <param name="code">What to run.</param>
    public static Execution Of(Compiled code) => new(code, [.. code.Session.States, null]);

    /// <summary>Emits a submission, so that it can run.</summary>
    /// <param name="script">Of a session.</param>
    /// <param name="token">Stops the compiler.</param>
    /// <returns>What is wrong with it.</returns>
    public static ImmutableArray<Diagnostic> Prepare(Script<object> script, CancellationToken token)
    {
        try
        {
            ExecutorOf(script, token);
            return [];
        }
        catch (CompilationErrorException errors)
        {
            return [.. errors.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)];
        }
    }

    /// <summary>Runs a compiled submission.</summary>
    /// <param name="code">
    /// The result of <see cref="Session.Compile(string, string, Action{string}, CancellationToken)"/>.
    /// </param>
    /// <param name="token">
    /// Asks for an end before it begins; the code itself has to look at its own.
    /// </param>
    public static async Task<Outcome> Run(Compiled code, CancellationToken token)
    {
        var execution = Of(code);
        try
        {
            token.ThrowIfCancellationRequested();
            return new(Ending.Finished, await execution.Begin(), null, execution.After());
        }
#pragma warning disable CA1031 // A script may throw anything.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            var ending = token.IsCancellationRequested ? Ending.Cancelled : Ending.Failed;
            return new(ending, null, thrown, execution.After());
        }
    }

    /// <summary>Begins to run it on this thread; the result is its value.</summary>
    public Task<object> Begin()
    {
        Loading.Initialise(Code.Initialise);
        return (Task<object>)ExecutorOf(Code.Script, CancellationToken.None)(States);
    }

    /// <summary>
    /// The session with what has been assigned so far: a run that was cut off counts as far as it went.
    /// </summary>
    public Session After() => States[^1] is not null
        ? Code.Session with { Last = Code.Script, States = [.. States] }
        : IsDirectivesOnly ? Code.Session with { Last = Code.Script } : Code.Session;

    // Directives and usings alone: later submissions see them, but there is nothing that leaves a state.
    private bool IsDirectivesOnly => Code.Script.GetCompilation().SyntaxTrees
        .All(t => t.GetRoot() is CompilationUnitSyntax { Members.Count: 0 });

    // Not public: the public way to run a submission hands its state over only when the run has ended by
    // itself, and a cell that was cut off would lose its variables.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "CommonGetExecutor")]
    private static extern Func<object?[], Task> ExecutorOf(Script script, CancellationToken token);
}

/// <summary>How a submission ended.</summary>
internal enum Ending
{
    /// <summary>It ran to its end.</summary>
    Finished,

    /// <summary>It threw.</summary>
    Failed,

    /// <summary>It was asked to stop.</summary>
    Cancelled,
}

/// <summary>The result of a run.</summary>
/// <param name="Ending">How it ended.</param>
/// <param name="Value">What it returned, or its last expression.</param>
/// <param name="Error">What it threw.</param>
/// <param name="After">The session for the next submission.</param>
internal sealed record Outcome(Ending Ending, object? Value, Exception? Error, Session After);
