using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>What a notebook says about a cell that did not finish.</summary>
internal static class CellErrors
{
    /// <summary>What Jupyter's front ends expect an interrupt to be called.</summary>
    private const string Interrupt = "KeyboardInterrupt";

    /// <summary>About a cell that does not compile.</summary>
    /// <param name="errors">At least one, each as it should be read.</param>
    public static CellError Of(ImmutableArray<string> errors) =>
        new("CompilationError", errors[0].Split('\n')[0], [.. errors.SelectMany(e => e.Split('\n'))]);

    /// <summary>About a cell that threw.</summary>
    /// <param name="thrown">By the cell.</param>
    /// <param name="session">In which the cell and earlier ones can be read.</param>
    public static CellError Of(Exception thrown, Session session)
    {
        var trace = Trace.Of(thrown);
        var head = trace.Head.Split('\n');
        string[] rest = Complaint.IsAboutInput(thrown) ? [] : [.. Source(trace, session), .. trace.Frames];
        var name = Complaint.IsAboutInput(thrown) ? thrown.Message.Split('\n') : head;
        return new(
            Trace.NameOf(thrown.GetType()),
            thrown.Message,
            [$"{PlaceOf(trace, session)}{name[0]}", .. name[1..], .. rest.Select(l => Shorten(l, session))]);
    }

    /// <summary>About a cell that was asked to stop.</summary>
    /// <param name="thrown">What ended it.</param>
    /// <param name="session">In which the cell and earlier ones can be read.</param>
    public static CellError Interrupted(Exception thrown, Session session)
    {
        const string message = "The cell was interrupted.";
        var trace = Trace.Of(thrown);
        var head = $"{PlaceOf(trace, session)}{Interrupt}: {message}";
        return new(Interrupt, message, [head, .. Source(trace, session)]);
    }

    private static string PlaceOf(Trace trace, Session session) =>
        trace.File is null ? "" : $"{Relative(trace.File, session)}({trace.Line}): ";

    // The line that threw, as a compile error shows it.
    private static string[] Source(Trace trace, Session session) =>
        session.LineOf(trace.File, trace.Line) is { } line ? [$"    {line.Trim()}"] : [];

    private static string Shorten(string frame, Session session)
    {
        var folder = Path.TrimEndingDirectorySeparator(session.Wanted.Folder) + Path.DirectorySeparatorChar;
        return frame.Replace($" in {folder}", " in ", StringComparison.Ordinal);
    }

    private static string Relative(string file, Session session) =>
        Path.GetRelativePath(session.Wanted.Folder, file);
}
