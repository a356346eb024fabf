namespace PolyViT;

/// <summary>What the settings of an experiment reached; only finished runs count.</summary>
public static class Settings
{
    /// <summary>The settings, in the order of the arms.</summary>
    /// <param name="result">The experiment.</param>
    public static ImmutableArray<string> Of(ComparisonResult result) =>
        [.. result.Arms.Select(a => a.Setting).Distinct()];

    /// <summary>A task's final metric under a setting and seed; null where it was not measured.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="seed">The seed.</param>
    public static double? Value(ComparisonResult result, string setting, string task, ulong seed) =>
        result.Runs.Where(r => r.Setting == setting && r.Seed == seed && r.Done >= r.Updates)
            .Select(r => r.Final(task)).FirstOrDefault(v => v is not null);

    /// <summary>The mean over seeds with its 95 % interval; null where nothing was measured.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="task">The task's name.</param>
    public static Estimate? Mean(ComparisonResult result, string setting, string task) =>
        Statistics.Mean(result.Plan.Seeds.Select(s => Value(result, setting, task, s)).OfType<double>());

    /// <summary>How much better a setting is than another, per task and seed: the differences of the metrics;
    /// the mean over seeds with its 95 % interval.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting">The setting.</param>
    /// <param name="over">The setting that it is compared with.</param>
    /// <param name="task">The task's name.</param>
    public static Estimate? Gain(ComparisonResult result, string setting, string over, string task) =>
        Statistics.Mean(result.Plan.Seeds
            .Select(s => Value(result, setting, task, s) - Value(result, over, task, s)).OfType<double>());

    /// <summary>The mean over tasks of a setting's means, over the tasks that have one; null without
    /// any.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting">The setting.</param>
    /// <returns>The estimate is over seeds, each the mean over its tasks.</returns>
    public static Estimate? Overall(ComparisonResult result, string setting) => Statistics.Mean(
        from seed in result.Plan.Seeds
        let values = result.Plan.Tasks.Select(t => Value(result, setting, t.Name, seed)).ToArray()
        where values.All(v => v is not null)
        select values.Average()!.Value);

    /// <summary>Whether the settings differ over the tasks, each task being the mean over its seeds; null
    /// with fewer than two tasks or settings that were measured.</summary>
    /// <param name="result">The experiment.</param>
    /// <returns>The settings that compete, in order, and the test.</returns>
    public static (ImmutableArray<string> Settings, Friedman Test)? Ranks(ComparisonResult result)
    {
        double? Of(string setting, TaskSpec task) => Mean(result, setting, task.Name)?.Mean;
        ImmutableArray<string> measured =
            [.. Settings.Of(result).Where(s => result.Plan.Tasks.All(t => Of(s, t) is not null))];
        if (measured.Length < 2 || result.Plan.Tasks.Length < 2)
            return null;
        return (measured, Friedman.Of(
            [.. result.Plan.Tasks.Select(t => measured.Select(s => Of(s, t)!.Value).ToArray())]));
    }

    /// <summary>The parameters of all models of a setting.</summary>
    /// <param name="result">The experiment.</param>
    /// <param name="setting">The setting.</param>
    public static ParameterSplit Parameters(ComparisonResult result, string setting) => result.Arms
        .Where(a => a.Setting == setting).Select(a => ParameterSplit.Of(a.Model, a.Of(result.Plan)))
        .Aggregate((a, b) => a.And(b));
}
