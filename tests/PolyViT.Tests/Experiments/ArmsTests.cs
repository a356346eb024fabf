using System.Text.Json;
using System.Threading;

namespace PolyViT.Tests;

public class ArmsTests
{
    private static readonly TaskData[] Tasks =
    [
        ToyTasks.Make("picture", Modality.Image, 5), ToyTasks.Make("drawing", Modality.Image, 3),
        ToyTasks.Make("clip", Modality.Video, 4), ToyTasks.Make("sound", Modality.Audio, 3),
    ];

    private static readonly Plan Plan = new()
    {
        Tasks = [.. Tasks.Select(t => t.Spec)],
        Model = ToyTasks.Model,
        Schedules = ["weighted"],
        Seeds = [1, 2],
        Optimiser = new() { LearningRate = 0.1 },
        Source = "toy",
    };

    [Fact]
    public void Every_setting_has_the_same_budget_and_every_run_is_told()
    {
        var saved = new List<int>();
        var last = default(Progress);
        var result = Arms.Run(
            Plan, CompareModalities.Of(Plan), Tasks, p => last = p, r => saved.Add(r.Runs.Length));
        Assert.Equal(2 * (4 + 3 + 1), result.Runs.Length);
        Assert.Equal(Enumerable.Range(1, 16), saved);
        Assert.Equal((90, 90), (last!.Done, last.Total));
        Assert.All(
            result.Runs.GroupBy(r => (r.Setting, r.Seed)),
            g => Assert.Equal(15, g.Sum(r => r.Counts.Sum(c => c.Realised))));
        Assert.Equal(["single-task", "per modality", "all modalities"], Settings.Of(result));
        foreach (var setting in Settings.Of(result))
            Assert.All(Plan.Tasks, t => Assert.Equal(2, Settings.Mean(result, setting, t.Name)!.Value.Count));
        Assert.Equal(64, result.TrainExamples["clip"]);
    }

    [Fact]
    public void All_arms_of_a_seed_start_from_the_same_weights_also_with_adapters()
    {
        using var scope = NewDisposeScope();
        Tensor Logits(int adapters, int task, params int[] tasks)
        {
            var spec = new RunSpec(ToyTasks.Model with { AdapterLayers = adapters }, new(), 3);
            using var state = Arms.Start(spec, [.. tasks.Select(t => Tasks[t].Spec)]);
            using var quiet = no_grad();
            return state.Model.Logits(Tasks[task].Spec, Tasks[task].Test.Fetch([0, 1, 2], default).Input);
        }
        foreach (var task in new[] { 0, 2, 3 })
        {
            var plain = Logits(0, task, 0, 1, 2, 3);
            Assert.True(plain.Equals(Logits(1, task, 0, 1, 2, 3)));
            Assert.True(plain.Equals(Logits(2, task, 0, 1, 2, 3)));
            Assert.True(plain.Equals(Logits(0, task, task)));
        }
    }

    [Fact]
    public void What_is_finished_is_not_run_again_and_the_rest_is_the_same_as_without_a_break()
    {
        var arms = CompareAdapters.Of(Plan, [0, 2]);
        var whole = Arms.Run(Plan, arms, Tasks);
        using var stop = new CancellationTokenSource();
        var part = Arms.Run(Plan, arms, Tasks, p => { if (p.Done >= 50) stop.Cancel(); }, stop: stop.Token);
        Assert.Contains(part.Runs, r => r.Done < r.Updates);
        var made = new List<string>();
        var resumed = Arms.Run(Plan, arms, Tasks, p => made.Add(p.Label), earlier: Again(part));
        Assert.Equal(whole.Runs.Select(Numbers), resumed.Runs.Select(Numbers));
        var done = part.Runs.Where(r => r.Done == r.Updates).Sum(r => r.Updates);
        Assert.Equal(whole.Runs.Sum(r => r.Updates) - done, made.Count);
        var third = Plan with { Seeds = [1, 2, 3] };
        Assert.Equal(27, Arms.Run(third, arms, Tasks, earlier: resumed).Runs.Length);
    }

    [Fact]
    public void Schedules_resume_from_results_of_before_there_were_settings()
    {
        var plan = Plan with { Schedules = ["weighted", "uniform"], Seeds = [1] };
        var old = CompareSchedules.Run(plan, Tasks);
        old = old with { Arms = [], Runs = [old.Runs[0] with { Setting = "" }] };
        var made = new HashSet<string>();
        var result = CompareSchedules.Run(plan, Tasks, p => made.Add(p.Label), earlier: Again(old));
        Assert.Equal(["weighted", "uniform"], result.Runs.Select(r => r.Setting));
        Assert.Equal(["uniform, seed 1"], made);
    }

