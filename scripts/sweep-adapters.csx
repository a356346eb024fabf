#!/usr/bin/env dotnet-script
// What do adapters buy? Trains one model of all tasks for every L_adapt, beside single-task and per-modality
// models, on the same budget.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/sweep-adapters.csx -- --quick
//   ... -- --data DATA --seeds 3 --out FOLDER --resume      on real data; what FOLDER has is not run again
// Without the tool: dotnet run scripts/sweep-adapters.csx -- --quick
// Prints a table and leaves results.json, report.html and charts.png under runs/sweep-adapters/. Exit codes: 0 done, 2 a
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

return Command.Run<ExperimentOptions>([.. Args], "Sweeps L_adapt and compares with separate models.", Run);

int Run(ExperimentOptions options, CancellationToken stop)
{
    var progress = ProgressBar.OnConsole();
    var folder = options.Out ?? Path.Combine("runs", "sweep-adapters", $"{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
    var earlier = ExperimentReport.Earlier(folder, options.Resume);
    var (plan, tasks) = options.Prepare(progress);
    Console.WriteLine($"Results go to {folder}.");
    int[]? layers = options.Quick ? [0, plan.Model.Depth / 2, plan.Model.Depth] : null;
    void Save(ComparisonResult partial) => ComparisonReport.Save(partial, folder);
    var result = Arms.Run(plan, CompareAdapters.Of(plan, layers), tasks, progress, Save, earlier, stop: stop);

    Console.WriteLine();
    Tables.Print(Tables.BySetting(result));
    var charts = new List<Plotly.NET.GenericChart> { Charts.Pareto("Accuracy over parameters", result) };
    if (Settings.Ranks(result) is { } ranks)
        charts.Add(Charts.CriticalDifference("Mean ranks over tasks", ranks.Settings, ranks.Test));
    var files = ExperimentReport.Write(result, "What do adapters buy?", Tables.BySetting(result), charts, folder);
    foreach (var line in result.UnreadableLines())
        Console.WriteLine(line);
    Console.WriteLine($"\n{files.Html}\n{files.Json}\n{files.Png ?? files.Remark}");
    return stop.IsCancellationRequested ? Command.Interrupted : 0;
}
