using System.Text.Json;
using Plotly.NET;

namespace PolyViT.Notebooks.Tests;

public class PictureChartsTests
{
    [Fact]
    public void Pictures_lie_side_by_side_and_row_below_row_without_overlapping()
    {
        using var scope = NewDisposeScope();
        var png = Png.Picture(zeros(10, 20, 3));
        var chart = Json(Charts.Pictures("t", [("a", png), ("b", png), ("<c>", png)], columns: 2));
        var at = chart.GetProperty("data").EnumerateArray()
            .Select(d => (X: d.GetProperty("x0").GetDouble(), Y: d.GetProperty("y0").GetDouble())).ToArray();
        Assert.All(chart.GetProperty("data").EnumerateArray(), d => Assert.StartsWith(
            "data:image/png;base64,iVBOR", d.GetProperty("source").GetString(), StringComparison.Ordinal));
        Assert.Equal(at[0].Y, at[1].Y);
        Assert.True(at[1].X >= at[0].X + 20);
        Assert.Equal(at[0].X, at[2].X);
        Assert.True(at[2].Y >= at[0].Y + 10);
        var captions = chart.GetProperty("layout").GetProperty("annotations").EnumerateArray().ToArray();
        Assert.Equal("&lt;c&gt;", captions[2].GetProperty("text").GetString());
    }

    [Fact]
    public void No_pictures_are_refused() =>
        Assert.Contains("at least one", Assert.Throws<InputException>(() => Charts.Pictures("t", [])).Message);

    [Theory]
    [InlineData("shapes", "disc", "square")]
    [InlineData("motion", "right", "down right")]
    [InlineData("contour", "rises", "falls")]
    public void Examples_stand_under_the_names_of_their_classes(string task, params string[] classes)
    {
        var chart = Json(Charts.Examples("t", GeneratedTasks.Make(task, 1, InputShapes.Laptop), 2));
        Assert.Equal(classes, chart.GetProperty("layout").GetProperty("annotations").EnumerateArray()
            .Select(a => a.GetProperty("text").GetString()));
        Assert.Equal(2, chart.GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void A_confusion_matrix_shows_shares_of_its_rows_the_counts_and_the_worst_pairs()
    {
        var chart = Json(Charts.ConfusionMatrix("t", new(["a", "b<"], [[3, 1], [0, 0]])));
        var cells = chart.GetProperty("data")[0];
        Assert.Equal("[[0.75,0.25],[null,null]]", cells.GetProperty("z").GetRawText());
        Assert.Equal("""[["3","1"],["",""]]""", cells.GetProperty("text").GetRawText());
        Assert.Equal(
            "Most often confused: a → b&lt; (1)",
            chart.GetProperty("layout").GetProperty("annotations")[0].GetProperty("text").GetString());
    }

    [Fact]
    public void A_run_has_a_line_per_task_in_the_tasks_colour()
    {
        var result = Invented.Result(3, 1);
        var data = Json(Charts.Learning("t", result.Plan.Tasks, result.Runs[0])).GetProperty("data");
        Assert.Equal(
            [Theme.Task(0), Theme.Task(1), Theme.Task(2)],
            data.EnumerateArray().Select(d => d.GetProperty("line").GetProperty("color").GetString()));
        Assert.Equal(
            result.Runs[0].Final(result.Plan.Tasks[2].Name),
            data[2].GetProperty("y").EnumerateArray().Last().GetDouble());
    }

    [Fact]
    public void The_longest_waits_are_marks_on_a_logarithmic_axis_that_has_no_zero()
    {
        var tasks = Invented.Plan(2).Tasks;
        var alone = Timeline.Of(Schedule.Of("alone", 4, _ => 1), 2);
        var chart = Json(Charts.Gaps("t", tasks, [alone]));
        Assert.Equal("[4,1]", chart.GetProperty("data")[0].GetProperty("x").GetRawText());
        Assert.Equal("[4,0]", chart.GetProperty("data")[0].GetProperty("customdata").GetRawText());
        Assert.Equal("log", chart.GetProperty("layout").GetProperty("xaxis").GetProperty("type").GetString());
    }

    [Fact]
    public void A_claim_that_does_not_hold_fails()
    {
        Assert.Equal("It holds: One is one.", Claim.Require(true, "One is one."));
        Assert.Contains("One is two.", Assert.Throws<InvalidOperationException>(
            () => Claim.Require(false, "One is two.")).Message);
    }

    private static JsonElement Json(GenericChart chart) =>
        JsonDocument.Parse(GenericChart.toFigureJson(chart)).RootElement;
}
