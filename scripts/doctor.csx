#!/usr/bin/env dotnet-script
// Says what is right and wrong on this machine, and what to do.
// dotnet run -c Release --project lib/PolyViT.Kernel -- doctor    (2 s; exit code 3: a problem)
// Without the tool: dotnet run scripts/doctor.csx
#if !FILE_APP
#load "polyvit.csx"
#endif
using PolyViT;
using Spectre.Console;

var findings = Doctor.Examine();
var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "", "");
foreach (var f in findings)
    table.AddRow(Mark(f.Level), Markup.Escape(f.Subject), Markup.Escape($"{f.Detail} {f.Advice}".Trim()));
AnsiConsole.Write(table);
return findings.Any(f => f.Level == FindingLevel.Problem) ? 3 : 0;

static string Mark(FindingLevel level) => level switch
{
    FindingLevel.Good => "[green]good[/]",
    FindingLevel.Advice => "[yellow]advice[/]",
    _ => "[red]problem[/]",
};
