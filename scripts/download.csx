#!/usr/bin/env dotnet-script
// Gets data sets from their owners, or from a mirror, into the layout that the library reads.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/download.csx cifar10 pets --to DATA
// Without the tool: dotnet run scripts/download.csx -- cifar10 pets --to DATA
// Without names it lists the sets. Files come over HTTPS, several at a time, are checked against published
// sums and unpacked; stopped or broken off, the same command goes on where it was. It takes as long as the
// network does. For sets behind forms or on YouTube it says what to get, where, and the layout expected. The
// last line is the same as JSON. Exit codes: 0 all is there, 2 a mistake in the arguments, or no room on the
// disk, 3 a file did not come, 130 stopped.
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
return Command.Run<DownloadOptions>([.. Args.Skip(names.Length)], "Gets data sets: NAME.. [--to DATA].", Run);

int Run(DownloadOptions options, CancellationToken stop)
{
    if (names.Length == 0)
    {
        foreach (var set in RemoteSets.All)
            Console.WriteLine($"{set.Name,-16}{Size(set),-16}{set.Licence}");
        return 0;
    }
    RemoteSet[] sets = [.. names.Distinct().Select(RemoteSets.Named)];
    var settings = new DownloadSettings
    {
        Connections = options.Connections, Insecure = options.Insecure, Keep = options.Keep,
        Mirror = options.Mirror is { } mirror ? DownloadSettings.Address(mirror) : null,
    };
    var results = Download.Run(sets, options.To, settings, ProgressBar.OnConsole(), stop);
    foreach (var result in results)
        Console.WriteLine(result.Failure ?? $"{result.Name} is there.");
    foreach (var set in sets.Where(s => !s.ByHand.IsEmpty))
        Console.WriteLine($"{set.Name}, by hand, from {set.Page}:\n  {string.Join("\n  ", set.ByHand)}");
    var failed = results.Count(r => r.Failure is not null);
    Console.WriteLine(JsonSerializer.Serialize(
        new { to = options.To, sets = names, files = results.Length, failed }));
    return failed == 0 ? 0 : 3;
}

string Size(RemoteSet set) => set.Files.IsEmpty ? "by hand"
    : set.Files.Sum(f => f.Bytes ?? 0) is >= 1_000_000 and var bytes ? $"{bytes / 1e6:N0} MB"
    : $"{set.Files.Length} file(s)";

internal sealed record DownloadOptions
{
    [Description("the data folder, which will hold image, audio and video")]
    public string To { get; init; } = "data";
    [Description("a server that has the files as SET/NAME")]
    public string? Mirror { get; init; }
    [Description("files at a time")]
    public int Connections { get; init; } = 4;
    [Description("allow plain http; certificates are checked in any case")]
    public bool Insecure { get; init; }
    [Description("keep archives after they were unpacked")]
    public bool Keep { get; init; }
}
