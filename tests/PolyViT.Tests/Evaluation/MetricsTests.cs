using System.Text.Json;

namespace PolyViT.Tests;

/// <summary>Metrics against sklearn and scenic (fixture metrics), and against cases done by hand.</summary>
public class MetricsTests
{
    [Fact]
    public void Top_1_and_top_5_with_ties_and_mask()
    {
        using var golden = Json();
        var single = golden.RootElement.GetProperty("single");
        var data = Data();
        var all = new Scores(Rows(data["single.logits"]), OneHot(data["single.label"], 12), Ones(40));
        var masked = all with { Mask = data["single.batch_mask"].data<float>().ToArray() };
        Assert.Equal(single.GetProperty("top1").GetDouble(), Metrics.Top(all, 1), 9);
        Assert.Equal(single.GetProperty("top5").GetDouble(), Metrics.Top(all, 5), 9);
        Assert.Equal(single.GetProperty("masked.top1").GetDouble(), Metrics.Top(masked, 1), 9);
        Assert.Equal(single.GetProperty("masked.top5").GetDouble(), Metrics.Top(masked, 5), 9);
    }

    [Fact]
    public void Average_precision_and_d_prime_with_ties_and_an_empty_class()
    {
        using var golden = Json();
        var multi = golden.RootElement.GetProperty("multi");
        var data = Data();
        var scores = new Scores(Rows(data["multi.logits"]), Rows(data["multi.label"]), Ones(120));
        Assert.Equal(multi.GetProperty("mAP_classes_with_positives").GetDouble(), Metrics.MeanAveragePrecision(scores), 9);
        Assert.Equal(multi.GetProperty("d_prime_of_mean_auc").GetDouble(), Metrics.DPrime(scores), 6);
        Assert.Equal(multi.GetProperty("prec_at_1_rows_with_label").GetDouble(), Metrics.Top(scores, 1), 9);
        var perClass = multi.GetProperty("per_class_average_precision").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        for (var c = 1; c < 9; c++)
        {
            var column = scores.Logits.Zip(scores.Targets, (z, y) => (z[c], y[c] > 0));
            Assert.Equal(perClass[c], Metrics.AveragePrecision(column), 9);
        }
    }

    [Fact]
    public void Average_precision_by_hand()
    {
        (float, bool)[] rows = [(0.9f, true), (0.8f, false), (0.7f, true), (0.7f, false), (0.1f, true)];
        // Thresholds .9, .8, .7 (two rows), .1: recall rises by 1/3 at precision 1, 2/4 and 3/5.
        Assert.Equal((1.0 + 0.5 + 0.6) / 3, Metrics.AveragePrecision(rows), 12);
        // Pairs (positive above negative): .9 beats both, .7 beats none and ties one, .1 beats none.
        Assert.Equal((2 + 0.5) / 6, Metrics.AreaUnderRoc(rows), 12);
    }

    [Fact]
    public void Joint_accuracy_multiplies_independent_groups()
    {
        float[] logits = [0, 1, 3, 2, 0];
        Scores With(params float[] target) => new([logits], [target], [1]);
        Assert.Equal(1, Metrics.JointTop(With(0, 1, 1, 0, 0), [2, 3], 1));
        Assert.Equal(0, Metrics.JointTop(With(0, 1, 0, 1, 0), [2, 3], 1));
        Assert.Equal(0, Metrics.JointTop(With(1, 0, 0, 0, 1), [2, 3], 5));
        Assert.Equal(1, Metrics.JointTop(With(1, 0, 0, 1, 0), [2, 3], 5));
    }

    [Fact]
    public void Rows_without_a_label_are_ignored() =>
        Assert.Equal(1, Metrics.Top(new([[1, 0], [1, 0]], [[1, 0], [0, 0]], [1, 1]), 1));

    private static IReadOnlyDictionary<string, Tensor> Data() =>
        Safetensors.Read(SharedFolder.Require("fixtures/metrics/data.safetensors"));

    private static JsonDocument Json() =>
        JsonDocument.Parse(File.ReadAllText(SharedFolder.Require("fixtures/metrics/metrics.json")));

    private static float[][] Rows(Tensor x) => [.. x.data<float>().ToArray().Chunk((int)x.size(1))];

    private static float[][] OneHot(Tensor labels, int classes) => [.. labels.data<long>().ToArray()
        .Select(l => Enumerable.Range(0, classes).Select(c => c == l ? 1f : 0f).ToArray())];

    private static float[] Ones(int n) => [.. Enumerable.Repeat(1f, n)];
}
