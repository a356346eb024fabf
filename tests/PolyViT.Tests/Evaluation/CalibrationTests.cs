namespace PolyViT.Tests;

public class CalibrationTests
{
    private static readonly TaskSpec Pair = new() { Name = "t", Modality = Modality.Image, Classes = 2 };

    // Probabilities 0.9, 0.79, 0.59, 0.59 of the first class; the second and the fourth row are of the other.
    private static readonly Scores Four = new(
        [Of(0.9), Of(0.79), Of(0.59), Of(0.59), [0, 0]],
        [[1, 0], [0, 1], [1, 0], [0, 1], [0, 0]], [1, 1, 1, 1, 1]);

    [Fact]
    public void Bins_of_equal_width_hold_what_falls_into_them_and_give_the_error_by_hand()
    {
        var bins = Calibration.EqualWidth(Calibration.Predictions(Pair, Four), 5);
        Assert.Equal([0, 0, 2, 1, 1], bins.Select(b => b.Count)); // 0.59 belongs to (0.4, 0.6]
        Assert.Equal([0.59, 0.79, 0.9], bins.Skip(2).Select(b => Math.Round(b.Confidence, 6)));
        Assert.Equal([0.5, 0, 1], bins.Skip(2).Select(b => b.Right));
        Assert.True(double.IsNaN(bins[0].Confidence));
        Assert.Equal(((2 * 0.09) + 0.79 + 0.1) / 4, Calibration.Error(bins), 1e-6);
    }

    [Fact]
    public void Bins_of_equal_mass_share_the_sorted_predictions()
    {
        var predictions = Calibration.Predictions(Pair, Four);
        var bins = Calibration.EqualMass(predictions, 2);
        Assert.Equal(
            [(2, 0.59, 0.5), (2, 0.845, 0.5)],
            bins.Select(b => (b.Count, Math.Round(b.Confidence, 6), b.Right)));
        Assert.Equal((0.09 + 0.345) / 2, Calibration.Error(bins), 1e-6);
        Assert.Equal(4, Calibration.EqualMass(predictions, 15).Length);
        (double, bool)[] six = [.. Enumerable.Range(0, 6).Select(i => (i / 6.0, true))];
        Assert.Equal([1, 2, 1, 2], Calibration.EqualMass(six, 4).Select(b => b.Count));
    }

    [Fact]
    public void Brier_and_log_loss_are_those_by_hand()
    {
        Assert.Equal(2 * (0.01 + 0.6241 + 0.1681 + 0.3481) / 4, Calibration.Brier(Pair, Four), 1e-6);
        var expected = -(Math.Log(0.9) + Math.Log(0.21) + Math.Log(0.59) + Math.Log(0.41)) / 4;
        Assert.Equal(expected, Calibration.LogLoss(Pair, Four), 1e-6);
    }

    [Fact]
    public void A_multi_label_task_is_judged_class_by_class()
    {
        var task = Pair with { Kind = TaskKind.MultiLabel };
        Scores scores = new([[Logit(0.9), Logit(0.2)]], [[1, 1]], [1]);
        Assert.Equal([(0.9, true), (0.2, true)], Rounded(task, scores));
        Assert.Equal((0.01 + 0.64) / 2, Calibration.Brier(task, scores), 1e-6);
        Assert.Equal(-Math.Log(0.9) - Math.Log(0.2), Calibration.LogLoss(task, scores), 1e-6);
    }

    [Fact]
    public void Multi_head_labels_have_a_prediction_per_group()
    {
        var task = Pair with { Classes = 4, Kind = TaskKind.MultiHeadLabel, ClassSplits = [2, 2] };
        Scores scores = new([[.. Of(0.9), .. Of(0.3)]], [[1, 0, 1, 0]], [1]);
        Assert.Equal([(0.9, true), (0.7, false)], Rounded(task, scores));
        Assert.Equal((0.02 + (2 * 0.49)) / 2, Calibration.Brier(task, scores), 1e-6);
    }

    [Fact]
    public void Log_loss_is_the_training_loss_of_a_label()
    {
        Scores scores = new([[1, 2], [0, -3]], [[1, 0], [0, 1]], [1, 1]);
        using var scope = NewDisposeScope();
        var logits = tensor(new float[,] { { 1, 2 }, { 0, -3 } });
        var loss = Losses.Of(Pair, logits, eye(2), ones(2));
        Assert.Equal(loss.item<float>(), Calibration.LogLoss(Pair, scores), 1e-5);
    }

    [Fact]
    public void A_logit_that_is_no_number_is_refused_by_the_tasks_name() => Assert.Contains(
        "A logit of 't' is NaN",
        Assert.Throws<InputException>(() => Rounded(Pair, new([[0, float.NaN]], [[1, 0]], [1]))).Message);

    private static IEnumerable<(double, bool)> Rounded(TaskSpec task, Scores scores) =>
        Calibration.Predictions(task, scores).Select(p => (Math.Round(p.Confidence, 6), p.Right));

    private static float[] Of(double p) => [Logit(p), 0];

    private static float Logit(double p) => (float)Math.Log(p / (1 - p));
}
