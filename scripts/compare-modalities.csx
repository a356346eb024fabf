#!/usr/bin/env dotnet-script
// One model per task, one per modality, or one of all? Trains the three on the same tasks and budget.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/compare-modalities.csx -- --quick
//   ... -- --data DATA --seeds 3 --out FOLDER --resume      on real data; what FOLDER has is not run again
// Without the tool: dotnet run scripts/compare-modalities.csx -- --quick
// Prints a table and leaves results.json, report.html and charts.png under runs/compare-modalities/. Exit codes: 0 done, 2 a
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

return Command.Run<ExperimentOptions>([.. Args], "Compares single-task, per-modality and all-modality models.", Run);

int Run(ExperimentOptions options, CancellationToken stop)
{
    var progress = ProgressBar.OnConsole();
    var folder = options.Out ?? Path.Combine("runs", "compare-modalities", $"{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
    var earlier = ExperimentReport.Earlier(folder, options.Resume);
    var (plan, tasks) = options.Prepare(progress);
    Console.WriteLine($"Results go to {folder}.");
    void Save(ComparisonResult partial) => ComparisonReport.Save(partial, folder);
    var result = Arms.Run(plan, CompareModalities.Of(plan), tasks, progress, Save, earlier, stop: stop);

    Console.WriteLine();
    Tables.Print(Tables.BySetting(result));
    var charts = new List<Plotly.NET.GenericChart> { Charts.Gains("Gain over the single-task model", result), Charts.Pareto("Accuracy over parameters", result) };
    if (Settings.Ranks(result) is { } ranks)
        charts.Add(Charts.CriticalDifference("Mean ranks over tasks", ranks.Settings, ranks.Test));
    var files = ExperimentReport.Write(result, "One modality or all?", Tables.BySetting(result), charts, folder);
    foreach (var line in result.UnreadableLines())
        Console.WriteLine(line);
    Console.WriteLine($"\n{files.Html}\n{files.Json}\n{files.Png ?? files.Remark}");
    return stop.IsCancellationRequested ? Command.Interrupted : 0;
}
