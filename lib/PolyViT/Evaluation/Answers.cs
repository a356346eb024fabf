namespace PolyViT;

/// <summary>What a model's logits say, by the kind of task: probabilities and chosen classes.</summary>
internal static class Answers
{
    /// <summary>The label groups of a task: (first class, classes) of each softmax; one group for all but
    /// multi-head labels.</summary>
    public static ImmutableArray<(int Start, int Size)> Groups(TaskSpec task)
    {
        ImmutableArray<int> sizes = task.Kind == TaskKind.MultiHeadLabel ? task.ClassSplits : [task.Classes];
        return [.. sizes.Select((size, g) => (sizes.Take(g).Sum(), size))];
    }

    /// <summary>Probabilities and targets of every labelled row, group by group: softmax, or for multi-label
    /// tasks the sigmoid of each class.</summary>
    /// <exception cref="InputException">Logits that are not finite, or of another number of
    /// classes.</exception>
    public static IEnumerable<(double[] P, float[] Y)> Probabilities(TaskSpec task, Scores scores) =>
        from row in scores.Labelled
        let logits = Finite(task, row.Logits)
        from g in Groups(task)
        let z = logits[g.Start..(g.Start + g.Size)]
        let p = task.Kind == TaskKind.MultiLabel ? Sigmoid(z) : Softmax(z)
        select (p, row.Target[g.Start..(g.Start + g.Size)]);

    /// <summary>Whether each class is an answer to each labelled row: the highest logit of its group (the
    /// first of equals), or for multi-label tasks a probability above one half.</summary>
    public static IEnumerable<(bool[] Answer, float[] Target)> Chosen(TaskSpec task, Scores scores) =>
        from row in scores.Labelled
        let logits = Finite(task, row.Logits)
        let answer = Groups(task).SelectMany(g => Chosen(task.Kind, logits[g.Start..(g.Start + g.Size)]))
        select (answer.ToArray(), row.Target);

    /// <summary>A class's name, or its number where it has none.</summary>
    public static string NameOf(this TaskSpec task, int c) =>
        c < task.ClassNames.Length ? task.ClassNames[c] : c.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<bool> Chosen(TaskKind kind, float[] logits) => kind == TaskKind.MultiLabel
        ? logits.Select(z => z > 0)
        : logits.Select((_, c) => c == Array.IndexOf(logits, logits.Max()));

    private static float[] Finite(TaskSpec task, float[] logits)
    {
        if (logits.Length != task.Classes)
            throw new InputException(
                $"'{task.Name}' has {task.Classes} classes, but its answers have {logits.Length}: "
                + "give its own.");
        if (!logits.All(float.IsFinite))
            throw new InputException(
                $"A logit of '{task.Name}' is {logits.First(z => !float.IsFinite(z))}: the model has "
                + "diverged; train it at a lower learning rate.");
        return logits;
    }

    private static double[] Softmax(float[] logits)
    {
        var max = logits.Max();
        double[] e = [.. logits.Select(z => Math.Exp(z - (double)max))];
        var sum = e.Sum();
        return [.. e.Select(v => v / sum)];
    }

    private static double[] Sigmoid(float[] logits) =>
        [.. logits.Select(z => 1 / (1 + Math.Exp(-(double)z)))];
}
