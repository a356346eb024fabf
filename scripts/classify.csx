#!/usr/bin/env dotnet-script
// What is in this picture, video or sound? Classifies a file with public weights: ViT, ViViT, AST or PolyViT.
//   dotnet run -c Release --project lib/PolyViT.Kernel -- script scripts/classify.csx FILE --weights W --labels L
// Without the tool: dotnet run scripts/classify.csx -- FILE --weights W --labels L
// W is an .npz, .safetensors, Flax or PyTorch checkpoint, and a config.json beside it is read; L names the
// classes, one on each line (or is AudioSet's class_labels_indices.csv). Prints what became of every tensor, then
// the five most probable classes of the mean over all views (one of a picture, 12 of a video, 4 of a long sound),
// then the same as one line of JSON. Exit codes: 0 done, 2 a mistake in the arguments or files, 3 no ffmpeg, 130
// stopped.
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

string[] given = [.. Args];
if (given is [var first, ..] && !first.StartsWith('-'))
    given = ["--file", .. given];
const string about = "Classifies a picture, video or sound: FILE --weights W --labels L.";
return Command.Run<ClassifyOptions>(given, about, Run);

int Run(ClassifyOptions options, CancellationToken stop)
{
    string Needed(string? path, string what) => File.Exists(path ?? "") ? path! : throw new InputException(
        $"{what} {(path is null ? "is not given" : path + " does not exist")}: say FILE --weights W.");
    var (file, weights) = (Needed(options.File, "The file"), Needed(options.Weights, "--weights"));
    using var loaded = Weights.Load(weights, strict: !options.Loose); // prints what became of every tensor
    var tasks = loaded.Model.Tasks;
    var task = tasks.FirstOrDefault(t => t.Name == (options.Task ?? (tasks.Length == 1 ? t.Name : "")))
        ?? throw new InputException(
            $"The heads are {string.Join(", ", tasks.Select(t => t.Name))}: name one of them with --task.");
    if (task.Modality != Modality.Image && !Ffmpeg.IsThere)
        return Environment("ffmpeg is not on the PATH, and it decodes sound and video: install it.");
    var labels = options.Labels is { } path ? Classify.Labels(path, task.Classes)
        : !task.ClassNames.IsEmpty ? task.ClassNames
        : [.. Enumerable.Range(0, task.Classes).Select(c => $"class {c}")];
    var way = FrontEnds.Beside(weights, loaded.Model.Config) with
    {
        Views = options.Views, Crops = options.Crops,
    };
    var answer = Classify.File(loaded.Model, task, file, way, stop);
    Console.WriteLine($"input: {way.Words(task.Modality)}");
    Console.WriteLine($"{Path.GetFileName(file)}, mean of {answer.Views} view(s):");
    var top = answer.Top(5).Select(t => new { label = labels[t.Class], p = t.Probability }).ToArray();
    foreach (var t in top)
        Console.WriteLine($"{t.p,8:0.0000}  {t.label}");
    Console.WriteLine(JsonSerializer.Serialize(new { file, weights, views = answer.Views, top }));
    return 0;
}

int Environment(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 3;
}

internal sealed record ClassifyOptions
{
    [Description("the picture, video or sound; may also stand first, without --file")]
    public string? File { get; init; }
    [Description("the checkpoint")]
    public string? Weights { get; init; }
    [Description("names of the classes, one on each line, or a CSV with a column display_name")]
    public string? Labels { get; init; }
    [Description("whose head, where the weights have several")]
    public string? Task { get; init; }
    [Description("clips of a video, and windows of a long sound")]
    public int Views { get; init; } = 4;
    [Description("crops of every clip, 1 or 3")]
    public int Crops { get; init; } = 3;
    [Description("go on with weights that do not match in full")]
    public bool Loose { get; init; }
}
