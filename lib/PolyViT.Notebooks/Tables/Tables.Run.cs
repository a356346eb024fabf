using Deedle;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    /// <summary>What one run reached on each task, beside what guessing reaches.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="run">The run.</param>
    /// <returns>Rows are tasks; columns are modality, minibatches, metric, its value after training, and the
    /// value of guessing where it is known.</returns>
    public static Frame<string, string> Run(IReadOnlyList<TaskSpec> tasks, RunResult run)
    {
        string[] rows = [.. tasks.Select(t => t.Name)];
        KeyValuePair<string, Series<string, string>> Of(string name, Func<TaskSpec, string> value) =>
            Column(name, rows, tasks.Select(value));
        static string Three(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–";
        return Frame.FromColumns(
        [
            Of("modality", t => Lower(t.Modality)),
            Of("minibatches", t => FormattableString.Invariant(
                $"{run.Counts.FirstOrDefault(c => c.Task == t.Name)?.Realised ?? 0}")),
            Of("metric", t => Written(t.Metric)),
            Of("after training", t => Three(run.Final(t.Name))),
            Of("guessing", t => Three(Guessing(t))),
        ]);
    }

    /// <summary>What guessing reaches on a task of balanced classes; null where it depends on the
    /// data.</summary>
    /// <param name="task">The task.</param>
    public static double? Guessing(TaskSpec task) => (task.Kind, task.Metric) switch
    {
        (TaskKind.Label, Metric.Top1) => 1.0 / task.Classes,
        (TaskKind.Label, Metric.Top5) => Math.Min(1, 5.0 / task.Classes),
        _ => null,
    };
}
