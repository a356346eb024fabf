namespace PolyViT;

/// <summary>How often a model gave each answer to each class, for tasks with one label per example.</summary>
/// <param name="Classes">The names of the K classes.</param>
/// <param name="Counts">[truth][answer]: examples.</param>
public sealed record Confusion(ImmutableArray<string> Classes, ImmutableArray<ImmutableArray<int>> Counts)
{
    /// <summary>Counts a model's answers; of equal logits the first class is the answer.</summary>
    /// <param name="task">Names the classes; those without a name get their number.</param>
    /// <param name="scores">The model's answers.</param>
    /// <exception cref="InputException">A task whose examples may have several labels.</exception>
    public static Confusion Of(TaskSpec task, Scores scores)
    {
        if (task.Kind != TaskKind.Label)
            throw new InputException(
                $"The task '{task.Name}' has several labels per example, so that it has no confusion matrix: "
                + "look at its metric instead.");
        var counts = new int[task.Classes, task.Classes];
        foreach (var (logits, target) in scores.Labelled)
            counts[Highest(target), Highest(logits)]++;
        var classes = Enumerable.Range(0, task.Classes).ToArray();
        return new(
            [.. classes.Select(c => c < task.ClassNames.Length ? task.ClassNames[c] : $"{c}")],
            [.. classes.Select(t => classes.Select(a => counts[t, a]).ToImmutableArray())]);
    }

    /// <summary>The answers' share of each class, [truth][answer]; null in a class without
    /// examples.</summary>
    public double?[][] Shares() =>
    [
        .. from row in Counts
           let all = row.Sum()
           select row.Select(n => all > 0 ? (double?)n / all : null).ToArray(),
    ];

    /// <summary>What is taken for what most often, the worst first; equal counts in the classes'
    /// order.</summary>
    /// <param name="most">How many pairs at the most.</param>
    public ImmutableArray<(string Truth, string Answer, int Count)> Worst(int most) =>
    [
        .. (from t in Enumerable.Range(0, Classes.Length)
            from a in Enumerable.Range(0, Classes.Length)
            where t != a && Counts[t][a] > 0
            orderby Counts[t][a] descending
            select (Classes[t], Classes[a], Counts[t][a])).Take(most),
    ];

    private static int Highest(float[] values) => Array.IndexOf(values, values.Max());
}
