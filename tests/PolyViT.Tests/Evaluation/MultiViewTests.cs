using System.Threading;

namespace PolyViT.Tests;

public class MultiViewTests
{
    private static readonly ModelConfig Tiny =
        new(16, 1, 2, 32, new(8, 4, 8, 16, 16), [4, 4], [2, 4, 4], [8, 8]);

    private static readonly TaskSpec Task =
        new() { Name = "made", Modality = Modality.Image, Classes = 3, Metric = Metric.Top1 };

    // Example i under view v; every fifth example cannot be read under view 1.
    private static Split View(int v, List<int[]>? seen = null) => new(10, (indices, _) =>
    {
        seen?.Add([.. indices]);
        var x = indices.Select(i => Rng.At((ulong)v, "x", i).Normal([8, 8, 3])).ToArray();
        var mask = indices.Select(i => v == 1 && i % 5 == 0 ? 0f : 1f).ToArray();
        return new(stack(x), eye(3).index_select(0, tensor(indices.Select(i => i % 3).ToArray())), tensor(mask));
    });

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-5f));

    private static float[][] Expected(PolyVit model, Func<Tensor, Tensor> change, int views = 3) =>
    [
        .. Enumerable.Range(0, 10).Select(i => stack(
            [.. Enumerable.Range(0, views).Select(v => change(model.Logits(Task, View(v).Fetch([i], default).Input)))])
            .mean([0L]).data<float>().ToArray()),
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(16)]
    public void Logits_or_probabilities_are_averaged_whatever_the_batch(int batch)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = PolyVit.Create(Tiny, [Task], 1);
        Split[] views = [View(0), View(1), View(2)];
        var scores = MultiView.On(model, Task, views, batch: batch);
        foreach (var (row, made) in Expected(model, x => x).Zip(scores.Logits))
            AssertClose(row, made);
        Assert.Equal([0, 1, 1, 1, 1, 0, 1, 1, 1, 1], scores.Mask); // a view was missing
        Assert.Equal([0, 1, 0], scores.Targets[4]);
        var probable = MultiView.On(model, Task, views, Averaging.Probabilities, batch);
        foreach (var (row, made) in Expected(model, x => nn.functional.softmax(x, -1)).Zip(probable.Logits))
            AssertClose(row, made);
    }

    [Fact]
    public void One_view_is_plain_evaluation_and_the_last_batch_may_be_padded()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = PolyVit.Create(Tiny, [Task], 1);
        var (once, padded) = (Evaluate.On(model, Task, View(0)), Evaluate.On(model, Task, View(0), batch: 4));
        Assert.Equal(10, padded.Logits.Count);
        foreach (var (a, b) in once.Logits.Zip(padded.Logits))
            AssertClose(a, b);
        Assert.Equal(Metrics.Of(Task, once), Metrics.Of(Task, MultiView.On(model, Task, [View(0), View(0)])));
    }

    [Fact]
    public void Every_view_of_a_batch_is_read_before_the_next_batch()
    {
        using var model = PolyVit.Create(Tiny, [Task], 1);
        var seen = new List<int[]>();
        _ = MultiView.On(model, Task, [View(0, seen), View(1, seen)], batch: 6);
        Assert.Equal([[0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], [6, 7, 8, 9], [6, 7, 8, 9]], seen);
    }

    [Fact]
    public void Views_that_are_read_ahead_give_the_same_answers()
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var model = PolyVit.Create(Tiny, [Task], 1);
        static Split Streamed(int v) => View(v) with { Until = _ => View(v).Fetch };
        var plain = MultiView.On(model, Task, [View(0), View(1), View(2)], batch: 3);
        var ahead = MultiView.On(model, Task, [Streamed(0), Streamed(1), Streamed(2)], batch: 3);
        Assert.Equal(plain.Logits, ahead.Logits);
        Assert.Equal(plain.Mask, ahead.Mask);
    }

    [Fact]
    public void Probabilities_follow_the_kind_of_the_targets()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { 1, 2, 3, 4, 5 });
        var heads = Task with { Classes = 5, Kind = TaskKind.MultiHeadLabel, ClassSplits = [2, 3] };
        var made = MultiView.Probabilities(heads, logits).data<float>().ToArray();
        Assert.Equal(1, made[0] + made[1], 1e-6f);
        Assert.Equal(1, made[2] + made[3] + made[4], 1e-6f);
        Assert.Equal(1 / (1 + MathF.Exp(1)), made[0], 1e-6f);
        var many = MultiView.Probabilities(Task with { Kind = TaskKind.MultiLabel }, logits);
        Assert.Equal(1 / (1 + MathF.Exp(-5)), many[4].item<float>(), 1e-6f);
        Assert.Equal(1, MultiView.Probabilities(Task, logits).sum().item<float>(), 1e-6f);
    }

    [Fact]
    public void Views_of_other_examples_and_no_views_are_refused_and_a_stop_is_heard()
    {
        using var model = PolyVit.Create(Tiny, [Task], 1);
        Refusal.Names(() => MultiView.On(model, Task, []), "made");
        Refusal.Names(() => MultiView.On(model, Task, [View(0), View(1) with { Count = 9 }]), "10, 9");
        using var stop = new CancellationTokenSource();
        var stopping = new Split(10, (indices, rng) =>
        {
            stop.Cancel();
            return View(0).Fetch(indices, rng);
        });
        Assert.Throws<OperationCanceledException>(() =>
            MultiView.On(model, Task, [stopping, View(1)], stop: stop.Token));
    }

    [Fact]
    public void Nothing_is_left_in_the_callers_scope()
    {
        using var model = PolyVit.Create(Tiny, [Task], 1);
        using var scope = NewDisposeScope();
        _ = MultiView.On(model, Task, [View(0), View(1)], Averaging.Probabilities, 4);
        Assert.Equal(0, scope.DisposablesCount);
    }
}
