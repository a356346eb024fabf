using System.Text.Json;
using Plotly.NET;

namespace PolyViT.Notebooks.Tests;

public class SettingsChartsTests
{
    private static readonly Plan Plan = Invented.Plan(4, 2) with
    {
        Probes = [new() { Name = "unseen", Modality = Modality.Image, Classes = 2 }],
        Probing = new() { Shots = [1, 5] },
    };

    private static ComparisonResult Result
    {
        get
        {
            var arms = CompareModalities.Of(Plan);
            return Invented.Result(4, 2) with
            {
                Plan = Plan,
                Arms = arms,
                TrainExamples = Plan.Tasks.ToImmutableSortedDictionary(t => t.Name, t => t.Steps * 10),
                Runs = [.. from arm in arms from seed in Plan.Seeds select Run(arm, seed)],
            };
        }
    }

    [Fact]
    public void Parameters_are_stacked_and_accuracy_stands_over_them()
    {
        var data = Json(Charts.Pareto("t", Result)).GetProperty("data");
        Assert.Equal(5, data.GetArrayLength());
        var weights = data.EnumerateArray().Skip(1).Sum(t => t.GetProperty("x")[0].GetDouble());
        Assert.Equal(data[0].GetProperty("x")[0].GetDouble(), weights, 1e-9);
        Assert.Equal(0.55, data[0].GetProperty("y")[2].GetDouble(), 1e-9); // seeds 1, 2: 0.5 and 0.6
    }

    [Fact]
    public void Gains_stand_over_the_size_of_the_set()
    {
        var data = Json(Charts.Gains("t", Result)).GetProperty("data");
        Assert.Equal("all modalities", data[1].GetProperty("name").GetString());
        Assert.Equal(0.3, data[1].GetProperty("y")[0].GetDouble(), 1e-9);
        Assert.Equal(2000, data[1].GetProperty("x")[0].GetInt32());
    }

    [Fact]
    public void Competitors_within_the_critical_difference_are_joined()
    {
        Friedman test = new([1, 1.5, 4], 9, 1, 0.04, 1, 0.04, 1.1);
        var data = Json(Charts.CriticalDifference("t", ["a", "b", "c"], test)).GetProperty("data");
        Assert.Equal(3, data.GetArrayLength()); // the difference, one bar, the ranks
        Assert.Equal([0.97, 1.53], data[1].GetProperty("x").EnumerateArray().Select(v => v.GetDouble()));
    }

    [Fact]
    public void A_reliability_diagram_leaves_out_empty_bins_and_says_the_error()
    {
        ReliabilityBin[] bins = [new(0, 0.5, 0, double.NaN, double.NaN), new(0.5, 1, 4, 0.8, 0.7)];
        var data = Json(Charts.Reliability("t", bins)).GetProperty("data");
        Assert.Equal(1, data[1].GetProperty("x").GetArrayLength());
        Assert.Contains("0.100", data[1].GetProperty("name").GetString());
    }

    [Fact]
    public void Tables_have_a_column_per_setting()
    {
        var text = Tables.Text(Tables.BySetting(Result));
        Assert.Contains("per modality", text);
        Assert.Contains("parameters", text);
        Assert.Contains("unseen, 5 per class", Tables.Text(Tables.ByProbe(Result)));
        ClassScore cat = new("cat", 2, 2, 0.5, 0.5, 0.5, null);
        Assert.Contains("0.500", Tables.Text(Tables.PerClass([cat, cat with { Support = 0, Recall = null }])));
    }

    [Fact]
    public void All_of_them_can_be_drawn()
    {
        _ = Browser.Installed();
        var folder = Directory.CreateTempSubdirectory("polyvit-charts-").FullName;
        try
        {
            Friedman test = new([1, 1.5, 4], 9, 1, 0.04, 1, 0.04, 1.1);
            var rng = Rng.At(1, "sure", 0);
            var bins = Calibration.EqualWidth([.. Enumerable.Range(0, 500)
                .Select(i => (P: rng.Uniform(2 * i), Draw: rng.Uniform((2 * i) + 1))).Select(d => (d.P, d.Draw < d.P))]);
            GenericChart[] charts =
            [
                Charts.Gains("Gain", Result), Charts.Pareto("Pareto", Result),
                Charts.ProbesByShots("Shots", Result),
                Charts.CriticalDifference("Ranks", ["a", "b", "c"], test), Charts.Reliability("Sure", bins),
            ];
            var png = Path.Combine(folder, "charts.png");
            Assert.Equal("", ExperimentReport.Draw("t", charts, png));
            Assert.True(new FileInfo(png).Length > 20_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Results_are_not_overwritten_unless_they_are_gone_on_with()
    {
        var folder = Directory.CreateTempSubdirectory("polyvit-charts-").FullName;
        try
        {
            Assert.Null(ExperimentReport.Earlier(folder, false));
            ComparisonReport.Save(Result, folder);
            var error = Assert.Throws<InputException>(() => ExperimentReport.Earlier(folder, false));
            Assert.Contains("--resume", error.Message);
            var earlier = ExperimentReport.Earlier(folder, true)!;
            Assert.Equal(Result.Runs.Length, Resume.Finished(earlier, Plan, CompareModalities.Of(Plan)).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static RunResult Run(Arm arm, ulong seed)
    {
        var value = (arm.Setting == CompareModalities.Single ? 0.1 : 0.4) + (0.1 * seed);
        return new()
        {
            Setting = arm.Setting,
            Schedule = "weighted",
            Seed = seed,
            Updates = 3,
            Done = 3,
            Counts = [.. arm.Tasks.Select(t => new StepCount(t, 3, 3))],
            Losses = [],
            Metrics = [.. arm.Tasks.Select(t => new MetricPoint(3, t, Metric.Top1, value))],
            Probes =
            [
                new("unseen", "few-shot", 1, value, 1, 0.5, 2, 10),
                new("unseen", "few-shot", 5, value + 0.1, 1, 0.5, 10, 10),
                new("unseen", "logistic", 0, value + 0.2, 1, 0.5, 50, 10),
                new("unseen", "sgd", 0, value, 1, 0.5, 50, 10),
            ],
            TrainSeconds = 1,
            EvaluationSeconds = 1,
        };
    }

    private static JsonElement Json(GenericChart chart) =>
        JsonDocument.Parse(GenericChart.toFigureJson(chart)).RootElement;
}
