using System.Text;
using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class ComparisonReport
{
    /// <summary>The whole report as one page that needs no network.</summary>
    /// <param name="result">The comparison, complete or not.</param>
    /// <param name="planned">Each schedule's name and, for each minibatch, the position of its task.</param>
    public static string Html(ComparisonResult result, Timelines planned)
    {
        var tasks = result.Plan.Tasks.Select(t => t.Name).ToArray();
        var body = new StringBuilder(Header(result))
            .Append("<div class=\"wide\"><div style=\"min-width:720px\">")
            .Append(Page.Chart("overview", Charts.Overview(result, planned))).Append("</div></div>\n")
            .Append(Section("What was run", "", Asked(result)))
            .Append(Section("Results", ResultsLead, Table(result)))
            .Append(Section("Results as a map", MapLead, "map", Charts.Results(result, "")))
            .Append(Section("Schedules", SchedulesLead, "strips", Charts.Timeline("", tasks, planned)))
            .Append(Section("Forgetting", ForgettingLead, "forgetting", Charts.Forgetting(result, "")))
            .Append(Section("Training loss", LossLead, "losses", Charts.Losses(result, "")))
            .Append(Section("Planned and realised", CountsLead, "counts", Charts.Counts(result, "")))
            .Append(Section("Wall time", TimeLead, "time", Charts.WallTime(result, "")));
        return Page.Of(Title(result), body.ToString());
    }

    // The header and the overview on a page just high enough.
    private static string Picture(ComparisonResult result, Timelines planned) => Page.Of(
        Title(result), Header(result) + Page.Chart("overview", Charts.Overview(result, planned)),
        still: true);

    private static int PictureHeight(ComparisonResult result) =>
        120 + Charts.OverviewHeight(result.Plan.Tasks.Length) + (36 * Outcome.Missing(result).Length);

    private static string Header(ComparisonResult result)
    {
        var missing = Outcome.Missing(result).Select(m => $"<p>{Page.Text(m)}</p>");
        return $"<h1>{Page.Text(Title(result))}</h1>\n<p class=\"soft\">{Caption}</p>\n"
            + (missing.Any() ? $"<div class=\"note\">{string.Concat(missing)}</div>\n" : "");
    }

    private static string Asked(ComparisonResult result)
    {
        var packages = string.Join(", ", result.Machine.Packages.Select(p => $"{p.Key} {p.Value}"));
        return $"<p>{Page.Text(Words(result.Plan))}</p>"
            + Tables.Html(Tables.Tasks(result.Plan), swatches: Swatches(result.Plan))
            + $"<p>{Page.Text(Words(result.Machine))}</p><p class=\"soft\">{Page.Text(packages)}</p>";
    }

    private static string Table(ComparisonResult result)
    {
        var (grid, ranks, tasks) = (Outcome.Grid(result), Outcome.MeanRanks(result), result.Plan.Tasks);
        string[] columns = [.. result.Plan.Schedules.Select(s => Outcome.Heading(result, s))];
        string[] rows = [.. tasks.Select(t => t.Name), Tables.MeanRank];
        bool Best(string row, string column)
        {
            var (r, c) = (Array.IndexOf(rows, row), Array.IndexOf(columns, column));
            return c >= 0 && (r == tasks.Length
                ? ranks[c] is { } rank && rank == ranks.Min()
                : grid[r][c] is { } value && value.Mean == grid[r].Max(v => v?.Mean));
        }
        return Tables.Html(Tables.Results(result), Best, Swatches(result.Plan));
    }

    private static string[] Swatches(Plan plan) => [.. plan.Tasks.Select((_, i) => Theme.Task(i))];

    private static string Section(string title, string lead, string id, GenericChart chart) =>
        Section(title, lead, Page.Chart(id, chart));

    private static string Section(string title, string lead, string content)
    {
        var soft = lead.Length == 0 ? "" : $"<p class=\"soft\">{lead}</p>";
        return $"<section><h2>{title}</h2>{soft}{content}</section>\n";
    }
}
