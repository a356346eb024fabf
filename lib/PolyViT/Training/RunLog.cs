using System.Diagnostics;

namespace PolyViT;

/// <summary>What a run has measured so far. Losses stay on the device until many can be read at
/// once.</summary>
internal sealed class RunLog(RunSpec spec, Timeline timeline, ImmutableArray<string> tasks) : IDisposable
{
    private const int ReadEvery = 25;

    private readonly List<LossPoint> losses = [];
    private readonly List<MetricPoint> metrics = [];
    private readonly List<(int Update, string[] Tasks, Tensor Losses)> unread = [];
    private readonly Dictionary<string, int> realised = tasks.ToDictionary(t => t, _ => 0);
    private readonly Stopwatch training = new();
    private readonly Stopwatch evaluation = new();
    private readonly Stopwatch waiting = new();
    private int updates;
    private int minibatchesDone;

    public void Train(IReadOnlyList<Minibatch> minibatches, Func<Tensor> update)
    {
        training.Start();
        var values = update().DetachFromDisposeScope();
        training.Stop();
        string[] names = [.. minibatches.Select(m => tasks[m.Task])];
        foreach (var name in names)
            realised[name]++;
        updates++;
        minibatchesDone += names.Length;
        unread.Add((updates, names, values));
        if (unread.Count >= ReadEvery)
            Read();
    }

    /// <summary>A reading whose time counts as waiting for data.</summary>
    public Fetch Timed(Fetch fetch) => (indices, rng) =>
    {
        waiting.Start();
        try
        {
            return fetch(indices, rng);
        }
        finally
        {
            waiting.Stop();
        }
    };

    public bool Finished => minibatchesDone == timeline.Minibatches.Length;

    public bool EvaluationIsDue(int justDone) =>
        Finished
        || (spec.EvaluateEvery > 0
            && minibatchesDone / spec.EvaluateEvery != (minibatchesDone - justDone) / spec.EvaluateEvery);

    public void Evaluate(TaskSpec task, Func<Scores> scores)
    {
        evaluation.Start();
        var found = scores();
        var examples = found.Mask.Count(m => m > 0);
        metrics.Add(new(updates, task.Name, task.Metric, PolyViT.Metrics.Of(task, found), examples));
        evaluation.Stop();
    }

    public Progress Progress()
    {
        var last = losses.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"loss {losses[^1].Loss:F3}");
        return new($"{timeline.Schedule.Name}, seed {spec.Seed}", minibatchesDone, timeline.Minibatches.Length, last);
    }

    public RunResult Result()
    {
        Read();
        var planned = timeline.Counts(tasks.Length);
        return new()
        {
            Schedule = timeline.Schedule.Name,
            Seed = spec.Seed,
            Updates = timeline.Schedule.Updates,
            Done = updates,
            Counts = [.. tasks.Select((t, i) => new StepCount(t, planned[i], realised[t]))],
            Losses = [.. losses],
            Metrics = [.. metrics],
            TrainSeconds = training.Elapsed.TotalSeconds,
            EvaluationSeconds = evaluation.Elapsed.TotalSeconds,
            DataSeconds = waiting.Elapsed.TotalSeconds,
        };
    }

    public void Dispose()
    {
        foreach (var (_, _, values) in unread)
            values.Dispose();
        unread.Clear();
    }

    private void Read()
    {
        foreach (var (update, names, values) in unread)
        {
            using var scope = NewDisposeScope();
            var read = values.to(ScalarType.Float64).cpu().data<double>().ToArray();
            losses.AddRange(names.Zip(read, (name, loss) => new LossPoint(update, name, Finite(loss, name, update))));
        }
        Dispose();
    }

    private double Finite(double loss, string task, int update) => double.IsFinite(loss)
        ? loss
        : throw new InputException(
            $"The loss of '{task}' is {loss} at update {update} of '{timeline.Schedule.Name}', seed {spec.Seed}: "
            + $"lower its learning rate (now {spec.Optimiser.LearningRate} times the task's coefficient).");
}
