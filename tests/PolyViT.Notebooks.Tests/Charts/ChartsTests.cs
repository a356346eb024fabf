using System.Text.Json;
using Plotly.NET;

namespace PolyViT.Notebooks.Tests;

public class ChartsTests
{
    [Fact]
    public void A_heat_map_holds_its_values_and_their_text()
    {
        var chart = Charts.HeatMap(
            "t", ["a", "1"], ["x", "2"], [[new(0.25, 0.01, 3), null], [new(-0.5, null, 1), new(1, null, 1)]]);
        var trace = Json(chart).GetProperty("data")[0];
        Assert.Equal("[[0.25,null],[-0.5,1.0]]", trace.GetProperty("z").GetRawText());
        Assert.Equal("<b>0.250 ± 0.010</b>", trace.GetProperty("text")[0][0].GetString());
        Assert.Equal("", trace.GetProperty("text")[0][1].GetString());
        Assert.Equal("-0.500", trace.GetProperty("text")[1][0].GetString());
        Assert.Equal(-0.5, trace.GetProperty("zmin").GetDouble());
        var axis = Json(chart).GetProperty("layout").GetProperty("yaxis");
        Assert.Equal("category", axis.GetProperty("type").GetString());
    }

    [Fact]
    public void The_share_of_the_best_is_one_for_the_best_and_missing_stays_missing() => Assert.Equal(
        new double?[][] { [0.5, 1, null], [null, null, null] },
        Charts.ShareOfBest(
            [[new(0.4, null, 1), new(0.8, null, 1), null], [new(0, null, 1), new(-1, null, 1), null]]));

    [Fact]
    public void Binning_keeps_every_tasks_share()
    {
        var plan = Invented.Plan();
        foreach (var (schedule, taskAt) in Invented.Planned(plan))
        {
            var shown = Charts.Bin(taskAt, 300);
            Assert.Equal(300, shown.Length);
            foreach (var task in Enumerable.Range(0, 9))
            {
                var exact = 300.0 * taskAt.Count(t => t == task) / taskAt.Count;
                var off = Math.Abs(shown.Count(t => t == task) - exact);
                Assert.True(off < 2, $"{schedule}, task {task}: {off} of {exact}");
            }
        }
    }

    [Fact]
    public void Binning_a_cycle_hides_no_task_and_keeps_the_order_of_blocks()
    {
        // Every sixth of a cycle of six is always the same task: plain sampling would show one colour.
        int[] cycle = [.. Enumerable.Range(0, 600).Select(i => i % 6)];
        var counts = Charts.Bin(cycle, 100).CountBy(t => t).ToArray();
        Assert.Equal(6, counts.Length);
        Assert.All(counts, c => Assert.InRange(c.Value, 15, 18));
        int[] blocks = [.. Enumerable.Range(0, 1000).Select(i => i / 371)];
        var shown = Charts.Bin(blocks, 64);
        Assert.Equal(shown.Order(), shown);
        Assert.Equal([0, 1, 2], shown.Distinct());
    }

    [Fact]
    public void A_short_schedule_is_shown_step_by_step() =>
        Assert.Equal([2, 0, 1], Charts.Bin([2, 0, 1], 600));

    [Fact]
    public void A_timeline_of_thousands_of_steps_has_few_columns_and_the_tasks_colours()
    {
        var plan = Invented.Plan();
        var chart = Charts.Timeline("t", [.. plan.Tasks.Select(t => t.Name)], Invented.Planned(plan), 600);
        var data = Json(chart).GetProperty("data").EnumerateArray().ToArray();
        Assert.Equal(5 + 9, data.Length);
        Assert.All(data[..5], d => Assert.InRange(d.GetProperty("z")[0].GetArrayLength(), 1, 600));
        Assert.Equal(
            Enumerable.Range(0, 9).Select(Theme.Task),
            data[5..].Select(d => d.GetProperty("marker").GetProperty("color").GetString()));
        Assert.Equal(
            plan.Tasks.Select(t => t.Name), data[5..].Select(d => d.GetProperty("name").GetString()));
    }

