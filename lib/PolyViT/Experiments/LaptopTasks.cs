namespace PolyViT;

/// <summary>
/// The tasks, model and optimiser of experiments on two CPU cores. All hyper-parameters stand here and were
/// fixed before
/// schedules were compared, on the weighted schedule.
/// </summary>
public static class LaptopTasks
{
    private static readonly Augment Photograph = Augment.Crop(4).Then(Augment.Flip);
    private static readonly Augment Sound = Augment.TimeRoll(8).Then(Augment.SpecAugment(new(1, 9, 1, 11)));

    // Steps are about what the task needs alone; batches of clips are half as large, because a clip has
    // three times the tokens.
    private static readonly ImmutableArray<Recipe> Table =
    [
        new("cifar10", 900, 32, 1, Photograph),
        new("mnist", 400, 32, 1, Augment.Crop(2, fill: -1)),
        new("clothing", 1200, 32, 1, Photograph),
        new("ucf101", 400, 16, 1, Photograph),
        new("grid-video-command", 300, 16, 1, Augment.Crop(2)),
        new("fsdd-digit", 900, 32, 2, Sound),
        new("fsdd-speaker", 250, 32, 1, Sound),
        new("esc10", 600, 32, 2, Sound),
        new("grid-audio-command", 800, 32, 1, Sound),
    ];

    private sealed record Recipe(string Name, int Steps, int Batch, double LrCoefficient, Augment Augment);

    /// <summary>Tasks that need no files.</summary>
    /// <param name="names">Which; empty is all.</param>
    /// <exception cref="InputException">An unknown name.</exception>
    public static (ModelConfig Model, OptimiserConfig Optimiser, ImmutableArray<TaskData> Tasks) Generated(
        IReadOnlyList<string> names)
    {
        var model = ModelConfig.Laptop with { Dim = 64, MlpDim = 256 };
        var asked = names.Count == 0 ? GeneratedTasks.Names : names;
        return (model, new() { LearningRate = 0.05 }, [.. asked.Select(n => GeneratedTasks.Make(n, 0, model.Inputs))]);
    }

    /// <summary>Tasks on real data.</summary>
    /// <param name="root">The folder that holds image, audio and video.</param>
    /// <param name="names">Which; empty takes nine of the three modalities.</param>
    /// <param name="report">Takes the progress of decoding.</param>
    /// <param name="loading">How the set of a task of this name is read; null is the usual.</param>
    /// <param name="stream">Whether sets are read batch by batch; else they are packed first.</param>
    /// <exception cref="InputException">An unknown name, or data that are missing or wrong.</exception>
    public static (ModelConfig Model, OptimiserConfig Optimiser, ImmutableArray<TaskData> Tasks) Real(
        string root, IReadOnlyList<string> names, Report? report = null,
        Func<string, LoadingOptions>? loading = null, bool stream = false)
    {
        var inputs = InputShapes.Laptop with { Frames = 16 };
        var model = ModelConfig.Laptop with { Inputs = inputs, VideoPatch = [4, 8, 8] };
        string[] asked = names.Count == 0 ? [.. Table.Select(r => r.Name)] : [.. names];
        Catalogue.Check(root, asked);
        TaskData One(string name) => Open(root, name, inputs, report, loading?.Invoke(name), stream);
        return (model, new() { LearningRate = 0.02 }, [.. asked.Select(One)]);
    }

    private static TaskData Open(
        string root, string name, InputShapes inputs, Report? report, LoadingOptions? loading, bool stream)
    {
        var data = stream
            ? Catalogue.Task(name).Stream(root, inputs, loading)
            : Catalogue.Task(name).Open(root, inputs, report, options: loading);
        var recipe = Table.FirstOrDefault(r => r.Name == name) ?? Default(data.Spec);
        var spec = data.Spec with
        {
            Steps = recipe.Steps,
            Batch = recipe.Batch,
            LrCoefficient = recipe.LrCoefficient,
            ZeroInitHead = true,
        };
        // scenic's pipelines, which read what is not packed, have their own augmentation.
        return data with { Spec = spec, Train = stream ? data.Train : data.Train.With(recipe.Augment) };
    }

    private static Recipe Default(TaskSpec task) => task.Modality switch
    {
        Modality.Image => new(task.Name, 800, 32, 1, Photograph),
        Modality.Video => new(task.Name, 600, 16, 1, Augment.Crop(2)),
        _ => new(task.Name, 800, 32, 1, Sound),
    };
}
