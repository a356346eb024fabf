using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Scripting;

/// <summary>A package that a script asks for.</summary>
/// <param name="Id">Its name, which does not distinguish case.</param>
/// <param name="Version">A version or a NuGet range; "*" is the newest.</param>
internal sealed record Package(string Id, string Version);

/// <summary>A `#r` of an assembly by its path.</summary>
/// <param name="Path">The full path.</param>
/// <param name="File">The script that says so.</param>
/// <param name="Line">Where, counted from 1.</param>
internal sealed record PathReference(string Path, string File, int Line);

/// <summary>What scripts ask for before their code can be compiled.</summary>
/// <param name="Packages">`#r "nuget: Id, version"`, the first of each name.</param>
/// <param name="Feeds">`#i "nuget: source"`, folders as full paths.</param>
/// <param name="Assemblies">`#r "path.dll"`.</param>
/// <param name="Loads">`#load "file.csx"`, as full paths.</param>
internal sealed partial record Directives(
    ImmutableArray<Package> Packages,
    ImmutableArray<string> Feeds,
    ImmutableArray<PathReference> Assemblies,
    ImmutableArray<string> Loads)
{
    private static readonly CSharpParseOptions Script =
        new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The directives of one script, without those of the files that it loads.</summary>
    /// <param name="code">Its text.</param>
    /// <param name="file">Its full path, to which relative paths refer.</param>
    public static Directives Read(string code, string file)
    {
        var all = Trivia(code).ToImmutableArray();
        var references = all.OfType<ReferenceDirectiveTriviaSyntax>().ToImmutableArray();
        return new(
            [.. references.Select(r => PackageOf(r.File.ValueText)).OfType<Package>()],
            [.. all.Select(d => FeedOf(d, file)).OfType<string>()],
            [.. references.Where(IsPath)
                .Select(r => new PathReference(Beside(file, r.File.ValueText), file, LineOf(r)))],
            [.. all.OfType<LoadDirectiveTriviaSyntax>().Select(l => Beside(file, l.File.ValueText))]);
    }

    /// <summary>The directives of a script and of everything that it loads, each file once.</summary>
    /// <param name="code">The text of the first script.</param>
    /// <param name="file">Its full path.</param>
    /// <param name="read">
    /// The text of another file; null when there is no such file, which the compiler will report.
    /// </param>
    public static Directives ReadAll(string code, string file, Func<string, string?> read)
    {
        var seen = new HashSet<string> { file };
        var found = new List<Directives>();
        var waiting = new Queue<(string Code, string File)>([(code, file)]);
        while (waiting.TryDequeue(out var next))
        {
            found.Add(Read(next.Code, next.File));
            foreach (var load in found[^1].Loads.Where(seen.Add))
                if (read(load) is { } text)
                    waiting.Enqueue((text, load));
        }
        return new(
            [.. found.SelectMany(d => d.Packages).DistinctBy(p => p.Id, StringComparer.OrdinalIgnoreCase)],
            [.. found.SelectMany(d => d.Feeds).Distinct()],
            [.. found.SelectMany(d => d.Assemblies).DistinctBy(a => a.Path)],
            [.. found.SelectMany(d => d.Loads).Distinct()]);
    }

    /// <summary>
    /// The text with the directives blanked that the compiler does not know; every position stays.
    /// </summary>
    /// <param name="code">The text of a script.</param>
    public static string Blank(string code) =>
        Trivia(code).Where(d => Feed().IsMatch(d.ToString()) || IsPackage(d))
            .Aggregate(code, (text, d) => Blank(text, d.Span));

    private static string Blank(string text, TextSpan span) =>
        string.Concat(
            text.AsSpan(0, span.Start),
            Spaces(text.Substring(span.Start, span.Length)),
            text.AsSpan(span.End));

    private static string Spaces(string text) =>
        string.Concat(text.Select((c, i) => c is '\r' or '\n' ? c : i < 2 ? '/' : ' '));

    private static IEnumerable<DirectiveTriviaSyntax> Trivia(string code) =>
        CSharpSyntaxTree.ParseText(code, Script).GetRoot().DescendantTrivia()
            .Where(t => t.IsDirective).Select(t => t.GetStructure()).OfType<DirectiveTriviaSyntax>()
            .Where(d => d.IsActive);

    private static bool IsPackage(DirectiveTriviaSyntax d) =>
        d is ReferenceDirectiveTriviaSyntax r && PackageOf(r.File.ValueText) is not null;

    // `#r "System.Xml"` names an assembly of the framework, which the compiler finds itself.
    private static bool IsPath(ReferenceDirectiveTriviaSyntax r) =>
        PackageOf(r.File.ValueText) is null && Path.GetExtension(r.File.ValueText) is ".dll" or ".exe";

    private static Package? PackageOf(string reference) =>
        NuGet().Match(reference) is { Success: true } m
            ? new(m.Groups["id"].Value, m.Groups["version"] is { Length: > 0 } v ? v.Value : "*")
            : null;

    private static string? FeedOf(DirectiveTriviaSyntax d, string file) =>
        Feed().Match(d.ToString()) is not { Success: true } m ? null
            : m.Groups["feed"].Value is var feed && feed.Contains("://", StringComparison.Ordinal) ? feed
            : Beside(file, feed);

    private static string Beside(string file, string relative) =>
        Path.GetFullPath(relative, Path.GetDirectoryName(file)!);

    private static int LineOf(DirectiveTriviaSyntax d) =>
        d.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    [GeneratedRegex("""^\s*nuget:\s*(?<id>[\w.\-]+)\s*(,\s*(?<version>[^\s"]+)\s*)?$""",
        RegexOptions.IgnoreCase)]
    private static partial Regex NuGet();

    [GeneratedRegex("""^#\s*i\s*"(nuget:)?\s*(?<feed>[^"]+?)\s*"\s*$""", RegexOptions.IgnoreCase)]
    private static partial Regex Feed();
}
