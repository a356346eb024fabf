namespace PolyViT;

/// <summary>A task's frozen features, divided: settings are chosen on the validation part, and the test
/// part is judged once for each protocol.</summary>
/// <param name="Task">What the features are to say.</param>
/// <param name="Train">What is learnt from.</param>
/// <param name="Validation">What settings are chosen on; may be empty.</param>
/// <param name="Test">What is judged.</param>
public sealed record ProbeSet(TaskSpec Task, FewShotSet Train, FewShotSet Validation, FewShotSet Test)
{
    /// <summary>The CLS features of a task's splits, each read once without augmentation of ours; a part of
    /// the training split is kept to choose settings on.</summary>
    /// <param name="model">A model with the task's tokenizer.</param>
    /// <param name="data">A task that the model was not trained on.</param>
    /// <param name="share">The part of each class that is kept: see <see cref="HoldOut"/>.</param>
    /// <param name="stop">Ends it early.</param>
    public static ProbeSet Of(
        PolyVit model, TaskData data, double share = 0.2, CancellationToken stop = default)
    {
        FewShotSet Features(Split split) =>
            FewShotSet.Of(model, data.Spec.Modality, Pooling.Token, split, stop);
        using var scope = NewDisposeScope();
        var (train, validation) = HoldOut(Features(data.Train), share);
        return new(data.Spec, Kept(train), Kept(validation), Kept(Features(data.Test)));
    }

    /// <summary>
    /// Keeps the last examples of each class, in the set's order: the share rounded down, but one at the
    /// least of a class with two or more, and none of a class with one.
    /// </summary>
    /// <param name="set">Its classes are those of the highest target.</param>
    /// <param name="share">In 0 .. 1.</param>
    public static (FewShotSet Train, FewShotSet Kept) HoldOut(FewShotSet set, double share)
    {
        if (!(share is > 0 and < 1))
            throw new InputException(
                $"The share of the validation part is {share}: give a number between 0 and 1.");
        int Count(int n) => n < 2 ? 0 : Math.Max(1, (int)(n * share));
        using var labels = set.Targets.argmax(1);
        var kept = labels.data<long>().ToArray().Index().GroupBy(r => r.Item, r => r.Index)
            .SelectMany(g => g.TakeLast(Count(g.Count()))).ToHashSet();
        int[] all = [.. Enumerable.Range(0, (int)set.Targets.size(0))];
        return (Rows(set, all.Where(i => !kept.Contains(i))), Rows(set, all.Where(kept.Contains)));
    }

    /// <summary>Train and validation part together, for the last fit.</summary>
    public FewShotSet Known() => new(
        cat([Train.Features, Validation.Features]), cat([Train.Targets, Validation.Targets]));

    private static FewShotSet Rows(FewShotSet set, IEnumerable<int> rows)
    {
        using var indices = tensor(rows.Select(i => (long)i).ToArray(), ScalarType.Int64);
        return new(set.Features.index_select(0, indices), set.Targets.index_select(0, indices));
    }

    private static FewShotSet Kept(FewShotSet set) =>
        new(set.Features.MoveToOuterDisposeScope(), set.Targets.MoveToOuterDisposeScope());
}
