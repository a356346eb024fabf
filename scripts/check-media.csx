#!/usr/bin/env dotnet-script
// Decodes every item of data sets and lists those that cannot be: what training would stumble over.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/check-media.csx clothing --data DATA
// Without the tool: dotnet run scripts/check-media.csx -- clothing esc50 --data DATA
// Several items at a time, as long as decoding takes: some 2,800 small pictures a second on two busy cores.
// Stopped, the same command goes on; files that have not changed are not read again. Leaves
// quarantine/NAME.tsv (item, tab, reason), which training reads, and a journal beside it; the last line is the
// same as JSON.
// Exit codes: 0 done, whatever was found, 2 a mistake in the arguments or lists, 3 no ffmpeg, 130 stopped.
#if !FILE_APP
#load "polyvit.csx"
#endif
using System.ComponentModel;
using System.Text.Json;
using System.Threading;
using PolyViT;
using PolyViT.Notebooks;
#if FILE_APP
var Args = args;
#endif

string[] names = [.. Args.TakeWhile(a => !a.StartsWith('-'))];
const string about = "Decodes every item of data sets: NAME..";
return Command.Run<CheckOptions>([.. Args.Skip(names.Length)], about, Run);

int Run(CheckOptions options, CancellationToken stop)
{
    if (names.Length == 0)
        throw new InputException(
            $"No set is named: choose from {string.Join(", ", Catalogue.Tasks.Select(t => t.Name))}.");
    CatalogueTask[] tasks = [.. names.Distinct().Select(Catalogue.Task)];
    if (tasks.Any(t => t.NeedsFfmpeg) && !Ffmpeg.IsThere)
    {
        Console.Error.WriteLine("ffmpeg is not on the PATH, and it decodes sound and video: install it.");
        return 3;
    }
    var (found, progress) = (new List<object>(), ProgressBar.OnConsole());
    foreach (var task in tasks)
    {
        var journal = Path.Combine(options.Out, task.Name + ".journal");
        if (options.Again)
            File.Delete(journal);
        var result = MediaCheck.Run(task, options.Data, journal, options.Workers, progress, stop);
        var list = Path.Combine(options.Out, task.Name + ".tsv");
        Quarantine.Write(list, result.Unreadable);
        var bad = result.Unreadable;
        Console.WriteLine($"{task.Name}: {bad.Length} of {result.Items} items cannot be decoded "
            + $"({result.Known} were read before); {list}");
        foreach (var remark in result.Remarks)
            Console.WriteLine($"  {remark}");
        foreach (var one in bad.Take(5))
            Console.WriteLine($"  {one.Name}: {one.Reason}");
        found.Add(new
        {
            name = task.Name, items = result.Items, known = result.Known, unreadable = bad.Length, list,
        });
    }
    Console.WriteLine(JsonSerializer.Serialize(found));
    return 0;
}

internal sealed record CheckOptions
{
    [Description("the folder that holds image, audio and video")]
    public string Data { get; init; } = "data";
    [Description("the folder for lists and journals")]
    public string Out { get; init; } = "quarantine";
    [Description("items at a time")]
    public int Workers { get; init; } = Environment.ProcessorCount;
    [Description("read everything, also what was read before")]
    public bool Again { get; init; }
}
