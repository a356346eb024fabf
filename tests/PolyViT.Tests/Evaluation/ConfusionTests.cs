namespace PolyViT.Tests;

public class ConfusionTests
{
    private static readonly TaskSpec Task = new()
    {
        Name = "t",
        Modality = Modality.Image,
        Classes = 3,
        ClassNames = ["cat", "dog"],
    };

    private static readonly Scores Answers = new(
        [[2, 1, 0], [0, 3, 1], [0, 3, 1], [5, 5, 0], [0, 1, 9], [9, 0, 0]],
        [[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0], [0, 1, 0]],
        [1, 1, 1, 1, 1, 0]);

    [Fact]
    public void Rows_are_the_truth_and_rows_that_do_not_count_are_left_out()
    {
        var confusion = Confusion.Of(Task, Answers);
        Assert.Equal(["cat", "dog", "2"], confusion.Classes);
        Assert.Equal([1, 2, 0], confusion.Counts[0]);
        Assert.Equal([1, 0, 0], confusion.Counts[1]);
        Assert.Equal([0, 0, 0], confusion.Counts[2]);
    }

    [Fact]
    public void Shares_are_of_the_truth_and_the_worst_pairs_come_first()
    {
        var confusion = Confusion.Of(Task, Answers);
        Assert.Equal(2.0 / 3, confusion.Shares()[0][1]);
        Assert.Null(confusion.Shares()[2][0]);
        Assert.Equal([("cat", "dog", 2), ("dog", "cat", 1)], confusion.Worst(5));
        Assert.Equal([("cat", "dog", 2)], confusion.Worst(1));
    }

    [Fact]
    public void Its_diagonal_is_the_accuracy()
    {
        var confusion = Confusion.Of(Task, Answers);
        var right = Enumerable.Range(0, 3).Sum(c => confusion.Counts[c][c]);
        Assert.Equal(Metrics.Top(Answers, 1), (double)right / confusion.Counts.Sum(r => r.Sum()));
    }

    [Fact]
    public void Several_labels_have_none() => Assert.Contains(
        "'t' has several labels",
        Assert.Throws<InputException>(() => Confusion.Of(Task with { Kind = TaskKind.MultiLabel }, Answers)).Message);
}
