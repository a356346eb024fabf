namespace PolyViT;

/// <summary>One minibatch of a schedule.</summary>
/// <param name="Update">The update it belongs to, counted from 0.</param>
/// <param name="Task">The index of its task.</param>
/// <param name="Visit">How many minibatches of that task came before it: its place in the task's own data
/// order.</param>
public readonly record struct Minibatch(int Update, int Task, int Visit);

/// <summary>A schedule laid out, so that it can be looked at before anything trains.</summary>
/// <param name="Schedule">Which.</param>
/// <param name="Minibatches">All of them, in order.</param>
public sealed record Timeline(Schedule Schedule, ImmutableArray<Minibatch> Minibatches)
{
    /// <summary>Lays a schedule out.</summary>
    /// <param name="schedule">Which.</param>
    /// <param name="tasks">How many tasks there are.</param>
    /// <exception cref="InputException">No updates, or a task index that does not exist.</exception>
    public static Timeline Of(Schedule schedule, int tasks)
    {
        if (schedule.Updates < 1)
            throw new InputException($"The schedule '{schedule.Name}' has {schedule.Updates} updates: give it at least 1.");
        var visits = new int[tasks];
        return new(schedule, [.. from u in Enumerable.Range(0, schedule.Updates)
                                 from t in schedule.At(u)
                                 select new Minibatch(u, Known(t, u), visits[t]++)]);

        int Known(int task, int update) => task >= 0 && task < tasks
            ? task
            : throw new InputException(
                $"The schedule '{schedule.Name}' gives task {task} at update {update}, but there are tasks 0 to {tasks - 1}.");
    }

    /// <summary>Minibatches of each task.</summary>
    /// <param name="tasks">How many tasks there are.</param>
    public ImmutableArray<int> Counts(int tasks) =>
        [.. Enumerable.Range(0, tasks).Select(t => Minibatches.Count(m => m.Task == t))];

    /// <summary>The longest stretch of minibatches without the task, at either end too: how long it can be
    /// forgotten.</summary>
    /// <param name="task">Its index.</param>
    public int LongestGap(int task)
    {
        var seen = Enumerable.Range(0, Minibatches.Length).Where(i => Minibatches[i].Task == task);
        int[] marks = [-1, .. seen, Minibatches.Length];
        return marks.Zip(marks.Skip(1), (a, b) => b - a - 1).Max();
    }

    /// <summary>How often the task sees its whole training set.</summary>
    /// <param name="task">Its index.</param>
    /// <param name="batch">Its examples per minibatch.</param>
    /// <param name="examples">The size of its training set.</param>
    public double Passes(int task, int batch, int examples) =>
        (double)Minibatches.Count(m => m.Task == task) * batch / examples;
}
