#!/usr/bin/env dotnet-script
// Which co-training schedule wins? Trains one PolyViT on images, videos and sounds under each of the five
// schedules.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/compare-schedules.csx
//   ... -- --data DATA --seeds 3      on real data: a folder that holds image, audio and video
// Without the tool, and with the same results: dotnet run scripts/compare-schedules.csx -- --data DATA
// Prints a table (task by schedule) and planned against realised counts, and leaves results.json,
// report.html and
// comparison.png under runs/compare-schedules/. Exit codes: 0 done, 2 a mistake in the arguments, 130
// stopped early.
#if !FILE_APP
#load "polyvit.csx"
#endif
using System.Threading;
using PolyViT;
using PolyViT.Notebooks;
#if FILE_APP
var Args = args;
#endif

return Command.Run<ComparisonOptions>([.. Args], "Compares the five co-training schedules of PolyViT.", Compare);

int Compare(ComparisonOptions options, CancellationToken stop)
{
    var progress = ProgressBar.OnConsole();
    var comparison = Comparison.Prepare(options, progress);
    var folder = options.Out ?? Path.Combine("runs", "compare-schedules", $"{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
    Console.WriteLine(comparison.Describe(comparison.Time()));
    var earlier = ExperimentReport.Earlier(folder, options.Resume);
    Console.WriteLine($"Results go to {folder}.");

    var result = CompareSchedules.Run(
        comparison.Plan, comparison.Tasks, progress, partial => ComparisonReport.Save(partial, folder), stop,
        earlier);
    var files = ComparisonReport.Write(result, comparison.Planned(), folder);

    Console.WriteLine();
    Tables.Print(Tables.Results(result));
    foreach (var line in result.CountLines())
        Console.WriteLine(line);
    foreach (var line in result.UnreadableLines())
        Console.WriteLine(line);
    Console.WriteLine($"\n{files.Html}\n{files.Json}\n{files.Png ?? files.Remark}");
    if (!stop.IsCancellationRequested)
        return 0;
    Console.WriteLine($"Stopped early: what was measured until then is in {folder}.");
    return Command.Interrupted;
}
