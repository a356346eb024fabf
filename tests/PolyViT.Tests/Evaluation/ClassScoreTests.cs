namespace PolyViT.Tests;

public class ClassScoreTests
{
    private static readonly TaskSpec Task = new()
    {
        Name = "t",
        Modality = Modality.Image,
        Classes = 4,
        ClassNames = ["cat", "dog", "owl", "fish"],
    };

    // Truth 0 0 0 1 1 2, answers 0 1 0 1 1 0, as in sklearn.metrics.precision_recall_fscore_support.
    private static readonly Scores Answers = new(
        [[3, 0, 0, 0], [0, 3, 0, 0], [2, 0, 1, 0], [0, 1, 0, 0], [0, 4, 0, 0], [1, 0, 0, 0]],
        [[1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]],
        [1, 1, 1, 1, 1, 1]);

    [Fact]
    public void Precision_recall_and_F1_are_those_by_hand()
    {
        var rows = ClassScore.Of(Task, Answers);
        Assert.Equal(["cat", "dog", "owl", "fish"], rows.Select(r => r.Name));
        Assert.Equal([(3, 3), (2, 3), (1, 0), (0, 0)], rows.Select(r => (r.Support, r.Answered)));
        Assert.Equal([2.0 / 3, 2.0 / 3, null, null], rows.Select(r => r.Precision));
        Assert.Equal([2.0 / 3, 1, 0, null], rows.Select(r => r.Recall));
        Assert.Equal([2.0 / 3, 0.8, 0, null], rows.Select(r => r.F1));
    }

    [Fact]
    public void Their_average_precisions_have_the_mean_that_the_metric_has()
    {
        var rows = ClassScore.Of(Task, Answers);
        Assert.Null(rows[3].AveragePrecision);
        var mean = rows.Average(r => r.AveragePrecision)!.Value;
        Assert.Equal(Metrics.MeanAveragePrecision(Answers), mean, 1e-12);
    }

    [Fact]
    public void Recall_weighted_by_support_is_the_accuracy()
    {
        var rows = ClassScore.Of(Task, Answers);
        var right = rows.Sum(r => r.Support * r.Recall ?? 0);
        Assert.Equal(Metrics.Top(Answers, 1), right / rows.Sum(r => r.Support), 1e-12);
    }

    [Fact]
    public void A_multi_label_task_answers_every_class_above_one_half()
    {
        var rows = ClassScore.Of(
            Task with { Classes = 2, Kind = TaskKind.MultiLabel },
            new([[1, 1], [-1, 1]], [[1, 0], [1, 1]], [1, 1]));
        Assert.Equal([(2, 1), (1, 2)], rows.Select(r => (r.Support, r.Answered)));
        Assert.Equal([1, 0.5], rows.Select(r => r.Precision));
    }

    [Fact]
    public void Multi_head_labels_answer_once_in_each_group()
    {
        var task = Task with { Kind = TaskKind.MultiHeadLabel, ClassSplits = [2, 2] };
        var rows = ClassScore.Of(task, new([[5, 4, 1, 2]], [[1, 0, 0, 1]], [1]));
        Assert.Equal([1, 0, 0, 1], rows.Select(r => r.Answered));
    }
}
