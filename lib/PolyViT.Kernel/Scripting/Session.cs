using System.Text;
using Microsoft.CodeAnalysis.CSharp.Scripting.Hosting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace PolyViT.Kernel.Scripting;

/// <summary>
/// A chain of submissions, each of which sees what the earlier ones declared. A value: a submission that
/// fails leaves the session that it was given as it was.
/// </summary>
/// <param name="Options">References, usings and where to look for files.</param>
/// <param name="Globals">What scripts see as `Args` and `Print`, as in dotnet-script.</param>
/// <param name="Wanted">All packages so far.</param>
/// <param name="State">What has run; null before the first submission.</param>
internal sealed record Session(
    ScriptOptions Options, CommandLineScriptGlobals Globals, Wanted Wanted, ScriptState<object>? State)
{
    // Those of dotnet-script.
    private static readonly string[] Usings =
    [
        "System", "System.IO", "System.Collections.Generic", "System.Console", "System.Diagnostics",
        "System.Dynamic", "System.Linq", "System.Linq.Expressions", "System.Text", "System.Threading.Tasks",
    ];

    /// <summary>A session in which nothing has run.</summary>
    /// <param name="folder">To which paths in the code refer.</param>
    /// <param name="args">`Args` of the script.</param>
    public static Session Start(string folder, IEnumerable<string> args)
    {
        var globals = new CommandLineScriptGlobals(Console.Out, CSharpObjectFormatter.Instance);
        foreach (var arg in args)
            globals.Args.Add(arg);
        return new(OptionsFor(folder), globals, new([], [], folder), null);
    }

    /// <summary>A session of a notebook in which nothing has run.</summary>
    /// <param name="folder">Of the notebook, to which paths in its cells refer.</param>
    public static Session StartNotebook(string folder) => Start(folder, []);

    /// <summary>
    /// Makes a submission ready to run: restores its packages, finds its assemblies, compiles it.
    /// </summary>
    /// <param name="code">The text.</param>
    /// <param name="file">The full path that errors name and to which relative paths refer.</param>
    /// <param name="tell">Told, in a sentence, when something takes a while.</param>
    /// <param name="token">Stops the compiler.</param>
    public Compilation Compile(string code, string file, Action<string> tell, CancellationToken token)
    {
        var directives = Directives.ReadAll(code, file, f => File.Exists(f) ? File.ReadAllText(f) : null);
        // One per folder: an output folder that is not built lacks everything, and one sentence says so.
        var missing = directives.Assemblies.Where(a => !File.Exists(a.Path))
            .DistinctBy(a => Path.GetDirectoryName(a.Path)).ToArray();
        if (missing.Length > 0)
            return Compilation.Failed([.. missing.Select(Complaint.AboutMissing)]);
        var wanted = With(directives);
        var (restored, error) = wanted == Wanted ? (Restored.None, null) : Packages.Restore(wanted, tell);
        if (restored is null)
            return Compilation.Failed([$"{Complaint.Place(file)}: error: {error}"]);
        var beside = directives.Assemblies.SelectMany(a => Loading.WithNeighbours(a.Path)).Distinct()
            .ToImmutableArray();
        Loading.Offer(LoadableOf(directives, restored));
        var options = Options.AddReferences(NewReferences(directives, beside, restored)).WithFilePath(file);
        return Compile(Directives.Blank(code), options, this with { Wanted = wanted }, beside, token);
    }

    /// <summary>Runs a compiled submission.</summary>
    /// <param name="code">
    /// The result of <see cref="Compile(string, string, Action{string}, CancellationToken)"/>.
    /// </param>
    /// <param name="token">
    /// Asks for an end between submissions; the code itself has to look at its own.
    /// </param>
    public static async Task<Outcome> Run(Compiled code, CancellationToken token)
    {
        Loading.Initialise(code.Initialise);
        var before = code.Session;
        try
        {
            var state = before.State is { } earlier
                ? await code.Script.RunFromAsync(earlier, _ => true, token)
                : await code.Script.RunAsync(before.Globals, _ => true, token);
            var after = before with { State = state };
            return state.Exception is { } error
                ? new(token.IsCancellationRequested ? Ending.Cancelled : Ending.Failed, null, error, after)
                : new(Ending.Finished, state.ReturnValue, null, after);
        }
        catch (OperationCanceledException cancelled) when (token.IsCancellationRequested)
        {
            return new(Ending.Cancelled, null, cancelled, before);
        }
    }

    private static Compilation Compile(
        string code,
        ScriptOptions options,
        Session session,
        ImmutableArray<string> initialise,
        CancellationToken token)
    {
        var script = session.State is { } earlier
            ? earlier.Script.ContinueWith<object>(code, options)
            : CSharpScript.Create<object>(code, options, typeof(CommandLineScriptGlobals));
        var errors = script.Compile(token).Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        return errors.Length > 0
            ? Compilation.Failed(
                [.. errors.OrderBy(e => e.Location.SourceSpan.Start).Select(Complaint.About)])
            : new(new(script, session with { Options = options }, initialise), []);
    }

    private static ScriptOptions OptionsFor(string folder) => ScriptOptions.Default
        .WithReferences(Framework().Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)))
        .WithImports(Usings)
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithAllowUnsafe(true)
        .WithEmitDebugInformation(true)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithFileEncoding(Encoding.UTF8)
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
        .WithSourceResolver(new BlankingSources(folder));

    // Compared by content, so that a submission that asks for nothing new does not restore again.
    private Wanted With(Directives found)
    {
        var packages = found.Packages.Concat(Wanted.Packages)
            .DistinctBy(p => p.Id, StringComparer.OrdinalIgnoreCase).ToImmutableArray();
        var feeds = Wanted.Feeds.Union(found.Feeds).ToImmutableArray();
        return packages.ToHashSet().SetEquals(Wanted.Packages) && feeds.SequenceEqual(Wanted.Feeds)
            ? Wanted
            : Wanted with { Packages = packages, Feeds = feeds };
    }

    private static Loadable LoadableOf(Directives found, Restored restored)
    {
        var folders = found.Assemblies.Select(a => Path.GetDirectoryName(a.Path)!).Distinct().ToArray();
        var native = folders
            .SelectMany(f => new[] { f, Path.Combine(f, "runtimes", Packages.Rid, "native") });
        var links = NativeLinks.FolderFor(restored.Native);
        return new(
            [.. folders.SelectMany(f => Directory.EnumerateFiles(f, "*.dll")), .. restored.Runtime],
            [.. native.Where(Directory.Exists), .. links is null ? [] : new[] { links }]);
    }

    // What the script names itself the compiler adds; of two with one name the nearer wins, as in a project.
    private static IEnumerable<MetadataReference> NewReferences(
        Directives found, ImmutableArray<string> beside, Restored restored)
    {
        var known = Framework().Concat(found.Assemblies.Select(a => a.Path)).Select(Loading.NameOf)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return beside.Concat(restored.Compile).Where(p => known.Add(Loading.NameOf(p)))
            .Select(p => MetadataReference.CreateFromFile(p));
    }

    private static IEnumerable<string> Framework()
    {
        var folder = Path.GetDirectoryName(typeof(object).Assembly.Location);
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetDirectoryName(p) == folder);
    }
}

/// <summary>A submission that is ready to run.</summary>
/// <param name="Script">The compiler's view of it.</param>
/// <param name="Session">What it runs in.</param>
/// <param name="Initialise">Assemblies to initialise before it.</param>
internal sealed record Compiled(Script<object> Script, Session Session, ImmutableArray<string> Initialise);

/// <summary>A submission that is ready to run, or what is wrong with it.</summary>
/// <param name="Code">Null when there are errors.</param>
/// <param name="Errors">Each as it should be read: place, message, and the line with a caret.</param>
internal sealed record Compilation(Compiled? Code, ImmutableArray<string> Errors)
{
    /// <summary>Nothing to run.</summary>
    /// <param name="errors">At least one.</param>
    public static Compilation Failed(ImmutableArray<string> errors) => new(null, errors);
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
