#!/usr/bin/env dotnet-script
// Which co-training schedule wins? Trains one PolyViT on images, videos and sounds under each of the five schedules.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/compare-schedules.csx
//   ... -- --data DATA --seeds 3      on real data: a folder that holds image, audio and video
// Prints a table (task by schedule) and planned against realised counts, and leaves results.json, report.html and
// comparison.png under runs/compare-schedules/. Exit codes: 0 done, 2 a mistake in the arguments, 130 stopped early.
#load "polyvit.csx"
using System.Threading;
using PolyViT;
using PolyViT.Notebooks;

Option[] options =
[
    new("data", "DIR", "Real data: the folder that holds image, audio and video. Without it, tasks are generated."),
    new("seeds", "N", "Runs per schedule; 3 if not given."),
    new("tasks", "A,B", "Only these tasks."),
    new("schedules", "A,B", "Only these schedules."),
    new("steps", "N", "Minibatches per run, shared out by the tasks' own steps."),
    new("quick", "", "A quarter of the steps."),
    new("device", "NAME", "cpu or cuda; cpu if not given."),
    new("out", "DIR", "Where to; runs/compare-schedules/<time> if not given."),
];

return Command.Run("Compares the five co-training schedules.", options, Args, (given, stop) =>
{
    var bar = new ProgressBar();
    var asked = new ComparisonOptions
    {
        Data = given.Text("data"),
        Seeds = given.Number("seeds") ?? 3,
        Tasks = given.Names("tasks"),
        Schedules = given.Names("schedules"),
        Steps = given.Number("steps"),
        Quick = given.Has("quick"),
        Device = given.Text("device") ?? "cpu",
    };
    var comparison = Comparison.Prepare(asked, bar.Report);
    bar.End();
    var folder = given.Text("out") ?? Path.Combine("runs", "compare-schedules", $"{DateTimeOffset.UtcNow:yyyyMMdd-HHmmss}");
    Describe(comparison, folder);

    var planned = comparison.Timelines()
        .Select(t => (t.Schedule.Name, (IReadOnlyList<int>)[.. t.Minibatches.Select(m => m.Task)])).ToArray();
    bar = new ProgressBar();
    var result = CompareSchedules.Run(
        comparison.Plan, comparison.Tasks, bar.Report, r => ComparisonReport.Save(r, folder), stop);
    bar.End();
    var files = ComparisonReport.Write(result, planned, folder);

    Console.WriteLine();
    Tables.Print(Tables.Results(result));
    foreach (var run in result.Runs.Where(r => r.Seed == comparison.Plan.Seeds[0]))
        Console.WriteLine($"{run.Schedule,-13} planned/realised: "
            + string.Join("  ", run.Counts.Select(c => $"{c.Task} {c.Planned}/{c.Realised}")));
    Console.WriteLine($"\n{files.Html}\n{files.Json}\n{files.Png ?? files.Remark}");
    if (stop.IsCancellationRequested)
        Console.WriteLine($"Stopped early: what was measured until then is in {folder}.");
    return stop.IsCancellationRequested ? 130 : 0;
});

void Describe(Comparison comparison, string folder)
{
    var plan = comparison.Plan;
    Console.WriteLine($"{plan.Tasks.Length} tasks ({plan.Source}), {plan.Schedules.Length} schedules, {plan.Seeds.Length} seeds, "
        + $"{plan.Tasks.Sum(t => t.Steps)} minibatches a run, {ParameterLayout.Count(plan.Model, plan.Tasks):N0} parameters, on {plan.Device}.");
    Console.WriteLine($"Results go to {folder}.");
}
