using System.Threading;

namespace PolyViT.Tests;

/// <summary>Whole runs on splits that are read from files.</summary>
[Collection("alone")]
public class StreamedTrainingTests
{
    private static readonly ModelConfig Model = ToyTasks.Model with { Inputs = new(4, 2, 8, 8, 8) };
    private static readonly LoadingOptions Lenient = new() { MostUnreadable = 0.5 };

    private static TaskData[] Tasks(int workers, Action<int, CancellationToken>? before = null) =>
    [
        MadeExamples.Task(
            "one", MadeExamples.Of(20, bad: [3, 11], set: "one"), Lenient with { Workers = workers }, steps: 12),
        MadeExamples.Task("two", MadeExamples.Of(16, set: "two", before: before), Lenient with { Workers = workers }),
        ToyTasks.Make("clip", Modality.Video, 5, inputs: Model.Inputs),
    ];

    private static (byte[] Bytes, RunResult Result) Train(
        TaskData[] tasks, long ahead, CancellationToken stop = default, Report? report = null)
    {
        var spec = new RunSpec(Model, new() { LearningRate = 0.1 }, 5, EvaluateEvery: 9)
        {
            ReadAheadBytes = ahead,
            CurveExamples = 7,
        };
        TaskSpec[] specs = [.. tasks.Select(t => t.Spec)];
        using var state = TrainState.Create(spec, specs);
        var timeline = Timeline.Of(Schedules.Weighted(specs, 1), specs.Length);
        var result = CoTraining.Run(state, tasks, timeline, report, stop);
        return ([.. state.Model.Parameters.Values.bytes], result);
    }

    [Fact]
    public void A_run_ends_with_the_same_bytes_however_its_data_are_read()
    {
        var (bytes, result) = Train(Tasks(workers: 1), ahead: 0);
        foreach (var (workers, ahead) in new[] { (1, 1L << 30), (2, 5000L), (5, 1L << 20) })
        {
            var other = Train(Tasks(workers), ahead);
            Assert.Equal(bytes, other.Bytes);
            Assert.Equal(result.Losses, other.Result.Losses);
            Assert.Equal(result.Metrics, other.Result.Metrics);
            Assert.Equal(result.Unreadable, other.Result.Unreadable);
        }
    }

    [Fact]
    public void The_result_names_what_could_not_be_read_and_counts_the_test_examples_that_could()
    {
        var (_, result) = Train(Tasks(workers: 2), ahead: 1 << 20);
        Assert.Equal([("one", "11.x"), ("one", "3.x")], result.Unreadable.Select(u => (u.Set, u.Name)));
        Assert.Equal(18, result.Metrics.Last(m => m.Task == "one").Examples);
        Assert.Equal(16, result.Metrics.Last(m => m.Task == "two").Examples);
        Assert.InRange(result.DataSeconds, 0, result.TrainSeconds);
    }

    [Fact]
    public void The_last_evaluation_averages_over_views_where_that_is_asked_for()
    {
        var once = Judged(average: false, out var unlooked);
        var thrice = Judged(average: true, out var looked);
        Assert.Equal((0, 57), (unlooked, looked));
        Assert.Equal(once.Losses, thrice.Losses);
        Assert.Equal(once.Metrics.SkipLast(1), thrice.Metrics.SkipLast(1));
        Assert.Equal(19, thrice.Metrics[^1].Examples);
    }

    // Three views of 20 examples, one of them broken; how many are read.
    private static RunResult Judged(bool average, out int looked)
    {
        var (examples, seen) = (MadeExamples.Of(20, bad: [3]), 0);
        var counted = examples with
        {
            Read = (i, rng, into, stop) =>
            {
                examples.Read(i, rng, into, stop);
                _ = Interlocked.Increment(ref seen);
            },
        };
        var data = MadeExamples.Task("one", examples, Lenient) with
        {
            TestViews = MediaSplit.Tests([counted, counted, counted], Lenient),
        };
        var spec = new RunSpec(Model, new() { LearningRate = 0.1 }, 5, EvaluateEvery: 3) { AverageViews = average };
        var result = CoTraining.Run(spec, [data], Schedules.Weighted([data.Spec], 1));
        looked = seen;
        return result;
    }

    [Fact]
    public void A_stop_while_a_decoder_hangs_ends_the_run_with_what_was_measured()
    {
        using var stop = new CancellationTokenSource();
        using var armed = new ManualResetEventSlim();
        var tasks = Tasks(workers: 2, before: (_, token) =>
        {
            if (!armed.IsSet)
                return;
            stop.CancelAfter(50);
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        });
        var (_, result) = Train(tasks, ahead: 2000, stop.Token, p =>
        {
            if (p.Done == 4)
                armed.Set();
        });
        Assert.InRange(result.Done, 4, 22);
        Assert.Equal(result.Done, result.Losses.Length);
    }

    [Fact]
    public void A_run_that_ends_in_an_error_leaves_no_tensor_and_says_what_was_wrong()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        var tasks = Tasks(workers: 2);
        tasks[0] = MadeExamples.Task(
            "one", MadeExamples.Of(20, bad: [3, 11], set: "one"), new() { MostUnreadable = 0.05 }, steps: 12);
        Refusal.Names(() => Train(tasks, ahead: 1 << 20), "2 of 20 items of one", "MostUnreadable");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Evaluation_gives_the_same_scores_in_batches_of_one_size_with_the_last_one_padded()
    {
        using var scope = NewDisposeScope();
        var made = MadeExamples.Of(20, bad: [3, 11]);
        var examples = made with { Read = (i, _, into, stop) => made.Read(i, Rng.At(1, "own", i), into, stop) };
        var data = MadeExamples.Task("one", examples, Lenient);
        using var model = PolyVit.Create(Model, [data.Spec], 1);
        var seen = new HashSet<int>();
        var split = data.Test.Over(data.Test.Count, fetch => (indices, rng) =>
        {
            lock (seen)
                _ = seen.Add(indices.Count);
            return fetch(indices, rng);
        });
        var plain = Evaluate.On(model, data.Spec, data.Test);
        var padded = Evaluate.On(model, data.Spec, split, batch: 6);
        Assert.Equal([2, 6], seen.Order());
        Assert.Equal(plain.Mask, padded.Mask);
        Assert.Equal(18, plain.Mask.Sum());
        foreach (var (a, b) in plain.Logits.Zip(padded.Logits))
            Assert.All(a.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        using var batch = data.Test.Fetch([0, 3], default).Padded(4);
        Assert.Equal([1, 0, 0, 0], batch.Mask.data<float>().ToArray());
        Assert.Equal(4, batch.Size);
    }
}
