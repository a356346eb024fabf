using System.Threading;

namespace PolyViT.Tests;

/// <summary>Tensors are freed when they should be, and never before.</summary>
[Collection("alone")]
public class MemoryTests
{
    private static readonly RunSpec Spec = new(ToyTasks.Model, new OptimiserConfig { LearningRate = 0.1 }, 1);

    public static TheoryData<string> Names => [.. Schedules.All.Select(s => s.Name)];

    private static TaskSpec[] Specs => [.. ToyTasks.Three.Select(t => t.Spec)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Live_tensors_are_flat_from_step_50_to_step_500(string name)
    {
        TaskSpec[] specs = [.. Specs.Select(s => s with { Steps = 170 * (name == "accumulating" ? 3 : 1) })];
        using var state = TrainState.Create(Spec, specs);
        var timeline = Timeline.Of(Schedules.ByName(name)(specs, 1), 3);
        var counts = new List<long>();
        _ = Settled();
        foreach (var update in timeline.Minibatches.GroupBy(m => m.Update))
        {
            using var scope = NewDisposeScope();
            _ = TrainStep.Update(state, ToyTasks.Three, [.. update], 0.1);
            scope.DisposeEverything();
            counts.Add(Tensor.TotalCount);
        }
        Assert.True(counts.Count >= 500);
        Assert.Single(counts.Skip(50).Distinct());
    }

    [Fact]
    public void A_whole_run_with_evaluation_leaves_no_tensor_behind()
    {
        var before = Settled();
        _ = CoTraining.Run(Spec with { EvaluateEvery = 20 }, ToyTasks.Three, Schedules.Weighted(Specs, 1));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void A_run_that_throws_leaves_no_tensor_behind()
    {
        var before = Settled();
        var visits = 0;
        Fetch inner = ToyTasks.Three[1].Train.Fetch;
        var faulty = ToyTasks.Three[1] with
        {
            Train = new(64, (i, r) => ++visits > 5 ? throw new IOException("disk") : inner(i, r)),
        };
        TaskData[] tasks = [ToyTasks.Three[0], faulty, ToyTasks.Three[2]];
        Assert.Throws<IOException>(() => CoTraining.Run(Spec, tasks, Schedules.Weighted(Specs, 1)));
        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Thousands_of_collections_change_no_bit_of_any_schedule()
    {
        var quiet = Schedules.All.Select(s => Train(s.Make)).ToArray();
        using var stop = new CancellationTokenSource();
        var before = GC.CollectionCount(0);
        var collector = new Thread(() => Provoke(stop.Token));
        collector.Start();
        byte[][] stressed = [.. Schedules.All.Select(s => Train(s.Make))];
        for (var round = 0; round < 40 && GC.CollectionCount(0) - before < 2000; round++)
            Assert.Equal(stressed[round % 5], Train(Schedules.All[round % 5].Make));
        stop.Cancel();
        collector.Join();
        Assert.True(GC.CollectionCount(0) - before >= 2000, $"only {GC.CollectionCount(0) - before} collections");
        Assert.Equal(quiet, stressed);
    }

    // What earlier tests left to the finaliser must not go while this one counts.
    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }

    private static byte[] Train(MakeSchedule make)
    {
        using var state = TrainState.Create(Spec, Specs);
        _ = CoTraining.Run(state, ToyTasks.Three, Timeline.Of(make(Specs, 1), 3), null, default);
        return [.. state.Model.Parameters.Values.bytes, .. state.Velocity.bytes];
    }

    // What a careless loader does: short-lived arrays, and a finaliser queue that is always being served.
    private static void Provoke(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            for (var i = 0; i < 20; i++)
                GC.KeepAlive(new byte[20_000]);
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
        }
    }
}

/// <summary>Tests that count the live tensors of the process run while no other test does.</summary>
[CollectionDefinition("alone", DisableParallelization = true)]
public class AloneCollection;
