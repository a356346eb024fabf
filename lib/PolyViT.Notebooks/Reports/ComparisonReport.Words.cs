using static System.FormattableString;

namespace PolyViT.Notebooks;

public static partial class ComparisonReport
{
    private const string Caption =
        "Each column is a schedule: the order in which it trains the tasks, how their test metrics move "
        + "meanwhile, and where they end.";

    private const string ResultsLead =
        "Test metric after training: the mean over seeds with the half-width of its 95 % interval "
        + "(Student's t). The best of each task is marked. Rank 1 is the best schedule of a task.";

    private const string MapLead =
        "The colour compares schedules within a task: it is the share of what the task's best "
        + "reached.";

    private const string SchedulesLead =
        "The planned order of minibatches. Long schedules are drawn in fewer columns, each showing one task, "
        + "in the right proportions.";

    private const string ForgettingLead =
        "Test metrics while training, with 95 % bands over seeds. A line that falls is a task that "
        + "is being forgotten.";

    private const string LossLead =
        "Means over sixty equal parts of the training, with 95 % bands over seeds.";

    private const string CountsLead =
        "Minibatches of each task in the first run of a schedule: bars are realised, marks are planned.";

    private const string TimeLead = "Seconds of a run, the mean over seeds.";

    private static string Title(ComparisonResult result) =>
        $"One transformer, {Count(result.Plan.Tasks.Length, "task")}, "
        + Count(result.Plan.Schedules.Length, "schedule");

    private static string Words(Plan plan) => string.Join(
        ' ',
        $"{Count(plan.Schedules.Length, "schedule")} ({string.Join(", ", plan.Schedules)}),",
        $"{Count(plan.Seeds.Length, "seed")} each, on {Count(plan.Tasks.Length, "task")}.",
        $"Data: {plan.Source}.",
        Words(plan.Model),
        Words(plan.Optimiser),
        plan.EvaluateEvery > 0
            ? $"All tasks are evaluated every {Count(plan.EvaluateEvery, "minibatch", "es")}."
            : "All tasks are evaluated at the end.");

    private static string Words(ModelConfig model) =>
        Invariant($"The model is {model.Dim} wide, with {Count(model.Depth, "block")}")
        + (model.AdapterLayers > 0 ? Invariant($" ({model.AdapterLayers} of them per modality)") : "")
        + $" and {Count(model.Heads, "head")}.";

    private static string Words(OptimiserConfig sgd) =>
        Invariant($"SGD with momentum {sgd.Momentum} and gradients clipped to norm {sgd.ClipNorm}; ")
        + "the learning rate rises to "
        + Invariant($"{sgd.LearningRate} in the first {sgd.WarmupShare * 100:0.##} % of the updates.");

    private static string Words(MachineInfo machine) =>
        $"Measured on {machine.Device} with {Count(machine.Threads, "thread")}, {machine.System}.";

    private static string Count(int n, string noun, string plural = "s") =>
        Invariant($"{n} {noun}{(n == 1 ? "" : plural)}");
}
