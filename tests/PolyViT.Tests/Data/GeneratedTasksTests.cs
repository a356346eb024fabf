namespace PolyViT.Tests;

public class GeneratedTasksTests
{
    public static TheoryData<string> Names => [.. GeneratedTasks.Names];

    [Fact]
    public void Every_modality_has_at_least_two_tasks_of_different_sizes()
    {
        var tasks = GeneratedTasks.All(1, InputShapes.Laptop);
        Assert.All(Enum.GetValues<Modality>(), m => Assert.True(tasks.Count(t => t.Spec.Modality == m) >= 2));
        Assert.Equal(tasks.Length, tasks.Select(t => t.Spec.Name).Distinct().Count());
        Assert.All(tasks, t =>
        {
            Assert.InRange(t.Spec.Classes, 4, 10);
            Assert.Equal(t.Spec.Classes, t.Spec.ClassNames.Distinct().Count());
            Assert.InRange(t.Train.Count, 512, 4096);
            Assert.InRange(t.Test.Count, 256, 512);
            Assert.Equal(0, t.Test.Count % t.Spec.Classes);
        });
        Assert.True(tasks.Select(t => t.Spec.Steps).Distinct().Count() > 3);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_example_depends_on_seed_split_and_index_alone(string name)
    {
        using var scope = NewDisposeScope();
        var task = GeneratedTasks.Make(name, 1, InputShapes.Laptop);
        Split Train(ulong seed) => GeneratedTasks.Make(name, seed, InputShapes.Laptop).Train;
        Tensor One(Split split, int index, ulong stream = 0) =>
            split.Fetch([index], Rng.At(stream, "any", 0)).Input[0];

        var among = task.Train.Fetch([3, 70, 5], default).Input[1];
        Assert.True(among.equal(One(task.Train, 70, 9)).all().item<bool>());
        Assert.True(among.equal(One(Train(1), 70)).all().item<bool>());
        Assert.False(among.equal(One(task.Train, 71)).all().item<bool>());
        Assert.False(among.equal(One(task.Test, 70)).all().item<bool>());
        Assert.False(among.equal(One(Train(2), 70)).all().item<bool>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_are_balanced_and_one_hot(string name)
    {
        using var scope = NewDisposeScope();
        var task = GeneratedTasks.Make(name, 1, new(8, 2, 8, 8, 8));
        var batch = task.Test.Fetch([.. Enumerable.Range(0, task.Test.Count)], default);
        var counts = batch.Target.sum([0L]).data<float>().ToArray();
        Assert.All(counts, n => Assert.Equal(task.Test.Count / task.Spec.Classes, n));
        Assert.All(batch.Target.sum([1L]).data<float>().ToArray(), n => Assert.Equal(1, n));
        Assert.All(batch.Mask.data<float>().ToArray(), n => Assert.Equal(1, n));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inputs_have_the_shapes_of_the_run_and_their_range(string name)
    {
        InputShapes[] runs = [InputShapes.Laptop, new(48, 5, 24, 50, 20), new(16, 1, 16, 9, 5)];
        foreach (var shapes in runs)
        {
            using var scope = NewDisposeScope();
            var task = GeneratedTasks.Make(name, 1, shapes);
            var input = task.Train.Fetch([.. Enumerable.Range(0, 9)], default).Input;
            Assert.Equal([9, .. shapes.Of(task.Spec.Modality)], input.shape);
            Assert.True(input.isfinite().all().item<bool>());
            if (task.Spec.Modality == Modality.Audio)
            {
                Assert.InRange(input[4].mean().item<float>(), -1e-3, 1e-3);
                Assert.InRange(input[4].std().item<float>(), 0.95, 1.05);
            }
            else
            {
                Assert.InRange(input.abs().max().item<float>(), 0.5, 1);
            }
        }
    }

    [Fact]
    public void Difficulty_adds_noise_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        Tensor At(double difficulty) =>
            GeneratedTasks.Make("shapes", 1, InputShapes.Laptop, difficulty).Train.Fetch([6], default).Input;
        var clean = At(0);
        Assert.InRange(At(0.5).Subtract(clean).std().item<float>(), 0.05, 0.11);
        Assert.InRange(At(1).Subtract(clean).std().item<float>(), 0.12, 0.21);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fetching_leaves_no_tensor_behind(string name)
    {
        var task = GeneratedTasks.Make(name, 1, new(8, 2, 8, 8, 8))
            .Train.With(Augment.Crop(2).Then(Augment.Flip));
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 50; i++)
        {
            using var scope = NewDisposeScope();
            task.Fetch([i, i + 1], Rng.At(0, "augment", i));
            Assert.Equal(3, scope.DisposablesCount); // the batch and nothing else
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Bad_input_is_named()
    {
        var unknown = Assert.Throws<InputException>(
            () => GeneratedTasks.Make("shape", 1, InputShapes.Laptop));
        Assert.Contains("'shape'", unknown.Message);
        Assert.All(GeneratedTasks.Names, name => Assert.Contains(name, unknown.Message));
        Assert.Throws<InputException>(() => GeneratedTasks.Make("shapes", 1, InputShapes.Laptop, -1));
        Assert.Throws<InputException>(() => GeneratedTasks.Make("shapes", 1, InputShapes.Laptop, double.NaN));
        var split = GeneratedTasks.Make("shapes", 1, InputShapes.Laptop).Test;
        Assert.Throws<ArgumentOutOfRangeException>(() => split.Fetch([split.Count], default));
        Assert.Throws<ArgumentOutOfRangeException>(() => split.Fetch([-1], default));
    }
}
