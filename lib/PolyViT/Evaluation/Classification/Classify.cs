namespace PolyViT;

/// <summary>What a model says of one file.</summary>
/// <param name="Views">How many views were averaged.</param>
/// <param name="Probabilities">Of every class, in their order.</param>
public sealed record Classification(int Views, ImmutableArray<float> Probabilities)
{
    /// <summary>The most probable classes, the lower of equals first.</summary>
    /// <param name="count">How many.</param>
    public IEnumerable<(int Class, float Probability)> Top(int count) =>
        Probabilities.Select((p, c) => (Class: c, Probability: p))
            .OrderByDescending(x => x.Probability).Take(count);
}

/// <summary>Classifies files.</summary>
public static class Classify
{
    /// <summary>The probabilities of a task's classes for a file, from the mean logits of its
    /// views.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">Whose head; classes of a multi-label task do not add up to 1.</param>
    /// <param name="file">The picture, video or sound.</param>
    /// <param name="way">How it becomes an input.</param>
    /// <param name="stop">Ends it between views.</param>
    /// <exception cref="InputException">The file cannot be decoded, or the task has no classes.</exception>
    public static Classification File(
        PolyVit model, TaskSpec task, string file, FrontEnd way, CancellationToken stop = default)
    {
        if (task.Classes == 0)
            throw new InputException(
                $"The task '{task.Name}' has no classes: give weights trained to classify.");
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var views = FileViews.Of(file, task.Modality, model.Config, way);
        var count = (int)views.size(0);
        var logits = Enumerable.Range(0, count).Select(i =>
        {
            stop.ThrowIfCancellationRequested();
            return model.Logits(task, views.narrow(0, i, 1).to(model.Parameters.Values.device)); // [1, K]
        });
        var mean = PolyViT.Views.MeanLogits(cat([.. logits])).cpu();
        var many = task.Kind == TaskKind.MultiLabel;
        var probabilities = many ? mean.sigmoid() : nn.functional.softmax(mean, -1);
        return new(count, [.. probabilities.to(float32).data<float>().ToArray()]);
    }

    /// <summary>
    /// Names of classes from a file: one on each line, or the column display_name of a CSV such as AudioSet's
    /// class_labels_indices.csv.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="classes">How many there must be.</param>
    /// <exception cref="InputException">Another number of names, or no such column.</exception>
    public static ImmutableArray<string> Labels(string path, int classes)
    {
        if (!System.IO.File.Exists(path))
            throw new InputException($"{path} does not exist: give a text file with a class on each line.");
        var table = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase);
        ImmutableArray<string> names = table
            ? [.. TextFiles.Table(path, ',', "display_name").Select(row => row[0])]
            : [.. System.IO.File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0)];
        return names.Length == classes ? names : throw new InputException(
            $"{path} names {names.Length} classes, but the weights have {classes}: give the labels of that "
            + "data set.");
    }
}
