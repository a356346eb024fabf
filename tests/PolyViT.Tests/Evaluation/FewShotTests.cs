namespace PolyViT.Tests;

/// <summary>
/// The least-squares probe against scenic's _fewshot_acc_fn in numpy float64, on features
/// <c>sin(0.9 i + 1.7 j + 0.13 i j) + 0.8 (j == i % 3)</c> of class i % 3; i from 0 in training, 100 in the
/// test.
/// </summary>
public class FewShotTests
{
    private static FewShotSet Set(int rows, int first) => new(
        Table(rows, 5, (r, j) => Math.Sin((0.9 * (first + r)) + (1.7 * j) + (0.13 * (first + r) * j))
            + (j == (first + r) % 3 ? 0.8 : 0)),
        Table(rows, 3, (r, c) => c == (first + r) % 3 ? 1 : 0));

    private static Tensor Table(int rows, int columns, Func<int, int, double> value) => tensor(
        Enumerable.Range(0, rows * columns).Select(i => value(i / columns, i % columns)).ToArray(),
        [rows, columns]);

    // acc(x[first shots of each class], .., lambda) for lambda = 2^-10, 1, 2^5, 2^10, 2^19
    [Theory]
    [InlineData(1, new[] { 12, 13, 19, 22, 22 })]
    [InlineData(2, new[] { 37, 36, 29, 29, 29 })]
    [InlineData(5, new[] { 39, 37, 33, 34, 34 })]
    [InlineData(7, new[] { 39, 38, 34, 38, 39 })]
    public void Accuracies_are_scenics_for_every_shot_and_lambda(int shots, int[] right)
    {
        using var scope = NewDisposeScope();
        double[] lambdas = [1.0 / 1024, 1, 32, 1024, 524288];
        var row = FewShot.Sweep(Set(21, 0), Set(60, 100), [shots], lambdas)[0];
        Assert.Equal(right.Select(r => r / 60.0), row);
        Assert.Equal(row[1], FewShot.Accuracy(Set(21, 0).First(shots), Set(60, 100), 1));
    }

    [Fact]
    public void The_weights_are_numpys_in_float64_and_close_to_it_from_float32_features()
    {
        using var scope = NewDisposeScope();
        double[] expected =
        [
            0.031474361183, 0.305493367823, -0.336967729005, -0.768732867459, 0.894770190582, -0.126037323124,
            -1.145346017246, 0.345470232271, 0.799875784974, -0.767447002374, -0.113300147438, 0.880747149812,
            -0.25483101023, -0.188670809006, 0.443501819236, -0.00333331746, -0.00333331746, -0.00333331746,
        ];
        var set = Set(21, 0);
        var weights = FewShot.Weights(set, 1);
        Assert.Equal([6, 3], weights.shape);
        var made = weights.data<double>().ToArray();
        Assert.All(expected.Zip(made), p => Assert.Equal(p.First, p.Second, 1e-11));
        var single = FewShot.Weights(new(set.Features.to(float32), set.Targets.to(float32)), 1);
        Assert.Equal(float64, single.dtype);
        Assert.True(single.allclose(weights, 0, 1e-6));
    }

    [Fact]
    public void Multi_hot_targets_are_judged_by_the_precision_at_1_and_empty_classes_do_no_harm()
    {
        using var scope = NewDisposeScope();
        Tensor Targets(int rows, int first) =>
            Table(rows, 4, (r, c) => (((first + r) * 3) + (c * 5) + ((first + r) * c)) % 4 == 0 ? 1 : 0);
        var train = Set(21, 0) with { Targets = Targets(21, 0) }; // classes 1 and 3 have no example
        var test = Set(60, 100) with { Targets = Targets(60, 100) };
        Assert.Equal(0.2, FewShot.Accuracy(train, test, 4), 12);
        Assert.Equal(2.267920932304947, FewShot.Weights(train, 4).abs().sum().item<double>(), 1e-11);
    }

    [Fact]
    public void The_best_lambda_has_the_highest_mean_rank()
    {
        // Ranks 0 3 2 1, 3 0 2 1 and 1 2 3 0: the third has the highest mean.
        Assert.Equal(2, FewShot.BestLambda([[.1, .5, .4, .3], [.9, .2, .8, .7], [.3, .35, .36, .1]]));
        Assert.Equal(30, FewShot.Lambdas.Length);
        Assert.Equal(1.0 / 1024, FewShot.Lambdas[0]);
        Assert.Equal(524288, FewShot.Lambdas[^1]);
    }

    [Fact]
    public void The_first_of_each_class_are_taken_in_order_and_what_there_is_of_a_rare_one()
    {
        using var scope = NewDisposeScope();
        var targets = nn.functional.one_hot(tensor(new long[] { 2, 0, 0, 2, 2, 0 }), 3).to(float32);
        var first = new FewShotSet(Ops.Range(6).to(float32).unsqueeze(-1), targets).First(2);
        Assert.Equal([1, 2, 0, 3], first.Features.data<float>().ToArray());
        Assert.Equal([0, 0, 2, 2], first.Targets.argmax(1).data<long>().ToArray());
    }

    [Theory]
    [InlineData("shapes")]
    [InlineData("rhythm")]
    public void Frozen_features_of_any_modality_are_probed_and_rows_without_a_label_left_out(string name)
    {
        using var scope = NewDisposeScope();
        var data = GeneratedTasks.Make(name, 1, InputShapes.Laptop);
        using var model = PolyVit.Create(ModelConfig.Laptop, [data.Spec], 1);
        var masked = new Split(40, (indices, rng) =>
        {
            var batch = data.Test.Fetch(indices, rng);
            return batch with { Mask = tensor(indices.Select(i => i % 4 == 0 ? 0f : 1f).ToArray()) };
        });
        var set = FewShotSet.Of(model, data.Spec.Modality, data.Spec.Pooling, masked);
        Assert.Equal([30, 96], set.Features.shape);
        Assert.Equal([30, data.Spec.Classes], set.Targets.shape);
        var whole = data.Test.Fetch([1], default);
        var pooled = model.Encode(data.Spec.Modality, whole.Input).select(1, 0);
        Assert.True(set.Features.narrow(0, 0, 1).allclose(pooled, 1e-4, 1e-5));
        Assert.Equal(1, FewShot.Accuracy(set, set, 1e-6)); // 30 rows in 97 dimensions fit
    }
}
