using System.Threading;

namespace PolyViT.Tests;

public class ComparisonTests
{
    private static readonly ComparisonOptions Small = new() { Seeds = 1, Steps = 21 };

    [Fact]
    public void Every_arm_has_the_same_budget_and_planned_equals_realised()
    {
        var comparison = Comparison.Prepare(Small with { Seeds = 2, Tasks = ["shapes", "colours", "contour"], Steps = 9 });
        comparison = comparison with { Plan = comparison.Plan with { EvaluateEvery = 0 } };
        var saved = new List<int>();
        var result = CompareSchedules.Run(comparison.Plan, comparison.Tasks, null, r => saved.Add(r.Runs.Length));
        Assert.Equal(10, result.Runs.Length);
        Assert.Equal(Enumerable.Range(1, 10), saved);
        Assert.All(result.Runs, r => Assert.Equal(9, r.Counts.Sum(c => c.Realised)));
        Assert.All(result.Runs, r => Assert.All(r.Counts, c => Assert.Equal(c.Planned, c.Realised)));
        Assert.All(result.Runs, r => Assert.All(comparison.Plan.Tasks, t => Assert.NotNull(r.Final(t.Name))));
    }

    [Fact]
    public void Steps_are_shared_by_the_tasks_own_steps()
    {
        var whole = Comparison.Prepare(new());
        var scaled = Comparison.Prepare(new() { Steps = 1000 });
        Assert.Equal(1000, scaled.Plan.Tasks.Sum(t => t.Steps));
        var ratio = 1000.0 / whole.Plan.Tasks.Sum(t => t.Steps);
        Assert.All(whole.Plan.Tasks.Zip(scaled.Plan.Tasks), p => Assert.InRange(p.Second.Steps, (p.First.Steps * ratio) - 2, (p.First.Steps * ratio) + 2));
        Assert.All(Comparison.Prepare(Small with { Steps = 7 }).Plan.Tasks, t => Assert.Equal(1, t.Steps));
    }

    [Fact]
    public void Seeds_follow_the_first_one() => Assert.Equal(
        [7ul, 8ul, 9ul], Comparison.Prepare(Small with { Seeds = 3, FirstSeed = 7, Tasks = ["shapes"] }).Plan.Seeds);

    [Fact]
    public void All_schedules_of_a_seed_start_from_the_same_weights_and_see_each_tasks_data_in_the_same_order()
    {
        var comparison = Comparison.Prepare(Small with { Tasks = ["shapes", "rhythm"], Steps = 6 });
        var spec = new RunSpec(comparison.Plan.Model, comparison.Plan.Optimiser, 1);
        using var a = TrainState.Create(spec, comparison.Plan.Tasks);
        using var b = TrainState.Create(spec, comparison.Plan.Tasks);
        Assert.True(a.Model.Parameters.Values.allclose(b.Model.Parameters.Values, 0, 0));
        // The first loss of a task that no other was trained before is the same under every schedule that
        // begins with it.
        var result = CompareSchedules.Run(comparison.Plan, comparison.Tasks);
        var first = result.Runs.Select(r => r.Losses[0]).GroupBy(l => l.Task).Where(g => g.Count() > 1);
        Assert.All(first, g => Assert.Single(g.Select(l => l.Loss).Distinct()));
    }

    [Fact]
    public void A_stop_keeps_finished_and_half_finished_runs()
    {
        var comparison = Comparison.Prepare(Small with { Tasks = ["shapes", "rhythm"] });
        using var stop = new CancellationTokenSource();
        var result = CompareSchedules.Run(
            comparison.Plan, comparison.Tasks, p => { if (p.Done >= 26) stop.Cancel(); }, null, stop.Token);
        Assert.Equal(2, result.Runs.Length);
        Assert.True(result.Runs[1].Done < result.Runs[1].Updates);
    }

    [Fact]
    public void Mistakes_are_told_before_anything_is_trained()
    {
        void Refused(string words, ComparisonOptions options) => Assert.Contains(
            words, Assert.Throws<InputException>(() => Comparison.Prepare(options)).Message, StringComparison.Ordinal);
        Refused("no schedule 'sideways'", Small with { Schedules = ["weighted", "sideways"] });
        Refused("no generated task 'shape'", Small with { Tasks = ["shape"] });
        Refused("0 steps", Small with { Steps = 0 });
        Refused("3 steps cannot be shared by 7 tasks", Small with { Steps = 3 });
        Refused("A data folder without a name does not exist", Small with { Data = "" });
        Refused("0 seeds", Small with { Seeds = 0 });
        Refused("does not exist", Small with { Data = "/nowhere" });
        Refused("no device 'tpu'", Small with { Device = "tpu" });
        Refused("There is no task", Small with { Data = SharedFolder.Repository, Tasks = ["imagenet22k"] });
    }

    [Fact]
    public void The_real_tasks_open_train_and_are_judged()
    {
        var root = SharedFolder.Require("data");
        var comparison = Comparison.Prepare(new()
        {
            Data = root,
            Seeds = 1,
            Steps = 8,
            Schedules = ["weighted"],
            Tasks = ["cifar10", "pets", "fsdd-digit", "fsdd-speaker"],
        });
        var result = CompareSchedules.Run(comparison.Plan, comparison.Tasks);
        Assert.All(comparison.Plan.Tasks, t => Assert.InRange(result.Runs[0].Final(t.Name)!.Value, 0, 1));
        Assert.Equal([1000, 298, 300, 300], result.Runs[0].Metrics.TakeLast(4).Select(m => m.Examples));
    }
}
