using System.Runtime.InteropServices;

namespace PolyViT.Kernel.Notebooks;

/// <summary>What `polyvit run` was asked for.</summary>
/// <param name="Files">Notebooks and folders of notebooks.</param>
/// <param name="Output">Another place for the result; null: in place.</param>
/// <param name="Settings">"Name=value" for parameters.</param>
/// <param name="Limits">Of time.</param>
internal sealed record RunOrder(
    IReadOnlyList<string> Files, string? Output, IReadOnlyList<string> Settings, Limits Limits);

/// <summary>`polyvit run FILE|FOLDER...`.</summary>
internal static class RunCommand
{
    private const int Interrupted = 130;

    /// <summary>Runs notebooks, each in a process of its own, and keeps their outputs.</summary>
    /// <param name="order">From the command line.</param>
    /// <returns>0; 1 when a notebook failed; 2 when it cannot be begun; 130 when the user ended it.</returns>
    public static int Run(RunOrder order)
    {
        var (works, trouble) = Plan(order);
        if (trouble is not null)
        {
            Console.Error.WriteLine(trouble);
            return ExitCode.Usage;
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var end = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var codes = works.TakeWhile(_ => !stop.IsCancellationRequested)
            .Select(w => RunOne(w, order.Limits, Terminal.Here(), stop.Token)).ToArray();
        if (works.Length > 1)
            Console.WriteLine($"{codes.Count(c => c == ExitCode.Good)} of {works.Length} notebooks passed");
        return stop.IsCancellationRequested ? Interrupted : codes.Max();

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    // Everything that can be wrong is found before anything is run.
    private static (ImmutableArray<Work> Works, string? Trouble) Plan(RunOrder order)
    {
        var files = order.Files.SelectMany(f => NotebooksIn(f)).DistinctBy(Path.GetFullPath).ToArray();
        if (order.Files.FirstOrDefault(f => !NotebooksIn(f).Any()) is { } empty)
            return ([], $"The folder '{empty}' has no notebook (*.ipynb).");
        if (order.Output is { } output && files.Length > 1 && !Directory.Exists(output))
            return ([], $"--output {output} takes one notebook, and there are {files.Length}: give a folder"
                + " that exists, or no --output.");
        var settings = order.Settings.Select(s => (Text: s, Setting: Parameters.Parse(s))).ToArray();
        if (settings.FirstOrDefault(s => s.Setting is null).Text is { } bad)
            return ([], $"--set {bad} is not of the form Name=value.");
        var works = files.Select(f => PlanOne(f, order, [.. settings.Select(s => s.Setting!)])).ToArray();
        return works.FirstOrDefault(w => w.Trouble is not null).Trouble is { } trouble
            ? ([], trouble)
            : ([.. works.Select(w => w.Work!)], null);
    }

    private static (Work? Work, string? Trouble) PlanOne(string file, RunOrder order, Setting[] settings)
    {
        var (notebook, trouble) = NotebookFile.Read(file);
        if (notebook is null)
            return (null, trouble);
        var target = order.Output is not { } output ? notebook.Path
            : Directory.Exists(output) ? Path.Combine(Path.GetFullPath(output), Path.GetFileName(file))
            : Path.GetFullPath(output);
        trouble = (settings.Length > 0 ? Parameters.Inject(notebook, settings) : null)
            ?? NotebookFile.WhyNotWritable(target);
        return trouble is null ? (new(notebook, file, target), null) : (null, trouble);
    }

    private static IEnumerable<string> NotebooksIn(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.ipynb").Order(StringComparer.Ordinal)
        : [path];

    private static int RunOne(Work work, Limits limits, Terminal terminal, CancellationToken stop)
    {
        terminal.Out.WriteLine($"{work.Name}: {work.Notebook.Code.Count()} code cells");
        var ran = NotebookRun.Run(work.Notebook, limits, terminal, stop);
        var (place, trouble) = Save(work);
        var how = ran switch
        {
            { Stopped: true } => "interrupted",
            { Failure: not null } => "FAILED",
            _ => "passed",
        };
        var allowed = ran.Errors > 0 ? $", {ran.Errors} allowed to fail" : "";
        terminal.Out.WriteLine(FormattableString.Invariant(
            $"{how} {work.Name}: {ran.Cells} cells in {ran.Seconds:0.0} s{allowed}; outputs in {place}"));
        if (ran.Failure is { } failure)
            terminal.Out.WriteLine($"  {failure}");
        if (trouble is not null)
            Console.Error.WriteLine(trouble);
        return ran.Failure is null && trouble is null ? ExitCode.Good : ExitCode.Failed;
    }

    // A run may take hours: what the user wrote meanwhile stays, and a full disk does not cost the outputs.
    private static (string Place, string? Trouble) Save(Work work)
    {
        try
        {
            var isOurs = work.Target != work.Notebook.Path || !File.Exists(work.Target)
                || File.ReadAllBytes(work.Target).AsSpan().SequenceEqual(work.Notebook.Read.AsSpan());
            var target = isOurs ? work.Target : Path.ChangeExtension(work.Target, ".run.ipynb");
            NotebookFile.Write(work.Notebook, target);
            return (target, isOurs ? null
                : $"'{work.Name}' was changed while it ran, so it stays and the outputs are in '{target}'.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var rescue = Path.Combine(Path.GetTempPath(), Path.GetFileName(work.Target));
            NotebookFile.Write(work.Notebook, rescue);
            return (rescue, $"'{work.Target}' cannot be written: {e.Message} The outputs are in '{rescue}'.");
        }
    }

    private sealed record Work(Notebook Notebook, string Name, string Target);
}
