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
/// <param name="Offered">Files that the runtime has been told of.</param>
/// <param name="Last">The submission before the next; null before the first.</param>
/// <param name="States">The globals, then the variables of each submission.</param>
internal sealed record Session(
    ScriptOptions Options,
    CommandLineScriptGlobals Globals,
    Wanted Wanted,
    Loadable Offered,
    Script<object>? Last,
    ImmutableArray<object?> States)
{
    // Those of dotnet-script.
    private static readonly string[] ScriptUsings =
    [
        "System", "System.IO", "System.Collections.Generic", "System.Console", "System.Diagnostics",
        "System.Dynamic", "System.Linq", "System.Linq.Expressions", "System.Text", "System.Threading.Tasks",
    ];

    // Those of .NET Interactive, and its helpers under the same names.
    private static readonly string[] NotebookUsings =
    [
        "System", "System.Text", "System.Collections", "System.Collections.Generic",
        "System.Threading.Tasks", "System.Linq", typeof(Hosting.Notebook).FullName!,
    ];

    // Read once: what the compiler knows of the framework takes longer than a script, and most of the memory.
    private static readonly ImmutableArray<MetadataReference> Framework =
        [.. from path in $"{AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")}".Split(Path.PathSeparator)
            where Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location)
            select MetadataReference.CreateFromFile(path)];

    /// <summary>A session in which nothing has run.</summary>
    /// <param name="folder">To which paths in the code refer.</param>
    /// <param name="args">`Args` of the script.</param>
    public static Session Start(string folder, IEnumerable<string> args) =>
        Start(folder, ScriptUsings, [], args);

    /// <summary>A session of a notebook in which nothing has run.</summary>
    /// <param name="folder">Of the notebook, to which paths in its cells refer.</param>
    public static Session StartNotebook(string folder) =>
        Start(folder, NotebookUsings, [typeof(Hosting.Notebook).Assembly.Location], []);

    /// <summary>
    /// Makes a submission ready to run: restores its packages, finds its assemblies, compiles it.
    /// </summary>
    /// <param name="code">The text.</param>
    /// <param name="file">What errors call it; relative paths refer to the folder that it names.</param>
    /// <param name="tell">Told, in a sentence, when something takes a while.</param>
    /// <param name="token">Stops the compiler and NuGet.</param>
    public Compilation Compile(string code, string file, Action<string> tell, CancellationToken token)
    {
        var directives = DirectivesOf(code, file);
        // One per folder: an output folder that is not built lacks everything, and one sentence says so.
        var missing = directives.Assemblies.Where(a => !File.Exists(a.Path))
            .DistinctBy(a => Path.GetDirectoryName(a.Path)).ToArray();
        if (missing.Length > 0)
            return Compilation.Failed([.. missing.Select(m => Complaint.AboutMissing(Named(m, file)))]);
        var wanted = With(directives);
        if (wanted.Packages.FirstOrDefault(IsOtherVersion) is { } other)
            return Failed(file, Complaint.AboutVersion(other, Wanted));
        var (restored, error) =
            wanted == Wanted ? (Restored.None, null) : Packages.Restore(wanted, tell, token);
        return restored is null
            ? Failed(file, error!)
            : (this with { Wanted = wanted }).Compile(code, file, directives, restored, token);
    }

    /// <summary>A submission to ask the compiler about, not to run.</summary>
    /// <param name="code">The text; packages that it names and that are not restored yet are unknown.</param>
    /// <param name="options">References, usings and the name.</param>
    public Script<object> Draft(string code, ScriptOptions options)
    {
        var text = Directives.Blank(code);
        return Last?.ContinueWith<object>(text, options)
            ?? CSharpScript.Create<object>(text, options, typeof(CommandLineScriptGlobals));
    }

    /// <summary>What has run, the latest first.</summary>
    public IEnumerable<Script> Submissions
    {
        get
        {
            for (Script? script = Last; script is not null; script = script.Previous)
                yield return script;
        }
    }

    /// <summary>A line of a submission or of a file that it loaded; null when it is not known.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="line">Counted from 1.</param>
    public string? LineOf(string? file, int line)
    {
        if (file is null)
            return null;
        return Submissions.SelectMany(s => s.GetCompilation().SyntaxTrees)
            .Where(t => Path.GetFullPath(t.FilePath, Wanted.Folder) == file)
            .Select(t => t.GetText().Lines).Where(l => line <= l.Count)
            .Select(l => l[line - 1].ToString()).FirstOrDefault();
    }

    private Compilation Compile(
        string code, string file, Directives directives, Restored restored, CancellationToken token)
    {
        var beside = directives.Assemblies.SelectMany(a => Loading.WithNeighbours(a.Path)).Distinct()
            .ToImmutableArray();
        var offer = LoadableOf(directives, restored).Except(Offered);
        Loading.Offer(offer);
        // What it names itself the compiler adds; of two with one name the nearer wins, as in a project.
        var own = directives.Assemblies.Select(a => Loading.NameOf(a.Path)).ToHashSet();
        var options = Options.AddReferences(NewReferences(
            Options, beside.Where(b => !own.Contains(Loading.NameOf(b))).Concat(restored.Compile)));
        var script = Draft(code, options.WithFilePath(file));
        var errors = Magics.Explain(code, file, Execution.Prepare(script, token));
        // The compiler forgets the references that a submission names when it comes to the next.
        var named = NewReferences(options, directives.Assemblies.Select(a => a.Path));
        var after = this with { Options = options.AddReferences(named), Offered = Offered.Union(offer) };
        return errors.IsEmpty
            ? new(new(script, after, [.. beside, .. restored.Runtime]), [])
            : Compilation.Failed(errors);
    }

    private static Session Start(
        string folder, string[] usings, IEnumerable<string> references, IEnumerable<string> args)
    {
        var globals = new CommandLineScriptGlobals(Console.Out, CSharpObjectFormatter.Instance);
        foreach (var arg in args)
            globals.Args.Add(arg);
        var options = OptionsFor(folder).WithImports(usings)
            .AddReferences(references.Select(r => MetadataReference.CreateFromFile(r)));
        return new(options, globals, new([], [], folder), Loadable.Nothing, null, [globals]);
    }

    private static ScriptOptions OptionsFor(string folder) => ScriptOptions.Default
        .WithReferences(Framework)
        .WithLanguageVersion(LanguageVersion.Latest)
        .WithAllowUnsafe(true)
        .WithEmitDebugInformation(true)
        .WithOptimizationLevel(OptimizationLevel.Release)
        .WithFileEncoding(Encoding.UTF8)
        .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
        .WithSourceResolver(new BlankingSources(folder));

    private Directives DirectivesOf(string code, string file) => Directives.ReadAll(
        code,
        Path.GetFullPath(file, Wanted.Folder),
        f => File.Exists(f) ? File.ReadAllText(f) : null);

    private static Compilation Failed(string file, string error) =>
        Compilation.Failed([$"{Complaint.Place(file)}: error: {error}"]);

    // What is loaded stays loaded.
    private bool IsOtherVersion(Package package) =>
        Wanted.Packages.Any(p => IsNamed(p, package) && p.Version != package.Version);

    private static bool IsNamed(Package one, Package other) =>
        one.Id.Equals(other.Id, StringComparison.OrdinalIgnoreCase);

    // Compared by content, so that a submission that asks for nothing new does not restore again.
    private Wanted With(Directives found)
    {
        // No version means any, and a session may have one already.
        var packages = found.Packages.Where(p => p.Version != "*" || !Wanted.Packages.Any(q => IsNamed(p, q)))
            .Concat(Wanted.Packages)
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

    // The nearer of two with one name is there already.
    private static IEnumerable<MetadataReference> NewReferences(
        ScriptOptions options, IEnumerable<string> paths)
    {
        var known = options.MetadataReferences.OfType<PortableExecutableReference>()
            .Select(r => Loading.NameOf(r.FilePath!)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return paths.Where(p => known.Add(Loading.NameOf(p)))
            .Select(p => MetadataReference.CreateFromFile(p));
    }

    // By the name that the submission has, and not by the path that it would have as a file.
    private PathReference Named(PathReference reference, string file) =>
        reference.File == Path.GetFullPath(file, Wanted.Folder) ? reference with { File = file } : reference;
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