    [Fact]
    public void Earlier_runs_that_would_be_lost_are_refused()
    {
        var plan = Plan with { Seeds = [1] };
        var arms = CompareModalities.Of(plan);
        var earlier = Arms.Run(plan, arms, Tasks);
        void Refused(Plan other, ImmutableArray<Arm> now) => Assert.Contains(
            "not part of what is asked for now",
            Assert.Throws<InputException>(() => Resume.Finished(earlier, other, now)).Message);
        Refused(plan with { Seeds = [2] }, arms);
        Refused(plan with { Optimiser = new() { LearningRate = 0.2 } }, arms);
        Refused(plan with { Tasks = plan.Tasks.SetItem(0, plan.Tasks[0] with { Steps = 6 }) }, arms);
        Refused(plan, arms.RemoveAt(0));
        Assert.Equal(8, Resume.Finished(earlier, plan, arms).Length);
    }

    [Fact]
    public void Unfair_arms_are_refused_before_anything_is_trained()
    {
        void Refused(string words, Plan plan, params Arm[] arms) => Assert.Contains(
            words, Assert.Throws<InputException>(() => Arms.Run(plan, [.. arms], Tasks)).Message);
        var all = CompareModalities.Of(Plan)[^1];
        Refused("trains 'clip' 0 times", Plan, all with { Tasks = all.Tasks.Remove("clip") });
        Refused("trains 'clip' 2 times", Plan, all, new("all modalities", ["clip"], Plan.Model));
        Refused("'cats', which the plan does not have", Plan, all with { Tasks = all.Tasks.Add("cats") });
        Refused("no schedule 'sideways'", Plan, all with { Schedule = "sideways" });
        Refused("not all different", Plan with { Seeds = [1, 1] }, all);
        Refused("no seeds", Plan with { Seeds = [] }, all);
        void Mistaken(string words, Func<object> act) =>
            Assert.Contains(words, Assert.Throws<InputException>(act).Message, StringComparison.Ordinal);
        Mistaken("L_adapt is 3", () => CompareAdapters.Of(Plan, [0, 3]));
        Mistaken("of one modality", () => CompareAdapters.Of(Plan with { Tasks = Plan.Tasks[..2] }));
        Mistaken("fewer than its batch", () => CompareModalities.Smaller(Tasks[0], 7));
    }

    [Fact]
    public void Parameters_lie_where_the_model_has_them()
    {
        var result = new ComparisonResult
        {
            Plan = Plan,
            Machine = Machine.Describe("cpu"),
            Runs = [],
            Arms = CompareAdapters.Of(Plan),
        };
        using var model = PolyVit.Create(Plan.Model with { AdapterLayers = 1 }, Plan.Tasks, 1);
        var split = Settings.Parameters(result, "L_adapt = 1");
        Assert.Equal(model.Parameters.Count, split.Total);
        var none = Settings.Parameters(result, "L_adapt = 0");
        var block = split.Adapter / 3; // one of each modality in place of one that is shared
        Assert.Equal((0, none.Shared - block, none.Head), (none.Adapter, split.Shared, split.Head));
        Assert.Equal(none.Tokenizer, split.Tokenizer);
        Assert.Equal(4 * none.Shared, Settings.Parameters(result, "single-task").Shared);
        Assert.Equal(3 * none.Shared, Settings.Parameters(result, "per modality").Shared);
    }

    [Fact]
    public void The_papers_sizes_come_out()
    {
        var result = new ComparisonResult
        {
            Plan = Plan.Paper,
            Machine = Machine.Describe("cpu"),
            Runs = [],
            Arms = CompareAdapters.Of(Plan.Paper),
        };
        long Total(string setting) => Settings.Parameters(result, setting).Total;
        Assert.Equal(781_734_607, Total("single-task"));
        Assert.Equal(262_795_471, Total("per modality"));
        Assert.Equal(92_683_471, Total("L_adapt = 0"));
        Assert.Equal(177_737_935, Total("L_adapt = 6"));
        Assert.Equal(262_792_399, Total("L_adapt = 12"));
    }

    [Fact]
    public void Gains_are_over_the_same_seeds_single_task_model()
    {
        var result = Arms.Run(Plan, CompareModalities.Of(Plan), Tasks);
        var gain = CompareModalities.Gains(result, CompareModalities.All).Single(g => g.Task.Name == "clip");
        double Of(string setting, ulong seed) => Settings.Value(result, setting, "clip", seed)!.Value;
        double Difference(ulong seed) => Of("all modalities", seed) - Of("single-task", seed);
        Assert.Equal((Difference(1) + Difference(2)) / 2, gain.Gain.Mean, 1e-12);
        Assert.Equal(64, gain.Examples);
        Assert.Equal(3, Settings.Ranks(result)!.Value.Test.MeanRanks.Length);
        Assert.Equal(16, CompareModalities.Smaller(Tasks[0], 16).Train.Count);
    }

    private static ComparisonResult Again(ComparisonResult result) =>
        JsonSerializer.Deserialize<ComparisonResult>(JsonSerializer.Serialize(result))!;

    private static string Numbers(RunResult r) =>
        string.Join(" ", [r.Setting, r.Seed, .. r.Losses.Select(l => l.Loss), .. r.Metrics.Select(m => m.Value)]);
}
