using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    /// <summary>Which task each schedule trains when: one strip per schedule, one colour per task.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="tasks">The tasks' names; a task's position is its colour.</param>
    /// <param name="schedules">Name and, for each minibatch, the position of its task.</param>
    /// <param name="columns">The most columns that a strip is drawn with.</param>
    public static GenericChart Timeline(
        string title, IReadOnlyList<string> tasks,
        Timelines schedules, int columns = 300) =>
        Figure.Of(
            Figure.Layout(
                title, Figure.Top(title, 92) + (44 * schedules.Count),
                ("xaxis", Figure.Axis("minibatch", ("showgrid", false), ("rangemode", "tozero"))),
                ("yaxis", Figure.Axis(
                    "", ("autorange", "reversed"), ("showgrid", false), ("showline", false), ("ticks", ""),
                    ("tickvals", Enumerable.Range(0, schedules.Count).ToArray()),
                    ("ticktext", schedules.Select(s => Figure.Text(s.Schedule) + "  ").ToArray()))),
                ("legend", LegendAbove),
                ("margin", new { l = 64, r = 20, t = Figure.Top(title, 40), b = 52 })),
            schedules.Select((s, i) => Strip(tasks, i, s.TaskAt, columns, s.TaskAt.Count, ("x", "y")))
                .Concat(tasks.Select((t, i) => LegendEntry(t, Theme.Task(i)))));

    /// <summary>The same for schedules that are laid out.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="tasks">The tasks; a task's position is its colour.</param>
    /// <param name="timelines">The schedules.</param>
    public static GenericChart Timeline(
        string title, IReadOnlyList<TaskSpec> tasks, IReadOnlyList<Timeline> timelines) => Timeline(
        title, [.. tasks.Select(t => t.Name)],
        [.. timelines.Select(l => (l.Schedule.Name, (IReadOnlyList<int>)[.. l.Minibatches.Select(m => m.Task)]))]);

    /// <summary>
    /// Fewer columns than minibatches, each showing one of the tasks trained in it, such that every task is
    /// shown in proportion to its minibatches.
    /// </summary>
    /// <param name="taskAt">For each minibatch the position of its task.</param>
    /// <param name="columns">The most columns; shorter schedules stay as they are.</param>
    public static int[] Bin(IReadOnlyList<int> taskAt, int columns)
    {
        if (taskAt.Count <= columns)
            return [.. taskAt];
        // Every column owes each task its share; of the tasks trained in it, the one owed most is shown.
        var owed = new double[taskAt.Max() + 1];
        var shown = new int[columns];
        var step = 0;
        for (var c = 0; c < columns; c++)
        {
            var here = step..(int)((c + 1L) * taskAt.Count / columns);
            for (; step < here.End.Value; step++)
                owed[taskAt[step]] += (double)columns / taskAt.Count;
            shown[c] = taskAt.Skip(here.Start.Value).Take(step - here.Start.Value).MaxBy(t => owed[t]);
            owed[shown[c]]--;
        }
        return shown;
    }

    // row: the strip's place on its vertical axis; a category axis takes one heat-map only.
    // extent: the strip's length on its axis; minibatches, or 100 %.
    internal static object Strip(
        IReadOnlyList<string> tasks, int row, IReadOnlyList<int> taskAt, int columns, double extent,
        (string X, string Y) axes)
    {
        var shown = Bin(taskAt, columns);
        var width = extent / Math.Max(shown.Length, 1);
        return new
        {
            type = "heatmap",
            y0 = row,
            dy = 1,
            z = new[] { shown },
            x0 = width / 2,
            dx = width,
            xaxis = axes.X,
            yaxis = axes.Y,
            zmin = -0.5,
            zmax = tasks.Count - 0.5,
            colorscale = Steps(tasks.Count),
            showscale = false,
            ygap = 10,
            text = new[] { shown.Select((t, c) => Hover(tasks[t], c, shown.Length, taskAt.Count)).ToArray() },
            hovertemplate = "%{text}<extra></extra>",
        };
    }

    private static string Hover(string task, int column, int columns, int minibatches) => string.Create(
        CultureInfo.InvariantCulture,
        $"minibatch {((long)column * minibatches / columns) + 1} of {minibatches}: {Figure.Text(task)}");

    private static object LegendEntry(string name, string colour) => new
    {
        type = "scatter",
        mode = "markers",
        name = Figure.Text(name),
        x = new double?[] { null },
        y = new string?[] { null },
        marker = new { color = colour, size = 11, symbol = "square" },
        hoverinfo = "skip",
    };

    // Position k lies in the middle of the k-th of n equal parts.
    private static object[][] Steps(int n) =>
    [
        .. Enumerable.Range(0, n).SelectMany(k => new[] { k, k + 1 }
            .Select(edge => new object[] { (double)edge / n, Theme.Task(k) })),
    ];
}