    [Fact]
    public void A_curve_over_seeds_has_the_mean_and_its_band_and_skips_what_is_not_a_number()
    {
        var curve = Curve.Mean("c", [(0, 1), (0, 2), (0, 3), (1, 5), (2, double.NaN)]);
        Assert.Equal([0.0, 1.0], curve.X);
        Assert.Equal([2.0, 5.0], curve.Y);
        Assert.Equal(2 - 2.484138, curve.Low[0]!.Value, 5);
        Assert.Equal(5, curve.High[1]);
        Assert.Empty(Curve.Mean("c", [(0, 1), (1, 2)]).Low);
        Assert.Equal(2, Json(Charts.Lines("t", "x", "y", curve)).GetProperty("data").GetArrayLength());
    }

    [Fact]
    public void Names_from_data_are_never_markup()
    {
        var result = Invented.Hostile();
        GenericChart[] charts =
        [
            Charts.Overview(result, Invented.Planned(result.Plan)), Charts.Forgetting(result),
            Charts.Results(result), Charts.Counts(result), Charts.WallTime(result),
        ];
        var json = string.Concat(charts.Select(GenericChart.toFigureJson));
        Assert.DoesNotContain("<script", json, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_and_points_hold_their_values()
    {
        var chart = Charts.Bars("t", "s", ["a", "b"], ("one", [new(1, 0.5, 3), null]));
        var bars = Json(chart).GetProperty("data")[0];
        Assert.Equal("[1.0,null]", bars.GetProperty("y").GetRawText());
        Assert.Equal("[0.5,null]", bars.GetProperty("error_y").GetProperty("array").GetRawText());
        var points = Json(Charts.Scatter("t", "x", "y", ("p", 1, 2, null))).GetProperty("data")[0];
        Assert.Equal("[2.0]", points.GetProperty("y").GetRawText());
        Assert.Equal("p", points.GetProperty("text")[0].GetString());
    }

    [Fact]
    public void Colours_of_nine_tasks_differ_also_for_red_and_green_blind_eyes()
    {
        var pairs = from a in Enumerable.Range(0, 9) from b in Enumerable.Range(a + 1, 8 - a) select (a, b);
        foreach (var see in new Func<double[], double[]>[] { x => x, Deuteranope, Protanope })
        {
            foreach (var (a, b) in pairs)
            {
                var squares = See(a, see).Zip(See(b, see), (p, q) => (p - q) * (p - q));
                var distance = Math.Sqrt(squares.Sum());
                Assert.True(distance >= 12, $"{Theme.Task(a)} and {Theme.Task(b)}: {distance:0.0}");
            }
        }
    }

    private static JsonElement Json(GenericChart chart) =>
        JsonDocument.Parse(GenericChart.toFigureJson(chart)).RootElement;

    // CIE L*a*b* of what an eye sees (D65).
    private static double[] See(int task, Func<double[], double[]> eye)
    {
        var rgb = eye([.. Convert.FromHexString(Theme.Task(task).AsSpan(1)).Select(v => v / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))]);
        var (x, y, z) = (F(((0.4124 * rgb[0]) + (0.3576 * rgb[1]) + (0.1805 * rgb[2])) / 0.9505),
            F((0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2])),
            F(((0.0193 * rgb[0]) + (0.1192 * rgb[1]) + (0.9505 * rgb[2])) / 1.089));
        return [(116 * y) - 16, 500 * (x - y), 200 * (y - z)];
        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : (7.787 * t) + (16.0 / 116);
    }

    // Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
    private static double[] Deuteranope(double[] c) => Apply(
        c, 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881);

    private static double[] Protanope(double[] c) => Apply(
        c, 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998);

    private static double[] Apply(double[] c, params double[] m) =>
        [.. m.Chunk(3).Select(row => row.Zip(c, (w, v) => w * v).Sum())];
}
