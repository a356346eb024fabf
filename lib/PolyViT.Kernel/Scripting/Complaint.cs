namespace PolyViT.Kernel.Scripting;

/// <summary>What is wrong with a script, as a person should read it: the file and the line first.</summary>
internal static class Complaint
{
    /// <summary>A compile error, with the line and a caret under the place.</summary>
    /// <param name="error">From the compiler.</param>
    public static string About(Diagnostic error)
    {
        var span = error.Location.GetLineSpan();
        var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
        var place = string.IsNullOrEmpty(span.Path) ? "" : $"{Place(span.Path)}({line + 1},{column + 1}): ";
        var message = error.GetMessage(CultureInfo.InvariantCulture);
        return $"{place}error {error.Id}: {message}{Caret(error, line, column)}";
    }

    /// <summary>An assembly that a script refers to and that is not there.</summary>
    /// <param name="reference">The `#r`.</param>
    public static string AboutMissing(PathReference reference) =>
        $"{Place(reference.File)}({reference.Line}): error: {Place(reference.Path)} does not exist"
        + (HowToBuild(reference.Path) is { } command ? $"; build it: {command}" : ".");

    /// <summary>A package that a session has already in another version.</summary>
    /// <param name="package">What is asked for now.</param>
    /// <param name="loaded">What has been asked for before.</param>
    public static string AboutVersion(Package package, Wanted loaded)
    {
        var earlier = loaded.Packages.First(p => p.Id.Equals(package.Id, StringComparison.OrdinalIgnoreCase));
        return $"{package.Id} {package.Version} cannot be added, because {earlier.Id} {earlier.Version} "
            + "has been: restart the session to change the version.";
    }

    /// <summary>
    /// What a script threw: its line, its message, and the calls that are the script's or a library's.
    /// </summary>
    /// <param name="thrown">By the script.</param>
    public static string About(Exception thrown)
    {
        var trace = Trace.Of(thrown);
        var place = trace.File is null ? "" : $"{Place(trace.File)}({trace.Line}): ";
        return $"{place}{string.Join('\n', [trace.Head, .. trace.Frames])}";
    }

    /// <summary>Whether the message says all: the user's input is wrong, and no code.</summary>
    /// <remarks>By name: this tool and the script's library share no assembly.</remarks>
    /// <param name="thrown">By a script.</param>
    public static bool IsAboutInput(Exception thrown) =>
        thrown.GetType().FullName == "PolyViT.InputException";

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
}
