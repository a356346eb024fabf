#!/usr/bin/env dotnet-script
// Do frozen features transfer? Trains models of one task, of one modality and of all, and reads their features
// on tasks that none was trained on: few-shot least squares, logistic regression and SGD.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/probe.csx -- --quick
//   ... -- --data DATA --seeds 3 --out FOLDER --resume      on real data; what FOLDER has is not run again
// Without the tool: dotnet run scripts/probe.csx -- --quick
// Prints a table and leaves results.json, report.html and charts.png under runs/probe/. Exit codes: 0 done, 2 a
// mistake in the arguments, 130 stopped early: what was measured is kept, and --resume goes on.
#if !FILE_APP
#load "polyvit.csx"
#endif
using System.Threading;
using PolyViT;
using PolyViT.Notebooks;
#if FILE_APP
var Args = args;
#endif

return Command.Run<ExperimentOptions>([.. Args], "Probes frozen features on tasks that were not trained on.", Run);

int Run(ExperimentOptions options, CancellationToken stop)
{
    var progress = ProgressBar.OnConsole();
    var folder = options.Out ?? Path.Combine("runs", "probe", $"{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
    var earlier = ExperimentReport.Earlier(folder, options.Resume);
    var (plan, tasks, probes) = CompareProbes.Prepare(options, progress);
    Console.WriteLine($"Results go to {folder}.");
    void Save(ComparisonResult partial) => ComparisonReport.Save(partial, folder);
    var result = CompareProbes.Run(plan, tasks, probes, progress, Save, earlier, stop);

    Console.WriteLine();
    Tables.Print(Tables.ByProbe(result));
    const string title = "Frozen features, few-shot; the last point is logistic regression on all examples";
    Plotly.NET.GenericChart[] charts = [Charts.ProbesByShots(title, result)];
    var files = ExperimentReport.Write(
        result, "Do frozen features transfer?", Tables.ByProbe(result), charts, folder);
    foreach (var line in result.UnreadableLines())
        Console.WriteLine(line);
    Console.WriteLine($"\n{files.Html}\n{files.Json}\n{files.Png ?? files.Remark}");
    return stop.IsCancellationRequested ? Command.Interrupted : 0;
}
