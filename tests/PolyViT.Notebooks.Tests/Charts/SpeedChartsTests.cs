using System.Text.Json;
using Plotly.NET;

namespace PolyViT.Notebooks.Tests;

public class SpeedChartsTests
{
    private static readonly Ceilings Machine = new(
        ImmutableDictionary<Precision, double>.Empty.Add(Precision.Float32, 100).Add(Precision.BFloat16, 400), 10, []);

    [Fact]
    public void A_roof_slopes_up_to_its_ridge_and_points_stand_under_it()
    {
        OperationSpeed[] operations =
        [
            new("add", Precision.Float32, 1e6, 1e6, 0.2), new("product", Precision.BFloat16, 1e9, 1e7, 5),
        ];
        var data = Json(Charts.Roofline("t", Machine, operations)).GetProperty("data");
        Assert.Equal(4, data.GetArrayLength());
        Assert.Equal([0.5, 10, 200], Numbers(data[0], "x"));
        Assert.Equal([5, 100, 100], Numbers(data[0], "y"));
        Assert.Equal([5, 400, 400], Numbers(data[1], "y"));
        Assert.Equal(5, Assert.Single(Numbers(data[2], "y")), 1e-9); // 1e6 in 0.2 ms
        Assert.Equal(200, Assert.Single(Numbers(data[3], "y")), 1e-9);
    }

    [Fact]
    public void Phases_of_a_step_add_up_to_it()
    {
        StepPhases[] steps = [new("a", 1, 2, 3, 4), new("b", 0.5, 1, 2, 3)];
        var data = Json(Charts.Breakdown("t", steps)).GetProperty("data");
        Assert.Equal(steps.Select(s => s.Total), steps.Select((_, i) =>
            data.EnumerateArray().Sum(t => t.GetProperty("x")[i].GetDouble())));
    }

    [Fact]
    public void Points_that_agree_lie_on_the_line()
    {
        var data = Json(Charts.Agreement("t", "ms", [("a", 2, 2), ("b", 30, 20)])).GetProperty("data");
        Assert.Equal(Numbers(data[0], "x"), Numbers(data[0], "y"));
        Assert.Equal([2, 20], Numbers(data[1], "x"));
        Assert.Equal([2, 30], Numbers(data[1], "y"));
    }

    private static double[] Numbers(JsonElement trace, string name) =>
        [.. trace.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];

    private static JsonElement Json(GenericChart chart) =>
        JsonDocument.Parse(GenericChart.toFigureJson(chart)).RootElement;
}
