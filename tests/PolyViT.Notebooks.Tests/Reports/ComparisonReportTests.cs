using System.Text.RegularExpressions;
using SkiaSharp;

namespace PolyViT.Notebooks.Tests;

public sealed partial class ComparisonReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("polyvit-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Results_are_read_back_as_they_were_written()
    {
        var result = Invented.Result(3, 2);
        var diverged = result.Runs[0] with
        {
            Losses = [new(1, "cifar10", double.NaN), new(2, "cifar10", double.PositiveInfinity)],
        };
        result = result with { Runs = [diverged, .. result.Runs.Skip(1)] };
        var files = Write(result);
        var read = ComparisonReport.Read(files.Json);
        var again = ComparisonReport.Write(read, [], Path.Combine(_folder, "again"), NoBrowser);
        Assert.Equal(File.ReadAllText(files.Json), File.ReadAllText(again.Json));
        Assert.Equal(result.Plan.Tasks[1].Classes, read.Plan.Tasks[1].Classes);
        Assert.Equal(result.Plan.Model, read.Plan.Model with
        {
            ImagePatch = result.Plan.Model.ImagePatch,
            VideoPatch = result.Plan.Model.VideoPatch,
            AudioPatch = result.Plan.Model.AudioPatch,
        });
        Assert.Equal(result.Runs[1].Metrics.AsEnumerable(), read.Runs[1].Metrics);
        Assert.Equal(double.NaN, read.Runs[0].Losses[0].Loss);
        Assert.Equal(result.Runs[2].Final("cifar100"), read.Runs[2].Final("cifar100"));
    }

    [Fact]
    public void Items_that_could_not_be_read_are_left_as_lists_that_training_takes()
    {
        var result = Invented.Result(2, 2);
        Unreadable[] bad = [new("a", "x\ty.jpg", "It is\nbroken."), new("b", "1.mp4", "It ends early.")];
        result = result with { Runs = [.. result.Runs.Select(r => r with { Unreadable = [.. bad] })] };
        var folder = Path.Combine(_folder, "run");
        var read = ComparisonReport.Read(ComparisonReport.Save(result, folder));
        Assert.Equal(bad, read.Unreadable());
        Assert.Equal(["a", "b"], read.UnreadableLines().Select(l => l[..1]));
        var list = Assert.Single(Quarantine.Read(Path.Combine(folder, "quarantine", "a.tsv")));
        Assert.Equal(("x\ty.jpg", "It is broken."), (list.Key, list.Value));
        Assert.True(File.Exists(Path.Combine(folder, "quarantine", "b.tsv")));
    }

    [Fact]
    public void The_json_is_camel_case_with_words_for_kinds()
    {
        var json = File.ReadAllText(Write(Invented.Result(9, 1)).Json);
        Assert.Contains("\"modality\": \"video\"", json, StringComparison.Ordinal);
        Assert.Contains("\"metric\": \"meanAveragePrecision\"", json, StringComparison.Ordinal);
        Assert.Contains("\"trainSeconds\": ", json, StringComparison.Ordinal);
        Assert.Matches("\"trainSeconds\": [0-9]+\\.[0-9]+,\n", json);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("{\"plan\": null}")]
    [InlineData("null")]
    [InlineData("{\"plan\": null, \"machine\": null, \"runs\": []}")]
    public void A_file_that_is_no_comparison_is_refused_in_one_sentence(string? content)
    {
        var path = Path.Combine(_folder, "other.json");
        if (content is not null)
            File.WriteAllText(path, content);
        var e = Assert.Throws<InputException>(() => ComparisonReport.Read(path));
        Assert.Contains(path, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_refused_in_one_sentence()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        var result = Invented.Partial();
        var e = Assert.Throws<InputException>(
            () => ComparisonReport.Write(result, Invented.Planned(result.Plan), file, NoBrowser));
        Assert.Contains("choose another folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_plotly_once_and_loads_nothing()
    {
        var html = File.ReadAllText(Write(Invented.Result(4, 2)).Html);
        Assert.Single(Regex.Matches(html, @"plotly\.js v\d"));
        var own = PlotlyScript().Replace(html, "", 1);
        Assert.InRange(own.Length, 20_000, html.Length - 3_000_000);
        Assert.DoesNotMatch(@"(?i)(src|href|url)\s*[=(]\s*[""']?\s*(https?:)?//", own);
        Assert.DoesNotMatch(@"(?i)<(link|iframe|object|embed|img)\b|@import", own);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_says_what_was_run_and_what_came_of_it()
    {
        var result = Invented.Result(4, 2);
        var html = File.ReadAllText(Write(result).Html);
        Assert.All(
            ["5 schedules", "2 seeds each", "4 tasks", "TorchSharp 0.107.0", "cpu (invented)"],
            words => Assert.Contains(words, html, StringComparison.Ordinal));
        foreach (var id in new[] { "overview", "map", "strips", "forgetting", "losses", "counts", "time" })
            Assert.Contains($"data-chart=\"{id}\"", html, StringComparison.Ordinal);
        var cell = Charts.Written(Outcome.Of(result, "eurosat", "weighted").Value);
        Assert.Contains($">{Page.Text(cell)}</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"note\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_partial_comparison_says_what_is_missing()
    {
        var html = File.ReadAllText(Write(Invented.Partial()).Html);
        Assert.Contains("uniform, seed 1: stopped at step 240 of 600", html, StringComparison.Ordinal);
        Assert.Contains("weighted, seed 1: not run.", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_comparison_without_any_run_is_still_a_page()
    {
        var none = Invented.Result(3, 1) with { Runs = [] };
        Assert.Contains("not run", File.ReadAllText(Write(none).Html), StringComparison.Ordinal);
        Assert.Contains("–", Tables.Text(Tables.Results(none)), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_shown_as_they_are_written()
    {
        var html = File.ReadAllText(Write(Invented.Hostile()).Html);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_browser_one_sentence_says_that_the_picture_was_left_out()
    {
        var files = Write(Invented.Partial());
        Assert.Null(files.Png);
        Assert.Contains("comparison.png was left out", files.Remark, StringComparison.Ordinal);
        Assert.Equal(
            ["report.html", "results.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_environment_names_the_browser_first()
    {
        var (one, two) = (Path.Combine(_folder, "chromium"), Path.Combine(_folder, "mine"));
        File.WriteAllText(one, "");
        File.WriteAllText(two, "");
        Assert.Equal(one, Chromium.Find(v => v == "PATH" ? _folder : null));
        Assert.Equal(two, Chromium.Find(v => v == "PATH" ? _folder : two));
        Assert.Null(Chromium.Find(v => v == "PATH" ? _folder : "/no/such/browser"));
    }

    [Fact]
    public void The_picture_shows_something()
    {
        var result = Invented.Result(9, 2);
        var planned = Invented.Planned(result.Plan);
        var files = ComparisonReport.Write(result, planned, _folder, Browser.Installed());
        Assert.Equal("", files.Remark);
        using var picture = SKBitmap.Decode(files.Png);
        Assert.Equal(2400, picture.Width);
        var colours = picture.Pixels.Distinct().ToHashSet();
        // Lines are smoothed, but strips and swatches have every task's very colour.
        Assert.All(Enumerable.Range(0, 9), t => Assert.Contains(SKColor.Parse(Theme.Task(t)), colours));
        Assert.Equal(SKColors.White, picture.GetPixel(3, 3));
    }

    [Fact]
    public void Every_chart_of_a_partial_page_is_drawn()
    {
        var dom = Browser.Open(Write(Invented.Partial()).Html, _folder);
        Assert.Equal(7, Regex.Count(dom, "class=\"js-plotly-plot\""));
        Assert.Equal(7, Regex.Count(dom, "class=\"main-svg\" [^>]*>(?=<defs id=\"defs-)"));
    }

    // Not a browser, so that only tests that need one start one.
    private static string NoBrowser => Path.Combine(AppContext.BaseDirectory, "no-browser");

    private ReportFiles Write(ComparisonResult result) =>
        ComparisonReport.Write(result, Invented.Planned(result.Plan), _folder, NoBrowser);

    [GeneratedRegex(@"<script>/\*\*.*?</script>", RegexOptions.Singleline)]
    private static partial Regex PlotlyScript();
}
