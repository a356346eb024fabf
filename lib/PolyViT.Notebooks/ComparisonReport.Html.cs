using System.Text;
using static System.FormattableString;

namespace PolyViT.Notebooks;

public static partial class ComparisonReport
{
    /// <summary>The whole report as one page that needs no network.</summary>
    /// <param name="result">The comparison, complete or not.</param>
    /// <param name="planned">Each schedule's name and, for each minibatch, the position of its task in the
    /// plan.</param>
    public static string Html(
        ComparisonResult result, Timelines planned)
    {
        var tasks = result.Plan.Tasks.Select(t => t.Name).ToArray();
        var body = new StringBuilder()
            .Append(Header(result))
            .Append("<div class=\"wide\"><div style=\"min-width:720px\">")
            .Append(Page.Chart("overview", Charts.Overview(result, planned))).Append("</div></div>")
            .Append(Asked(result))
            .Append(Section("Results", "Test metric after training, the mean over seeds with the half-width of its "
                + "95 % interval (Student's t); the best of each task is marked. Rank 1 is the best schedule of a task.",
                Table(result)))
            .Append(Section("Results as a map", "The colour compares schedules within a task: it is the share of what "
                + "the task's best schedule reached.", Page.Chart("map", Charts.Results(result, ""))))
            .Append(Section("Schedules", "The planned order of minibatches. Long schedules are drawn in fewer columns, "
                + "each showing one task, in the right proportions.",
                Page.Chart("strips", Charts.Timeline("", tasks, planned))))
            .Append(Section("Forgetting", "Test metrics while training, with 95 % bands over seeds. A line that falls "
                + "is a task being forgotten.", Page.Chart("forgetting", Charts.Forgetting(result, ""))))
            .Append(Section("Training loss", "Means over sixty equal parts of the training, with 95 % bands over seeds.",
                Page.Chart("losses", Charts.Losses(result, ""))))
            .Append(Section("Planned and realised", "Minibatches of each task in the first run of a schedule: bars are realised, marks are planned.",
                Page.Chart("counts", Charts.Counts(result, ""))))
            .Append(Section("Wall time", "Seconds of a run, the mean over seeds.", Page.Chart("time", Charts.WallTime(result, ""))));
        return Page.Of("Comparison of task schedules", body.ToString());
    }

    private static string Header(ComparisonResult result) => $"""
        <h1>{Page.Text(Title(result))}</h1>
        <p class="soft">{Caption}</p>
        {(Outcome.Missing(result) is { IsEmpty: false } missing
            ? $"<div class=\"note\">{string.Concat(missing.Select(m => $"<p>{Page.Text(m)}</p>"))}</div>" : "")}
        """;

    private static string Title(ComparisonResult result) => Invariant(
        $"One transformer, {Count(result.Plan.Tasks.Length, "task")}, {Count(result.Plan.Schedules.Length, "schedule")}");

    private const string Caption = "Each column is a schedule: the order in which it trains the tasks, how their test "
        + "metrics move meanwhile, and where they end.";

    private static string Asked(ComparisonResult result) => Section(
        "What was run", "",
        $"<p>{Page.Text(Sentences(result.Plan))}</p>"
        + Tables.Html(Tables.Tasks(result.Plan), swatches: Swatches(result.Plan))
        + $"<p>{Page.Text(Sentences(result.Machine))}</p>"
        + $"<p class=\"soft\">{Page.Text(string.Join(", ", result.Machine.Packages.Select(p => $"{p.Key} {p.Value}")))}</p>");

    private static string Sentences(Plan plan) => Invariant(
        $"""
        {Count(plan.Schedules.Length, "schedule")} ({string.Join(", ", plan.Schedules)}), {Count(plan.Seeds.Length, "seed")} each, on {Count(plan.Tasks.Length, "task")}. Data: {plan.Source}. The model is {plan.Model.Dim} wide with {Count(plan.Model.Depth, "block")} and {Count(plan.Model.Heads, "head")}{(plan.Model.AdapterLayers > 0 ? Invariant($", the first {plan.Model.AdapterLayers} per modality") : "")}. SGD with momentum {plan.Optimiser.Momentum}, a peak learning rate of {plan.Optimiser.LearningRate} after {plan.Optimiser.WarmupShare:0.#%} of the updates, gradients clipped to norm {plan.Optimiser.ClipNorm}. All tasks are evaluated {(plan.EvaluateEvery > 0 ? Invariant($"every {plan.EvaluateEvery} minibatches") : "at the end")}.
        """);

    private static string Sentences(MachineInfo machine) => Invariant(
        $"Measured on {machine.Device} with {Count(machine.Threads, "thread")}, {machine.System}.");

    private static string Table(ComparisonResult result)
    {
        var best = result.Plan.Tasks.Select(t => t.Name).Zip(Outcome.Grid(result))
            .ToDictionary(p => p.First, p => p.Second.Max(v => v?.Mean));
        var ranks = Outcome.MeanRanks(result);
        var position = result.Plan.Schedules.Select((s, i) => (Name: Outcome.Heading(result, s), i)).ToDictionary(p => p.Name, p => p.i);
        var grid = result.Plan.Tasks.Select(t => t.Name).Zip(Outcome.Grid(result)).ToDictionary(p => p.First, p => p.Second);
        bool Best(string row, string column) => position.TryGetValue(column, out var i)
            && (row == Tables.MeanRank ? ranks[i] is { } r && r == ranks.Min()
                : grid[row][i] is { } v && v.Mean == best[row]);
        return Tables.Html(Tables.Results(result), Best, Swatches(result.Plan));
    }

    private static string[] Swatches(Plan plan) => [.. plan.Tasks.Select((_, i) => Theme.Task(i))];

    private static string Section(string title, string lead, string content) =>
        $"<section><h2>{title}</h2>{(lead.Length == 0 ? "" : $"<p class=\"soft\">{lead}</p>")}{content}</section>\n";

    private static string Count(int n, string noun) => Invariant($"{n} {noun}{(n == 1 ? "" : "s")}");

    // The picture is the header and the overview on a page just high enough.
    private static string Picture(
        ComparisonResult result, Timelines planned) => Page.Of(
        Title(result), Header(result) + Page.Chart("overview", Charts.Overview(result, planned)), still: true);

    private static int PictureHeight(ComparisonResult result) =>
        120 + Charts.OverviewHeight(result.Plan.Tasks.Length) + (34 * Outcome.Missing(result).Length);
}
