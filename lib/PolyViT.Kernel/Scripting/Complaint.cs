using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Scripting;

/// <summary>What is wrong with a script, as a person should read it: the file and the line first.</summary>
internal static partial class Complaint
{
    /// <summary>A compile error, with the line and a caret under the place.</summary>
    /// <param name="error">From the compiler.</param>
    public static string About(Diagnostic error)
    {
        var span = error.Location.GetLineSpan();
        var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        var place = span.Path.Length == 0 ? "" : $"{Place(span.Path)}({line + 1},{column + 1}): ";
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        return $"{place}error {error.Id}: {message}{Caret(error, line, column)}";
    }

    /// <summary>An assembly that a script refers to and that is not there.</summary>
    /// <param name="reference">The `#r`.</param>
    public static string AboutMissing(PathReference reference) =>
        $"{Place(reference.File)}({reference.Line}): error: {Place(reference.Path)} does not exist"
        + (HowToBuild(reference.Path) is { } command ? $"; build it: {command}" : ".");

    /// <summary>
    /// What a script threw: its line, its message, and the calls that are the script's or a library's.
    /// </summary>
    /// <param name="thrown">By the script.</param>
    public static string About(Exception thrown)
    {
        var lines = thrown.ToString().Split('\n').Select(l => l.TrimEnd()).Where(l => !Engine().IsMatch(l))
            .Select(l => TopLevel().Replace(l, "at the script"))
            .Select(l => Submission().Replace(l, "")).Select(l => Async().Replace(l, "${name}()")).ToArray();
        var place = lines.Select(l => InScript().Match(l)).FirstOrDefault(m => m.Success);
        return (place is null ? "" : $"{Place(place.Groups["file"].Value)}({place.Groups["line"].Value}): ")
            + string.Join('\n', lines);
    }

    /// <summary>A path as short as it can be said from the current folder.</summary>
    /// <param name="path">A full path.</param>
    public static string Place(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.Length < path.Length ? relative : path;
    }

    private static string Caret(Diagnostic error, int line, int column)
    {
        if (error.Location.SourceTree?.GetText() is not { } text || line >= text.Lines.Count)
            return "";
        var source = text.Lines[line].ToString();
        // A tab stays a tab, so that the caret stands under its character.
        var gap = string.Concat(source.Take(column).Select(c => c == '\t' ? '\t' : ' '));
        return $"\n    {source.TrimEnd()}\n    {gap}^";
    }

    // ".../X/bin/Release/net10.0/X.dll" is built by the project in ".../X".
    private static string? HowToBuild(string assembly)
    {
        var configuration = Path.GetDirectoryName(Path.GetDirectoryName(assembly));
        var bin = Path.GetDirectoryName(configuration);
        var project = Path.GetDirectoryName(bin);
        return Path.GetFileName(bin) == "bin" && Directory.Exists(project)
            && Directory.EnumerateFiles(project, "*.csproj").Any()
            ? $"dotnet build -c {Path.GetFileName(configuration)} {Place(project)}"
            : null;
    }

    [GeneratedRegex(@"^\s+at (Microsoft\.CodeAnalysis|PolyViT\.Kernel|System\.Runtime\.CompilerServices)\."
        + @"|^\s+at Submission#\d+\.<(Factory|Initialize)>\(|^--- End of stack trace from previous location")]
    private static partial Regex Engine();

    [GeneratedRegex(@"at Submission#\d+\.<<Initialize>>d__\d+\.MoveNext\(\)")]
    private static partial Regex TopLevel();

    [GeneratedRegex(@"Submission#\d+\+?\.?")]
    private static partial Regex Submission();

    [GeneratedRegex(@"<(?<name>\w+)>d__\d+\.MoveNext\(\)")]
    private static partial Regex Async();

    [GeneratedRegex(@"^\s+at .* in (?<file>.*\.csx):line (?<line>\d+)")]
    private static partial Regex InScript();
}
