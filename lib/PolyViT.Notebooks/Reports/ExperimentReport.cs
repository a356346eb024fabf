using System.Text;
using Deedle;
using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>Writes an experiment of several settings as numbers, as a page and, with an installed Chromium,
/// as a picture.</summary>
public static class ExperimentReport
{
    private const int Width = 1000;

    /// <summary>Writes results.json, report.html and charts.png.</summary>
    /// <param name="result">The experiment, complete or not.</param>
    /// <param name="title">What was asked.</param>
    /// <param name="table">Its numbers.</param>
    /// <param name="charts">Its charts, from top to bottom; each has a title and a height of its own.</param>
    /// <param name="folder">Where to; it is made when it is missing.</param>
    public static ReportFiles Write(
        ComparisonResult result, string title, Frame<string, string> table, IReadOnlyList<GenericChart> charts,
        string folder)
    {
        var json = ComparisonReport.Save(result, folder);
        var (html, png) = (Path.Combine(folder, "report.html"), Path.Combine(folder, "charts.png"));
        var asked = $"{result.Plan.Source}; {result.Plan.Seeds.Length} seeds; {result.Machine.Device}. Of "
            + $"{result.Plan.Seeds.Length * result.Arms.Length} runs {result.Runs.Count(r => r.Done >= r.Updates)} "
            + "are finished.";
        var body = new StringBuilder($"<h1>{Page.Text(title)}</h1>\n<p class=\"soft\">{Page.Text(asked)}</p>\n")
            .Append(Tables.Html(table))
            .AppendJoin('\n', charts.Select((c, i) => Page.Chart($"chart{i}", c)));
        Files.Write(html, Page.Of(title, body.ToString()));
        var remark = Draw(title, charts, png);
        return new(json, html, remark.Length == 0 ? png : null, remark);
    }

    /// <summary>Draws charts below each other into a PNG.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="charts">The charts.</param>
    /// <param name="png">The picture to write.</param>
    /// <returns>Why it was left out; empty where it was not.</returns>
    public static string Draw(string title, IReadOnlyList<GenericChart> charts, string png)
    {
        if (Chromium.Find(Environment.GetEnvironmentVariable) is not { } browser)
            return "charts.png was left out: no Chromium, Chrome or Edge was found (CHROMIUM names one).";
        var shown = string.Join('\n', charts.Select((c, i) => Page.Chart($"chart{i}", c)));
        var trouble = Chromium.Draw(
            browser, Page.Of(title, shown, still: true), png, Width, 40 + charts.Sum(Page.Height),
            TimeSpan.FromMinutes(1));
        return trouble is null ? "" : $"charts.png was left out: {trouble}";
    }

    /// <summary>The results that a folder has, to go on with.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="resume">Whether to go on; without it a folder that has results is refused, since they
    /// would be lost.</param>
    /// <exception cref="InputException">Results that would be overwritten, or cannot be read.</exception>
    public static ComparisonResult? Earlier(string folder, bool resume)
    {
        var path = Path.Combine(folder, "results.json");
        if (!File.Exists(path))
            return null;
        return resume ? ComparisonReport.Read(path) : throw new InputException(
            $"{path} has results that would be overwritten: add --resume to go on, or choose another --out.");
    }
}
