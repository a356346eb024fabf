namespace PolyViT.Notebooks.Tests;

/// <summary>Invented results of a plausible shape, for charts and tables. Nothing was trained.</summary>
internal static class Invented
{
    private static readonly (string Name, Modality Modality, int Classes, double Best, int Steps)[] Nine =
    [
        ("cifar10", Modality.Image, 10, 0.78, 200), ("cifar100", Modality.Image, 100, 0.47, 200),
        ("fashion-mnist", Modality.Image, 10, 0.90, 100), ("eurosat", Modality.Image, 10, 0.86, 100),
        ("kinetics-mini", Modality.Video, 40, 0.38, 240), ("ucf-mini", Modality.Video, 11, 0.66, 120),
        ("esc50", Modality.Audio, 50, 0.41, 80), ("speech-commands", Modality.Audio, 35, 0.83, 160),
        ("audioset-mini", Modality.Audio, 50, 0.24, 200),
    ];

    public static readonly string[] FiveSchedules =
        ["task_by_task", "alternating", "uniform", "weighted", "accumulating"];

    public static Plan Plan(int tasks = 9, int seeds = 3) => new()
    {
        Tasks =
        [
            .. Nine.Take(tasks).Select(t => new TaskSpec
            {
                Name = t.Name, Modality = t.Modality, Classes = t.Classes, Steps = t.Steps,
                Metric = t.Name == "audioset-mini" ? Metric.MeanAveragePrecision : Metric.Top1,
                Kind = t.Name == "audioset-mini" ? TaskKind.MultiLabel : TaskKind.Label,
                LrCoefficient = t.Modality == Modality.Audio ? 0.5 : 1,
            }),
        ],
        Model = ModelConfig.Laptop,
        Schedules = [.. FiveSchedules],
        Seeds = [.. Enumerable.Range(1, seeds).Select(s => (ulong)s)],
        EvaluateEvery = 70,
        Source = "invented",
    };

    public static IReadOnlyList<(string Schedule, IReadOnlyList<int> TaskAt)> Planned(Plan plan) =>
        [.. plan.Schedules.Select(s => (s, (IReadOnlyList<int>)TaskAt(plan, s)))];

    public static ComparisonResult Result(int tasks = 9, int seeds = 3)
    {
        var plan = Plan(tasks, seeds);
        return new()
        {
            Plan = plan,
            Machine = new(
                "cpu (invented)", 2, "Linux, .NET 10.0", ImmutableSortedDictionary<string, string>.Empty
                .Add("TorchSharp", "0.107.0").Add("libtorch", "2.10.0").Add("PolyViT", "0.1.0")),
            Runs =
            [
                .. from schedule in plan.Schedules
                   from seed in plan.Seeds
                   select Run(plan, schedule, seed),
            ],
        };
    }

    /// <summary>One seed of four tasks: one schedule was stopped, one was not run.</summary>
    public static ComparisonResult Partial()
    {
        var one = Result(4, 1);
        var runs = one.Runs.Where(r => r.Schedule is not ("weighted" or "uniform"));
        return one with { Runs = [.. runs, Run(one.Plan, "uniform", 1, 0.4)] };
    }

    /// <summary>Names that are markup.</summary>
    public static ComparisonResult Hostile()
    {
        const string bad = "<script>alert('[x]')</script>";
        var one = Result(2, 1);
        var (task, schedule) = (one.Plan.Tasks[0].Name, one.Plan.Schedules[0]);
        string Rename(string name) => name == task || name == schedule ? bad + name : name;
        return one with
        {
            Plan = one.Plan with
            {
                Tasks = [.. one.Plan.Tasks.Select(t => t with { Name = Rename(t.Name) })],
                Schedules = [.. one.Plan.Schedules.Select(Rename)],
                Source = bad,
            },
            Machine = one.Machine with { Device = bad },
            Runs =
            [
                .. one.Runs.Select(r => r with
                {
                    Schedule = Rename(r.Schedule),
                    Counts = [.. r.Counts.Select(c => c with { Task = Rename(c.Task) })],
                    Losses = [.. r.Losses.Select(l => l with { Task = Rename(l.Task) })],
                    Metrics = [.. r.Metrics.Select(m => m with { Task = Rename(m.Task) })],
                }),
            ],
        };
    }

    public static RunResult Run(Plan plan, string schedule, ulong seed, double share = 1)
    {
        var taskAt = TaskAt(plan, schedule);
        var (k, perUpdate) = (plan.Tasks.Length, schedule == "accumulating" ? plan.Tasks.Length : 1);
        var (skill, trained) = (new double[k], new int[k]);
        var (losses, metrics) = (new List<LossPoint>(), new List<MetricPoint>());
        var rng = Rng.At(seed, "invented/" + schedule, 0);
        var made = (int)(taskAt.Length * share);
        for (var i = 0; i <= made; i++)
        {
            if (i % plan.EvaluateEvery == 0 || i == made)
            {
                metrics.AddRange(plan.Tasks.Select((t, j) => new MetricPoint(
                    i / perUpdate, t.Name, t.Metric,
                    Value(plan, j, skill[j] + (0.012 * rng.Normal((i * 64) + j))))));
            }
            if (i == made)
                break;
            var (k0, task) = (taskAt[i], plan.Tasks[taskAt[i]]);
            Learn(plan, skill, k0, schedule);
            trained[k0]++;
            var noise = 0.12 * rng.Normal((i * 64L) + 63);
            var loss = (Math.Log(task.Classes) * (1 - (0.85 * skill[k0]))) + noise;
            losses.Add(new((i / perUpdate) + 1, task.Name, loss));
        }
        return new()
        {
            Schedule = schedule,
            Seed = seed,
            Updates = taskAt.Length / perUpdate,
            Done = made / perUpdate,
            Counts =
            [
                .. plan.Tasks.Select((t, j) => new StepCount(t.Name, taskAt.Count(x => x == j), trained[j])),
            ],
            Losses = [.. losses],
            Metrics = [.. metrics],
            TrainSeconds = made * 0.19 * (1 + (0.05 * rng.Uniform(9))),
            EvaluationSeconds = 31 + rng.Uniform(10),
        };
    }

    private static void Learn(Plan plan, double[] skill, int task, string schedule)
    {
        for (var j = 0; j < skill.Length; j++)
        {
            var forgets = plan.Tasks[j].Modality == plan.Tasks[task].Modality ? 0.0035 : 0.0016;
            skill[j] *= j == task ? 1 : 1 - forgets;
        }
        skill[task] += (1 - skill[task]) * (schedule == "accumulating" ? 0.022 : 0.035);
    }

    private static double Value(Plan plan, int task, double skill)
    {
        var chance = 1.0 / plan.Tasks[task].Classes;
        return chance + ((Nine[task].Best - chance) * Math.Clamp(skill, 0, 1));
    }

    private static int[] TaskAt(Plan plan, string schedule)
    {
        var (k, total) = (plan.Tasks.Length, plan.Tasks.Sum(t => t.Steps));
        var rng = Rng.At(1, "order", 0);
        int[] blocks = [.. plan.Tasks.SelectMany((t, j) => Enumerable.Repeat(j, t.Steps))];
        return schedule switch
        {
            "task_by_task" => blocks,
            "uniform" => [.. Enumerable.Range(0, total).Select(i => rng.Below(i, k))],
            "weighted" => [.. rng.Permutation(total).Select(i => blocks[i])],
            _ => [.. Enumerable.Range(0, total / k * k).Select(i => i % k)],
        };
    }
}
