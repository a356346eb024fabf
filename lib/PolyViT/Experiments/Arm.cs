namespace PolyViT;

/// <summary>One model that an experiment trains for each seed. Arms of one setting belong together: three
/// models of a modality each are one setting, as one model of all tasks is.</summary>
/// <param name="Setting">What is compared, e.g. "weighted", "single-task" or "L_adapt = 2".</param>
/// <param name="Tasks">The names of the tasks that the model is trained on.</param>
/// <param name="Model">Its sizes.</param>
/// <param name="Schedule">Which task when; null leaves the model as it starts.</param>
public sealed record Arm(
    string Setting, ImmutableArray<string> Tasks, ModelConfig Model, string? Schedule = "weighted")
{
    /// <summary>The schedule of an arm that is not trained.</summary>
    public const string Untrained = "untrained";

    /// <summary>The arm's tasks of a plan, in the plan's order.</summary>
    /// <param name="plan">The plan.</param>
    public ImmutableArray<TaskSpec> Of(Plan plan) => [.. plan.Tasks.Where(t => Tasks.Contains(t.Name))];

    /// <summary>The arm's schedule, laid out; null where it is not trained.</summary>
    /// <param name="plan">Its tasks.</param>
    /// <param name="seed">The run's seed.</param>
    public Timeline? Timeline(Plan plan, ulong seed)
    {
        var tasks = Of(plan);
        return Schedule is null ? null
            : PolyViT.Timeline.Of(Schedules.ByName(Schedule)(tasks, seed), tasks.Length);
    }

    /// <summary>Whether a run is one of this arm.</summary>
    /// <param name="run">Any run.</param>
    public bool Made(RunResult run) =>
        run.Setting == Setting && run.Counts.Select(c => c.Task).ToHashSet().SetEquals(Tasks);
}
