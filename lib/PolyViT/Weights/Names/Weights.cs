using System.Runtime.ExceptionServices;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>A model made of a checkpoint.</summary>
/// <param name="Model">The model; its tasks carry the names of classes where they are known.</param>
/// <param name="Report">What was made of the file, key by key.</param>
public sealed record LoadedModel(PolyVit Model, MatchReport Report) : IDisposable
{
    /// <summary>Frees the model.</summary>
    public void Dispose() => Model.Dispose();
}

/// <summary>Public checkpoints as models: the format and the architecture are told from the file.</summary>
public static class Weights
{
    private const int MostNamed = 3;

    /// <summary>Makes the model that a checkpoint holds.</summary>
    /// <param name="path">
    /// safetensors, npz, a Flax checkpoint or a PyTorch file with a ViT, ViViT, AST or PolyViT; a config.json
    /// beside it is read too.
    /// </param>
    /// <param name="options">What the user says of the file, or wants of the model.</param>
    /// <param name="strict">False: parameters that the file lacks keep initial values, and keys without a use are
    /// left out.</param>
    /// <param name="print">Takes the match report; the console when absent, <see cref="TextWriter.Null"/> for
    /// silence.</param>
    /// <param name="device">Where the model lives; the CPU when absent.</param>
    /// <param name="type">Float32, or Float64 for reference tests.</param>
    /// <returns>The model and the report: dispose it.</returns>
    /// <exception cref="InputException">The file is damaged, of no known kind, or does not match in full.</exception>
    public static LoadedModel Load(
        string path,
        LoadOptions? options = null,
        bool strict = true,
        TextWriter? print = null,
        Device? device = null,
        ScalarType type = ScalarType.Float32)
    {
        options ??= new();
        using var file = CheckpointFiles.Open(path);
        var source = Recognised.Of(file, options);
        var (config, tasks) = (Wanted(source, options), source.Tasks);
        ModelCheck.Require(config, tasks);
        var fillings = Matching.Of(source, config, tasks, tasks[0].Name);
        var report = Report(source, fillings, []);
        Decide(report, strict, print);
        var parameters = Parameters.Allocate(ParameterLayout.Of(config, tasks), device, type);
        try
        {
            foreach (var missing in fillings.Where(f => f.Fill is null))
                parameters.Initialise(missing.Spec, seed: 0);
            Fill(parameters, fillings);
            return new(new(config, tasks, parameters), report);
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>Fills a model from a checkpoint of the same architecture. Either all of it is filled, or, after an
    /// error, nothing.</summary>
    /// <param name="model">Changed in place.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What the user says of the file.</param>
    /// <param name="strict">False: parameters that the file lacks stay as they are, keys without a use are left
    /// out, and the model may compute otherwise than the file's own code does.</param>
    /// <param name="print">Takes the match report; the console when absent.</param>
    /// <exception cref="InputException">The file is damaged, of another modality, or does not match in
    /// full.</exception>
    public static MatchReport Load(
        PolyVit model, string path, LoadOptions? options = null, bool strict = true, TextWriter? print = null)
    {
        using var file = CheckpointFiles.Open(path);
        var source = Recognised.Of(file, Told(model, options ?? new()));
        RequireModality(model, source);
        var task = TaskOf(model, source, options);
        var fillings = Matching.Of(source, model.Config, model.Tasks, task?.Name ?? "");
        var report = Report(source, fillings, Differences.Of(model, source, task));
        Decide(report, strict, print);
        // Damage shows when values are read: before any parameter is changed.
        Each(
            fillings.SelectMany(f => f.Line.Key.Split(", ")).Where(file.Tensors.ContainsKey),
            stored => file.Tensors[stored].Check?.Invoke());
        Fill(model.Parameters, fillings);
        return report;
    }

    /// <summary>What <see cref="Load(string, LoadOptions?, bool, TextWriter?, Device?, ScalarType)"/> would make of a
    /// file, without reading values.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the user says of it.</param>
    /// <exception cref="InputException">The file is damaged or of no known kind.</exception>
    public static (ModelConfig Config, ImmutableArray<TaskSpec> Tasks, MatchReport Report) Inspect(
        string path, LoadOptions? options = null)
    {
        options ??= new();
        using var file = CheckpointFiles.Open(path);
        var source = Recognised.Of(file, options);
        var config = Wanted(source, options);
        return (config, source.Tasks, Report(source, Matching.Of(source, config, source.Tasks, source.Tasks[0].Name), []));
    }

    private static ModelConfig Wanted(Recognised source, LoadOptions options) =>
        options.Inputs is { } inputs
            ? source.Config with { Inputs = source.Tables.Keys.Aggregate(source.Config.Inputs, (i, m) => i.With(m, inputs)) }
            : source.Config;

    // What a model knows of itself helps to read a file that does not tell.
    private static LoadOptions Told(PolyVit model, LoadOptions options) => options with
    {
        Inputs = options.Inputs ?? model.Config.Inputs,
        Heads = options.Heads ?? model.Config.Heads,
        Tasks = options.Tasks.IsEmpty ? model.Tasks : options.Tasks,
        AudioStride = options.AudioStride.IsEmpty ? model.Config.AudioStride : options.AudioStride,
    };

    private static void RequireModality(PolyVit model, Recognised source)
    {
        Modality[] has = [.. ParameterLayout.Modalities(model.Tasks)];
        if (source.Tables.Keys.Any(has.Contains))
            return;
        throw new InputException(
            $"{source.File.Path} holds {source.Architecture}, whose tokenizer takes {Words(source.Tables.Keys.First())}, "
            + $"but the model has tokenizers for {string.Join(" and ", has.Select(Words))} only: make a model of the file with "
            + "Weights.Load(path), or give a file with such a tokenizer.");
    }

    private static string Words(Modality modality) => modality switch
    {
        Modality.Image => "pictures",
        Modality.Video => "clips",
        _ => "spectrograms",
    };

    private static TaskSpec? TaskOf(PolyVit model, Recognised source, LoadOptions? options)
    {
        TaskSpec[] tasks = [.. model.Tasks.Where(t => source.Tables.ContainsKey(t.Modality))];
        return options?.Task is { } name
            ? tasks.FirstOrDefault(t => t.Name == name) ?? throw new InputException(
                $"The model has no task '{name}' for this file: it has {string.Join(", ", tasks.Select(t => t.Name))}.")
            : tasks is [var only] ? only : null;
    }

    private static MatchReport Report(
        Recognised source, ImmutableArray<Filling> fillings, ImmutableArray<string> differences) => new(
        source.File.Path, source.File.Format, source.Architecture,
        [.. fillings.Select(f => f.Line), .. Matching.Unused(source, fillings)], differences, source.Assumed);

    private static void Decide(MatchReport report, bool strict, TextWriter? print)
    {
        (print ?? Console.Out).Write(report.ToString());
        if (strict && !report.Complete)
            throw new InputException(
                $"{report.Path} was not loaded: {string.Join("; ", Reasons(report))}. Use a file of the same architecture, "
                + "or say strict: false to go on without.");
        if (!report.Lines.Any(l => l.Kind is not (MatchKind.Missing or MatchKind.Unused)))
            throw new InputException($"{report.Path} was not loaded: none of its tensors fits the model; use another file.");
    }

    private static IEnumerable<string> Reasons(MatchReport report)
    {
        string[] missing = [.. report.Of(MatchKind.Missing).Select(l => l.Key.Length == 0 ? l.Parameter : $"{l.Parameter} ({l.Why}: "
            + $"[{string.Join(", ", l.From)}] in the file, [{string.Join(", ", l.To)}] in the model)")];
        string[] unused = [.. report.Of(MatchKind.Unused).Where(l => !l.Harmless).Select(l => l.Key)];
        if (missing.Length > 0)
            yield return $"{missing.Length} parameters are missing, {Few(missing)}";
        if (unused.Length > 0)
            yield return $"{unused.Length} keys have no use, {Few(unused)}";
        foreach (var difference in report.Differences)
            yield return difference;
    }

    private static string Few(string[] names) =>
        string.Join(", ", names.Take(MostNamed)) + (names.Length > MostNamed ? ", .." : "");

    private static void Fill(Parameters parameters, ImmutableArray<Filling> fillings)
    {
        Each(fillings, filling =>
        {
            using var quiet = no_grad();
            using var scope = NewDisposeScope();
            filling.Fill?.Invoke(parameters[filling.Spec.Name]);
        });
    }

    // Two at a time: a file is read faster by two, and no more than two tensors lie beside the model.
    private static void Each<T>(IEnumerable<T> items, Action<T> use)
    {
        try
        {
            _ = Parallel.ForEach(items, new ParallelOptions { MaxDegreeOfParallelism = 2 }, use);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
