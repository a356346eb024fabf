namespace PolyViT;

/// <summary>
/// Does co-training help, within a modality and across them (claims 5-7, 13): a model per task, a model per
/// modality and one model of all, on the same tasks and for the same steps.
/// </summary>
public static class CompareModalities
{
    /// <summary>A model per task.</summary>
    public const string Single = "single-task";

    /// <summary>A model per modality.</summary>
    public const string PerModality = "per modality";

    /// <summary>One model.</summary>
    public const string All = "all modalities";

    /// <summary>The arms of the three settings.</summary>
    /// <param name="plan">The tasks.</param>
    public static ImmutableArray<Arm> Of(Plan plan) =>
        [.. Separate(plan), new(All, [.. plan.Tasks.Select(t => t.Name)], plan.Model)];

    /// <summary>The arms of the two settings that have several models.</summary>
    /// <param name="plan">The tasks.</param>
    public static ImmutableArray<Arm> Separate(Plan plan)
    {
        var alone = plan.Model with { AdapterLayers = 0 }; // with one modality they are the shared blocks
        return
        [
            .. plan.Tasks.Select(t => new Arm(Single, [t.Name], alone)),
            .. plan.Tasks.GroupBy(t => t.Modality).OrderBy(g => g.Key)
                .Select(g => new Arm(PerModality, [.. g.Select(t => t.Name)], alone)),
        ];
    }

    /// <summary>The same task with fewer training examples, the first of a fixed random order: for gains
    /// against the size of the set.</summary>
    /// <param name="data">The task.</param>
    /// <param name="most">How many at the most; its batch at the least.</param>
    public static TaskData Smaller(TaskData data, int most)
    {
        if (most < data.Spec.Batch)
            throw new InputException(
                $"{most} training examples of '{data.Spec.Name}' are fewer than its batch of "
                + $"{data.Spec.Batch}: give at least as many.");
        return data with { Train = data.Train.Sample("train/" + data.Spec.Name, most) };
    }

    /// <summary>The gain of every task over its single-task model, beside the size of its training
    /// set.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting"><see cref="PerModality"/> or <see cref="All"/>.</param>
    public static ImmutableArray<(TaskSpec Task, int Examples, Estimate Gain)> Gains(
        ComparisonResult result, string setting) =>
    [
        .. from task in result.Plan.Tasks
           let gain = Settings.Gain(result, setting, Single, task.Name)
           where gain is not null
           select (task, result.TrainExamples[task.Name], gain.Value),
    ];
}
