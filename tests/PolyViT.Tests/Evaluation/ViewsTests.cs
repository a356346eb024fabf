using System.Text.Json;

namespace PolyViT.Tests;

public class ViewsTests
{
    [Theory]
    [InlineData(250, 64, 4, new[] { 0, 62, 124, 186 })]
    [InlineData(1000, 800, 4, new[] { 0, 66, 133, 200 })] // 66.67 and 133.33 are cut down
    [InlineData(250, 64, 1, new[] { 93 })]
    [InlineData(40, 64, 3, new[] { 0, 0, 0 })]
    [InlineData(17, 7, 7, new[] { 0, 1, 3, 5, 6, 8, 10 })] // in float32, 3 x 10/6 is 5
    public void Views_are_spread_from_the_start_to_the_end(int length, int span, int count, int[] expected) =>
        Assert.Equal(expected, Views.Starts(length, span, count));

    [Fact]
    public void No_views_are_refused() => Refusal.Names(() => Views.Starts(10, 5, 0), "0 views");

    [Fact]
    public void Averages_over_views_are_judged_as_in_scenic()
    {
        using var scope = NewDisposeScope();
        var data = Safetensors.Read(SharedFolder.Require("fixtures/metrics/data.safetensors"));
        var metrics = SharedFolder.Require("fixtures/metrics/metrics.json");
        using var golden = JsonDocument.Parse(File.ReadAllText(metrics));
        var expected = golden.RootElement.GetProperty("views");
        var (logits, labels) = (data["views.logits"], data["views.label"].data<long>().ToArray());
        double Top(Tensor answers, int k) => Metrics.Top(Scored(answers, labels), k);
        var (mean, probable) = (Views.MeanLogits(logits), Views.MeanProbabilities(logits));
        Assert.Equal(expected.GetProperty("logit_averaged.top1").GetDouble(), Top(mean, 1), 12);
        Assert.Equal(expected.GetProperty("logit_averaged.top5").GetDouble(), Top(mean, 5), 12);
        Assert.Equal(expected.GetProperty("probability_averaged.top1").GetDouble(), Top(probable, 1), 12);
        Assert.Equal(expected.GetProperty("probability_averaged.top5").GetDouble(), Top(probable, 5), 12);
        foreach (var key in data.Keys.Where(k => k.StartsWith("views.mean_", StringComparison.Ordinal)))
        {
            var made = key.Contains("prob", StringComparison.Ordinal) ? probable : mean;
            Assert.True(made.to(float64).allclose(data[key].to(float64), 1e-5, 1e-6), key);
        }
    }

    private static Scores Scored(Tensor answers, long[] labels)
    {
        var classes = (int)answers.size(1);
        float[] Hot(long label) => [.. Enumerable.Range(0, classes).Select(c => c == label ? 1f : 0f)];
        return new(
            [.. answers.to(float32).contiguous().data<float>().ToArray().Chunk(classes)],
            [.. labels.Select(Hot)],
            [.. labels.Select(_ => 1f)]);
    }
}
