using System.Text.Json;

namespace PolyViT.Tests;

public class CompareProbesTests
{
    private static readonly TaskData[] Tasks =
        [ToyTasks.Make("picture", Modality.Image, 6), ToyTasks.Make("clip", Modality.Video, 4)];

    private static readonly TaskData[] Unseen =
        [ToyTasks.Make("drawing", Modality.Image, 1), ToyTasks.Make("sound", Modality.Audio, 1)];

    private static readonly Plan Plan = new()
    {
        Tasks = [.. Tasks.Select(t => t.Spec)],
        Model = ToyTasks.Model,
        Schedules = ["weighted"],
        Seeds = [1],
        Optimiser = new() { LearningRate = 0.1 },
        Source = "toy",
        Probing = new() { Shots = [1, 5], Steps = 30, Lambdas = [0.01, 1], Rates = [0.1] },
    };

    [Fact]
    public void Every_model_is_probed_on_every_unseen_task_and_a_borrowed_tokenizer_is_told()
    {
        var result = CompareProbes.Run(Plan, Tasks, Unseen);
        Assert.Equal(["untrained", "single-task", "per modality", "all modalities"], Settings.Of(result));
        Assert.Equal(6, result.Runs.Length);
        Assert.All(result.Runs, r => Assert.Equal(2 * 4, r.Probes.Length));
        Assert.All(result.Runs.SelectMany(r => r.Probes), p => Assert.InRange(p.Value, 0, 1));
        var single = result.Runs.Where(r => r.Setting == "single-task").ToArray();
        IEnumerable<string> Remarks(RunResult run) =>
            run.Probes.Where(p => p.Task == "drawing").Select(p => p.Remark).Distinct();
        Assert.Equal([""], Remarks(single[0]));
        Assert.Equal(["tokenizer from Video"], Remarks(single[1]));
        // Where a model of the setting has the tokenizer, the others do not count.
        Assert.Equal(
            single[0].Probes.First(p => p is { Task: "drawing", Protocol: "logistic" }).Value,
            CompareProbes.Mean(result, "single-task", "drawing", "logistic")!.Value.Mean);
        Assert.Equal(
            single.SelectMany(r => r.Probes).Where(p => p is { Task: "sound", Protocol: "sgd" })
                .Average(p => p.Value),
            CompareProbes.Mean(result, "single-task", "sound", "sgd")!.Value.Mean, 1e-12);

        var again = JsonSerializer.Deserialize<ComparisonResult>(JsonSerializer.Serialize(result))!;
        var saved = 0;
        var resumed = CompareProbes.Run(Plan, Tasks, Unseen, save: _ => saved++, earlier: again);
        Assert.Equal((0, 6), (saved, resumed.Runs.Length));
        Assert.Throws<InputException>(() => CompareProbes.Run(
            Plan with { Probing = new() { Steps = 31 } }, Tasks, Unseen, earlier: again));
    }

    [Fact]
    public void A_probe_on_what_was_trained_on_is_refused()
    {
        var error = Assert.Throws<InputException>(() => CompareProbes.Run(Plan, Tasks, Tasks[..1]));
        Assert.Contains("'picture' is trained on", error.Message);
        Assert.Throws<InputException>(() => CompareProbes.Run(Plan, Tasks, []));
    }
}
