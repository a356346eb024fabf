using MathNet.Numerics.Distributions;

namespace PolyViT.Tests;

public class BootstrapTests
{
    private static readonly double[] Sample =
        [.. Enumerable.Range(0, 40).Select(i => Rng.At(5, "sample", 0).Normal(i))];

    [Fact]
    public void The_spread_of_the_mean_is_the_standard_error()
    {
        var values = Bootstrap.Replicates(40, Mean(Sample), 1, 4000);
        double Deviation(double[] x) => Math.Sqrt(x.Average(v => Math.Pow(v - x.Average(), 2)));
        var error = Deviation(Sample) / Math.Sqrt(40);
        Assert.Equal(error, Deviation(values), error * 0.05);
        Assert.Equal(values, Bootstrap.Replicates(40, Mean(Sample), 1, 4000));
        Assert.NotEqual(values, Bootstrap.Replicates(40, Mean(Sample), 2, 4000));
    }

    [Fact]
    public void Percentiles_are_numpys()
    {
        // Of one item there is one sample; of replicates 0, 1, 2, 3 numpy.percentile(x, [10, 90]) is 0.3,
        // 2.7.
        Assert.Equal(new(7, 7, 7), Bootstrap.Percentile(1, _ => 7, 0, 10));
        var interval = Bootstrap.Accelerated(1.5, [0, 1, 2, 3], [1, 1], 0.8);
        Assert.Equal((0.3, 2.7), (Math.Round(interval.Low, 10), Math.Round(interval.High, 10)));
    }

    [Fact]
    public void Bias_and_acceleration_move_the_ends_as_in_Efron()
    {
        double[] replicates = [.. Enumerable.Range(0, 1001).Select(i => i / 1000.0)];
        double[] jackknife = [0, 0, 0, 1]; // mean 1/4: cubes 3/64 - 27/64 = -3/8, squares 3/16 + 9/16 = 3/4
        var a = -0.375 / (6 * Math.Pow(0.75, 1.5));
        var z0 = Normal.InvCDF(0, 1, (300 + 0.5) / 1001);
        double Moved(double z) => Normal.CDF(0, 1, z0 + ((z0 + z) / (1 - (a * (z0 + z)))));
        double End(double p) => Moved(Normal.InvCDF(0, 1, p));
        var interval = Bootstrap.Accelerated(0.3, replicates, jackknife, 0.9);
        Assert.Equal(End(0.05), interval.Low, 1e-9);
        Assert.Equal(End(0.95), interval.High, 1e-9);
        Assert.True(interval.High < 0.9, "a value below the middle of its replicates moves the ends down");
    }

    [Fact]
    public void The_accelerated_interval_covers_the_mean_of_a_skewed_law_about_as_often_as_it_says()
    {
        var covered = Enumerable.Range(0, 200).Count(k =>
        {
            var rng = Rng.At(9, "skewed", k);
            double[] x = [.. Enumerable.Range(0, 40).Select(i => -Math.Log(1 - rng.Uniform(i)))]; // mean 1
            var interval = Bootstrap.Accelerated(40, Mean(x), (ulong)k, 400, 0.9);
            return interval.Low <= 1 && 1 <= interval.High;
        });
        Assert.InRange(covered, 166, 192); // 180 expected, 4.2 the deviation
    }

    [Fact]
    public void Large_samples_lose_groups_in_the_jackknife()
    {
        var calls = 0;
        _ = Bootstrap.Accelerated(5000, items => { calls++; return items[0]; }, 1, 10);
        Assert.Equal(10 + 400 + 1, calls);
    }

    [Fact]
    public void A_metric_has_an_interval_and_two_models_a_difference()
    {
        var task = new TaskSpec { Name = "t", Modality = Modality.Image, Classes = 2 };
        var good = Answers(i => i % 10 != 0);
        var bad = Answers(i => i % 10 > 3);
        var interval = ScoreIntervals.Of(good, s => Metrics.Of(task, s), 1, 500);
        Assert.Equal(0.9, interval.Value, 1e-12);
        Assert.InRange(interval.Low, 0.8, 0.9);
        Assert.InRange(interval.High, 0.9, 0.97);
        var difference = ScoreIntervals.Difference(good, bad, s => Metrics.Of(task, s), 1, 500);
        Assert.Equal(0.3, difference.Value, 1e-12);
        Assert.InRange(difference.Low, 0.15, 0.3);
        Assert.Equal(new(0, 0, 0), ScoreIntervals.Difference(good, good, s => Metrics.Of(task, s), 1, 50));
    }

    [Fact]
    public void Padding_is_no_part_of_the_sample()
    {
        var scores = Answers(i => true);
        var padded = new Scores([.. scores.Logits, [9, 0]], [.. scores.Targets, [0, 1]], [.. scores.Mask, 0]);
        Assert.Equal(new(1, 1, 1), ScoreIntervals.Of(padded, s => Metrics.Top(s, 1), 1, 100));
    }

    [Fact]
    public void Other_examples_and_empty_samples_are_refused()
    {
        var one = Answers(i => true);
        var most = one.At([.. Enumerable.Range(0, 99)]);
        void Refused(string words, Func<object> act) =>
            Assert.Contains(words, Assert.Throws<InputException>(act).Message, StringComparison.Ordinal);
        Refused("different examples (100 and 99", () => ScoreIntervals.Difference(one, most, s => 0, 1));
        Refused("0 items", () => Bootstrap.Percentile(0, _ => 0, 1));
        Refused("not a number", () => Bootstrap.Percentile(3, _ => double.NaN, 1));
    }

    private static Statistic Mean(double[] sample) => items => items.Average(i => sample[i]);

    private static Scores Answers(Func<int, bool> right) => new(
        [.. Enumerable.Range(0, 100).Select(i => right(i) ? new float[] { 1, 0 } : [0, 1])],
        [.. Enumerable.Range(0, 100).Select(_ => new float[] { 1, 0 })],
        [.. Enumerable.Repeat(1f, 100)]);
}
