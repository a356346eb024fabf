namespace PolyViT.Notebooks.Tests;

public class StatisticsTests
{
    [Fact]
    public void The_interval_of_three_values_is_students()
    {
        // mean 2, s = 1, t(0.975, 2) = 4.302653, half-width = 4.302653 / sqrt(3)
        var estimate = Statistics.Mean([1, 2, 3])!.Value;
        Assert.Equal(2, estimate.Mean, 12);
        Assert.Equal(2.484138, estimate.HalfWidth!.Value, 5);
        Assert.Equal(3, estimate.Count);
        Assert.Equal(2 - 2.484138, estimate.Low, 5);
        Assert.Equal(2 + 2.484138, estimate.High, 5);
    }

    [Fact]
    public void One_value_has_no_interval_and_none_has_no_mean()
    {
        Assert.Equal(new Estimate(0.5, null, 1), Statistics.Mean([0.5]));
        Assert.Null(Statistics.Mean([]));
    }

    [Fact]
    public void The_highest_value_has_rank_one_and_ties_share()
    {
        Assert.Equal([2, 1, 3], Statistics.Ranks([0.5, 0.9, 0.1]));
        Assert.Equal([1.5, 1.5, 3], Statistics.Ranks([0.9, 0.9, 0.1]));
        Assert.Equal([2, 2, 2, 4], Statistics.Ranks([1, 1, 1, 0]));
    }

    [Fact]
    public void The_mean_rank_is_over_the_tasks_that_all_competitors_have()
    {
        var ranks = Statistics.MeanRanks(
            [[0.9, 0.5, null], [0.4, 0.8, null], [0.9, 0.1, null], [0.9, null, null]]);
        Assert.Equal(4.0 / 3, ranks[0]!.Value, 12);
        Assert.Equal(5.0 / 3, ranks[1]!.Value, 12);
        Assert.Null(ranks[2]);
    }

    [Fact]
    public void Without_a_common_task_there_are_no_ranks()
    {
        Assert.Equal([null, null], Statistics.MeanRanks([[0.9, null], [null, 0.8]]));
        Assert.Equal([null, null], Statistics.MeanRanks([[0.9, double.NaN]]));
        Assert.Empty(Statistics.MeanRanks([]));
    }
}
