using System.Text.Json;
using Plotly.NET;
using PolyViT.Tests;

namespace PolyViT.Notebooks.Tests;

/// <summary>Cards of data sets.</summary>
public class DatasetChartsTests
{
    private static readonly DatasetSummary Few = new(
        "few", Modality.Audio, ["a", "b"], [new("train", 5, [4, 1]), new("test", 2, [1, 1])])
    {
        Licence = "CC0 1.0",
        Looked = new(4, [new("few", "x", "broken")], [1000, 2000, 4000], [1, 2, 2], []),
    };

    private static readonly DatasetSummary Many = new(
        "many", Modality.Image, [.. Enumerable.Range(0, 100).Select(i => $"{i}")],
        [new("train", 4950, [.. Enumerable.Range(0, 100)])]);

    [Fact]
    public void Few_classes_are_columns_and_many_are_a_curve_from_the_largest_down()
    {
        var columns = Json(Charts.Balance(Few));
        Assert.Equal(["train", "test"], columns.Select(t => t.GetProperty("name").GetString()));
        Assert.Equal([4, 1], columns[0].GetProperty("y").EnumerateArray().Select(y => y.GetDouble()));
        var curve = Assert.Single(Json(Charts.Balance(Many))).GetProperty("y");
        Assert.Equal(Enumerable.Range(0, 100).Reverse(), curve.EnumerateArray().Select(y => (int)y.GetDouble()));
    }

    [Fact]
    public void Durations_are_counted_all_of_them()
    {
        var bars = Assert.Single(Json(Charts.Spread(Few))).GetProperty("y");
        Assert.Equal(3, bars.EnumerateArray().Sum(y => y.GetDouble()));
        Assert.Equal([1, 0, 2], Charts.Histogram([1, 2, 2]).Select(b => b.Count));
        Assert.Equal(("2", 3), Assert.Single(Charts.Histogram([2, 2, 2])));
        Assert.Contains("was decoded", Assert.Throws<InputException>(() => Charts.Spread(Many)).Message);
    }

    [Fact]
    public void A_card_has_the_facts_that_are_known_of_any_set()
    {
        var card = Tables.Datasets(Few, Many);
        Assert.Equal(["few", "many"], card.ColumnKeys);
        string Of(string set, string fact) => card.GetColumn<string>(set)[fact];
        Assert.Equal(("audio", "image"), (Of("few", "modality"), Of("many", "modality")));
        Assert.Equal(("2", "–"), (Of("few", "test"), Of("many", "test")));
        Assert.Equal("0 · 50 · 99", Of("many", "items of a class, train"));
        Assert.Equal(("4", "1"), (Of("few", "looked at"), Of("few", "unreadable of these")));
        Assert.Equal("1.0 · 2.0 · 2.0", Of("few", "seconds"));
        Assert.Equal("1 · 2 · 4", Of("few", "kilobytes"));
        Assert.DoesNotContain("remarks", card.RowKeys);
    }

    [Fact]
    public void A_generated_task_is_counted_by_its_examples()
    {
        var summary = DatasetSummary.Of(GeneratedTasks.Make("contour", 1, InputShapes.Laptop));
        Assert.All(summary.Parts, p => Assert.Equal(p.Items, p.PerClass.Sum()));
        Assert.Equal(["train", "test"], summary.Parts.Select(p => p.Name));
        Assert.Null(summary.Looked);
    }

    [Theory]
    [InlineData("cifar10", "none stated")]
    [InlineData("pets", "CC BY-SA 4.0")]
    [InlineData("esc10", "CC BY")]
    public void A_real_set_is_summarised_from_its_lists_and_some_of_its_items(string name, string licence)
    {
        var data = SharedFolder.Require("data");
        var task = Catalogue.Task(name);
        var summary = DatasetSummary.Of(task, data, look: 6, seed: 3);
        Assert.Equal(6, summary.Looked!.Items);
        Assert.Empty(summary.Looked.Unreadable);
        Assert.Equal(task.Modality == Modality.Audio ? 6 : 0, summary.Looked.Seconds.Length);
        Assert.Contains(licence, summary.Licence);
        Assert.All(summary.Parts, p => Assert.Equal(p.Items, p.PerClass.Sum()));
        Assert.Equal(summary.Looked.Sizes, DatasetSummary.Of(task, data, look: 6, seed: 3).Looked!.Sizes);
    }

    private static JsonElement[] Json(GenericChart chart) =>
        [.. JsonDocument.Parse(GenericChart.toFigureJson(chart)).RootElement.GetProperty("data").EnumerateArray()];
}
