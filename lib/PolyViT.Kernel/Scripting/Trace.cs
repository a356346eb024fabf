using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Scripting;

/// <summary>
/// What an exception tells a person: no frames of the engine, no names that the compiler made.
/// </summary>
/// <param name="File">Of the script where it was thrown, in full; null when none is on the stack.</param>
/// <param name="Line">Where in it, counted from 1.</param>
/// <param name="Head">The type and the message, and those of inner ones; several lines.</param>
/// <param name="Frames">The calls that are the script's or a library's, the innermost first.</param>
internal sealed partial record Trace(string? File, int Line, string Head, ImmutableArray<string> Frames)
{
    /// <summary>Reads an exception.</summary>
    /// <param name="thrown">By a script.</param>
    public static Trace Of(Exception thrown)
    {
        var lines = thrown.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => !Engine().IsMatch(l))
            .ToArray();
        var place = lines.Select(l => InScript().Match(l)).FirstOrDefault(m => m.Success);
        var head = lines.TakeWhile(l => !Frame().IsMatch(l)).Select(WithoutSubmission);
        return new(
            place?.Groups["file"].Value,
            place is null ? 0 : int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture),
            string.Join('\n', head),
            [.. lines.SkipWhile(l => !Frame().IsMatch(l)).Select(Readable)]);
    }

    /// <summary>The name of a type without that of the submission that declares it.</summary>
    /// <param name="type">Any type.</param>
    public static string NameOf(Type type) => WithoutSubmission(type.FullName ?? type.Name);

    private static string Readable(string frame) =>
        Lambda().Replace(
            LocalFunction().Replace(
                Async().Replace(
                    WithoutSubmission(Closure().Replace(TopLevel().Replace(frame, "at the script"), "")),
                    "${name}()"),
                "${name}("),
            "lambda(");

    private static string WithoutSubmission(string text) => Submission().Replace(text, "");

    [GeneratedRegex(@"^\s+at (Microsoft\.CodeAnalysis|PolyViT\.Kernel|System\.Runtime\.CompilerServices"
        + @"|System\.Runtime\.ControlledExecution)\."
        + @"|^\s+at Submission#\d+\.<(Factory|Initialize)>\(|^--- End of stack trace from previous location")]
    private static partial Regex Engine();

    [GeneratedRegex(@"^\s+at ")]
    private static partial Regex Frame();

    [GeneratedRegex(@"at Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\)")]
    private static partial Regex TopLevel();

    [GeneratedRegex(@"Submission#\d+\+?\.?")]
    private static partial Regex Submission();

    [GeneratedRegex(@"<>c(__DisplayClass\d+_\d+)?(`\d+)?\.")]
    private static partial Regex Closure();

    [GeneratedRegex(@"<(?<name>\w+)>d__\d+(`\d+)?\.MoveNext\(\)")]
    private static partial Regex Async();

    [GeneratedRegex(@"<[\w<>]+>g__(?<name>\w+)\|[\d_]+\(")]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"<[\w<>]+>b__[\d_]+\(")]
    private static partial Regex Lambda();

    [GeneratedRegex(@"^\s+at .*Submission#.* in (?<file>.*):line (?<line>\d+)")]
    private static partial Regex InScript();
}
