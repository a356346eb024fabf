namespace PolyViT;

/// <summary>
/// Which task, or tasks, each update trains. A value: it can be asked about any update, in any order,
/// without replaying
/// the ones before.
/// </summary>
/// <param name="Name">For tables and folders.</param>
/// <param name="Updates">How many updates there are.</param>
/// <param name="At">
/// Update u in 0 .. Updates-1 to the indices of its tasks: one, or several whose gradients are accumulated.
/// </param>
public sealed record Schedule(string Name, int Updates, Func<int, ImmutableArray<int>> At)
{
    /// <summary>A schedule of one's own: one task per update.</summary>
    /// <param name="name">For tables.</param>
    /// <param name="updates">How many.</param>
    /// <param name="taskAt">Update to task index, e.g. u => u % 3.</param>
    public static Schedule Of(string name, int updates, Func<int, int> taskAt) => new(name, updates, u => [taskAt(u)]);
}

/// <summary>Makes a schedule from tasks and a seed.</summary>
/// <param name="tasks">The tasks, with their steps U_j.</param>
/// <param name="seed">The seed of its order.</param>
public delegate Schedule MakeSchedule(IReadOnlyList<TaskSpec> tasks, ulong seed);

/// <summary>
/// The five schedules of the paper (section 3.3). All train on U = sum of U_j minibatches, so that
/// co-training costs what
/// the single-task baselines cost together. Random orders are permutations, so the counts are exact.
/// </summary>
public static class Schedules
{
    /// <summary>The five, by name, in the order of the paper's table.</summary>
    public static ImmutableArray<(string Name, MakeSchedule Make)> All { get; } =
    [
        ("task-by-task", TaskByTask),
        ("accumulating", Accumulating),
        ("alternating", Alternating),
        ("uniform", Uniform),
        ("weighted", Weighted),
    ];

    /// <summary>One of the five.</summary>
    /// <param name="name">For example "weighted".</param>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static MakeSchedule ByName(string name) => All.FirstOrDefault(s => s.Name == name).Make
        ?? throw new InputException(
            $"There is no schedule '{name}': choose from {string.Join(", ", All.Select(s => s.Name))}.");

    /// <summary>All U_j steps of one task, then the next; the tasks in random order.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seed">The seed of the order.</param>
    public static Schedule TaskByTask(IReadOnlyList<TaskSpec> tasks, ulong seed)
    {
        var order = Rng.At(seed, "schedule/task-by-task", 0).Permutation(tasks.Count);
        return FromCounts("task-by-task", [.. order.Select(t => (t, tasks[t].Steps))]);
    }

    /// <summary>1, 2, .., T, 1, 2, ..: one step each, in the order of the list, whatever the U_j.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seed">Not used; there is nothing random.</param>
    public static Schedule Alternating(IReadOnlyList<TaskSpec> tasks, ulong seed) =>
        Schedule.Of("alternating", Total(tasks), u => u % tasks.Count);

    /// <summary>U / T steps of each task, in random order. What T does not divide goes to the first
    /// tasks.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seed">The seed of the order.</param>
    public static Schedule Uniform(IReadOnlyList<TaskSpec> tasks, ulong seed)
    {
        var (each, rest) = Math.DivRem(Total(tasks), tasks.Count);
        return Shuffled("uniform", [.. tasks.Select((_, t) => (t, each + (t < rest ? 1 : 0)))], seed);
    }

    /// <summary>U_j steps of task j, in random order: the paper's best.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seed">The seed of the order.</param>
    public static Schedule Weighted(IReadOnlyList<TaskSpec> tasks, ulong seed) =>
        Shuffled("weighted", [.. tasks.Select((task, t) => (t, task.Steps))], seed);

    /// <summary>Every update: one minibatch of every task, and one step on their joined gradient; U / T
    /// updates.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seed">Not used; there is nothing random.</param>
    public static Schedule Accumulating(IReadOnlyList<TaskSpec> tasks, ulong seed)
    {
        ImmutableArray<int> all = [.. Enumerable.Range(0, tasks.Count)];
        return new("accumulating", Math.Max(1, Total(tasks) / tasks.Count), _ => all);
    }

    private static Schedule Shuffled(string name, (int Task, int Count)[] counts, ulong seed)
    {
        var ordered = FromCounts(name, counts);
        var places = Rng.At(seed, "schedule/" + name, 0).Permutation(ordered.Updates);
        return ordered with { At = u => ordered.At(places[u]) };
    }

    private static Schedule FromCounts(string name, (int Task, int Count)[] counts)
    {
        ImmutableArray<int> list = [.. counts.SelectMany(c => Enumerable.Repeat(c.Task, c.Count))];
        return Schedule.Of(name, list.Length, u => list[u]);
    }

    private static int Total(IReadOnlyList<TaskSpec> tasks) => tasks.Sum(t => t.Steps);
}
