namespace PolyViT;

/// <summary>How well one class is answered; null is a share of nothing.</summary>
/// <param name="Name">The class.</param>
/// <param name="Support">Labelled rows that have it.</param>
/// <param name="Answered">Labelled rows that it was an answer to.</param>
/// <param name="Precision">Right ones among the answers.</param>
/// <param name="Recall">Right answers among the rows that have it.</param>
/// <param name="F1">2 right / (answers + rows); sklearn writes 0 where all are 0.</param>
/// <param name="AveragePrecision">By its logits over all rows that count (<see cref="Metrics"/>); null where
/// all have it or none has.</param>
public sealed record ClassScore(
    string Name, int Support, int Answered, double? Precision, double? Recall, double? F1,
    double? AveragePrecision)
{
    /// <summary>
    /// A row per class, in the classes' order. An answer is the highest logit, of each group where a task has
    /// several; for multi-label tasks every class with a probability above one half.
    /// </summary>
    /// <param name="task">Names the classes and says how logits are read.</param>
    /// <param name="scores">The model's answers.</param>
    /// <exception cref="InputException">Logits that are not finite.</exception>
    public static ImmutableArray<ClassScore> Of(TaskSpec task, Scores scores)
    {
        var rows = Answers.Chosen(task, scores).ToArray();
        return
        [
            .. from c in Enumerable.Range(0, task.Classes)
               let support = rows.Count(r => r.Target[c] > 0)
               let answered = rows.Count(r => r.Answer[c])
               let right = rows.Count(r => r.Answer[c] && r.Target[c] > 0)
               select new ClassScore(
                   task.NameOf(c), support, answered, Share(right, answered), Share(right, support),
                   Share(2 * right, answered + support), Average(scores, c)),
        ];
    }

    private static double? Share(int part, int all) => all > 0 ? (double)part / all : null;

    private static double? Average(Scores scores, int c)
    {
        var column = Enumerable.Range(0, scores.Logits.Count).Where(i => scores.Mask[i] > 0)
            .Select(i => (Score: scores.Logits[i][c], Positive: scores.Targets[i][c] > 0)).ToArray();
        return column.Any(r => r.Positive) && column.Any(r => !r.Positive)
            ? Metrics.AveragePrecision(column)
            : null;
    }
}
