namespace PolyViT.Tests;

public class ScheduleTests
{
    private static readonly TaskSpec[] Tasks = [Task("a", 60), Task("b", 30), Task("c", 10), Task("d", 1)];

    private static readonly int Total = Tasks.Sum(t => t.Steps);

    public static TheoryData<string> Names => [.. Schedules.All.Select(s => s.Name)];

    [Theory]
    [InlineData("task-by-task", 60, 30, 10, 1)]
    [InlineData("weighted", 60, 30, 10, 1)]
    [InlineData("alternating", 26, 25, 25, 25)]
    [InlineData("uniform", 26, 25, 25, 25)]
    [InlineData("accumulating", 25, 25, 25, 25)]
    public void Counts_are_exact(string name, params int[] counts) =>
        Assert.Equal(counts, Lay(name, 1).Counts(4));

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_update_can_be_asked_for_without_the_others(string name)
    {
        var lay = Lay(name, 5);
        var again = Schedules.ByName(name)(Tasks, 5);
        foreach (var group in lay.Minibatches.GroupBy(m => m.Update).Reverse())
            Assert.Equal(group.Select(m => m.Task), again.At(group.Key));
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("weighted")]
    public void Another_seed_is_another_order(string name) =>
        Assert.NotEqual(Lay(name, 1).Minibatches, Lay(name, 2).Minibatches);

    [Fact]
    public void Every_order_of_tasks_occurs_in_task_by_task()
    {
        var orders = Enumerable.Range(0, 400).Select(s => string.Concat(
            Lay("task-by-task", (ulong)s).Minibatches.Select(m => m.Task).Distinct()));
        Assert.Equal(24, orders.Distinct().Count());
    }

    [Fact]
    public void A_weighted_order_is_uniform_over_its_places()
    {
        var first = Enumerable.Range(0, 10_000).Select(s => Schedules.Weighted(Tasks, (ulong)s).At(0)[0]);
        var chi2 = first.GroupBy(t => t).Sum(g =>
            Math.Pow(g.Count() - (10_000.0 * Tasks[g.Key].Steps / Total), 2) / (10_000.0 * Tasks[g.Key].Steps / Total));
        Assert.InRange(chi2, 0, 16.3); // 0.1 % point with 3 degrees of freedom
    }

    [Fact]
    public void Alternating_never_waits_longer_than_the_other_tasks() =>
        Assert.All(Enumerable.Range(0, 4), t => Assert.Equal(3, Lay("alternating", 1).LongestGap(t)));

    [Fact]
    public void Accumulating_updates_once_per_all_tasks()
    {
        var lay = Lay("accumulating", 1);
        Assert.Equal(Total / 4, lay.Schedule.Updates);
        Assert.All(lay.Minibatches.GroupBy(m => m.Update), g => Assert.Equal([0, 1, 2, 3], g.Select(m => m.Task)));
    }

    [Fact]
    public void Visits_count_each_tasks_own_minibatches() =>
        Assert.All(Lay("weighted", 3).Minibatches.GroupBy(m => m.Task),
            g => Assert.Equal(Enumerable.Range(0, g.Count()), g.Select(m => m.Visit)));

    [Fact]
    public void One_of_ones_own_is_a_lambda()
    {
        var mine = Timeline.Of(Schedule.Of("mine", 12, u => u % 3 == 0 ? 1 : 0), 2);
        Assert.Equal([8, 4], mine.Counts(2));
        Assert.Equal(2, mine.LongestGap(1));
        Assert.Equal(4 * 32 / 64.0, mine.Passes(1, 32, 64));
    }

    [Fact]
    public void Mistakes_are_told_in_words()
    {
        var unknown = Assert.Throws<InputException>(() => Schedules.ByName("weigthed"));
        Assert.Contains("'weigthed': choose from task-by-task, accumulating", unknown.Message, StringComparison.Ordinal);
        Assert.Throws<InputException>(() => Timeline.Of(Schedule.Of("none", 0, _ => 0), 1));
        var wrong = Assert.Throws<InputException>(() => Timeline.Of(Schedule.Of("far", 3, u => u), 2));
        Assert.Contains("task 2 at update 2", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_released_shares_follow_from_the_steps()
    {
        int[] steps = [20_000, 10_000, 10_000, 500, 2_500, 134_700, 15_900, 100_680, 123_640];
        var lay = Timeline.Of(Schedules.Weighted([.. steps.Select((s, i) => Task($"t{i}", s))], 0), 9);
        Assert.Equal(417_920, lay.Minibatches.Length);
        Assert.Equal(steps, lay.Counts(9));
    }

    private static Timeline Lay(string name, ulong seed) => Timeline.Of(Schedules.ByName(name)(Tasks, seed), Tasks.Length);

    private static TaskSpec Task(string name, int steps) =>
        new() { Name = name, Modality = Modality.Image, Classes = 2, Steps = steps };
}
