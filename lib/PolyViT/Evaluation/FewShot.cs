namespace PolyViT;

/// <summary>
/// The few-shot probe: regularised least squares from frozen features to targets of -1 and +1 (section 8.4;
/// scenic train_lib/transfer/fewshot_utils.py).
/// </summary>
/// <remarks>differs: everything is float64; scenic solves in float32, which small lambdas do not
/// bear.</remarks>
public static class FewShot
{
    // The constant feature: so large that the regularisation hardly holds the bias back.
    private const double Bias = 100;
    private const double SmallestStd = 1e-5;

    /// <summary>scenic's shots: 1, 5, 10 and 25 examples of each class.</summary>
    public static ImmutableArray<int> Shots { get; } = [1, 5, 10, 25];

    /// <summary>scenic's lambdas: 2^-10, 2^-9, .. 2^19.</summary>
    public static ImmutableArray<double> Lambdas { get; } =
        [.. Enumerable.Range(-10, 30).Select(k => Math.Pow(2, k))];

    /// <summary>
    /// The regression: features standardised by the training rows' mean and population deviation, 100
    /// appended, W = (X'X + lambda I)^-1 X'(2 Y - 1).
    /// </summary>
    /// <param name="train">What is learnt from.</param>
    /// <param name="lambda">How much large weights are held back.</param>
    /// <returns>[D + 1, K] float64, the bias last.</returns>
    public static Tensor Weights(FewShotSet train, double lambda)
    {
        using var scope = NewDisposeScope();
        var (mean, std) = Moments(train.Features);
        var x = Standard(train.Features, mean, std);
        return Solve(x, Wide(train.Targets), lambda).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Share of the test rows whose highest answer is a class of theirs: the accuracy, and for multi-hot
    /// targets the precision at 1.
    /// </summary>
    /// <param name="train">What is learnt from.</param>
    /// <param name="test">What is judged.</param>
    /// <param name="lambda">How much large weights are held back.</param>
    public static double Accuracy(FewShotSet train, FewShotSet test, double lambda) =>
        Accuracies(train, test, [lambda])[0];

    /// <summary>The first examples of each class, in the set's order; all of a class that has
    /// fewer.</summary>
    /// <param name="set">One-hot targets.</param>
    /// <param name="shots">Examples of each class.</param>
    public static FewShotSet First(this FewShotSet set, int shots)
    {
        using var labels = set.Targets.argmax(1);
        var rows = labels.data<long>().ToArray().Select((label, row) => (label, row: (long)row))
            .GroupBy(x => x.label).OrderBy(g => g.Key).SelectMany(g => g.Take(shots)).Select(x => x.row);
        using var indices = tensor(rows.ToArray());
        return new(set.Features.index_select(0, indices), set.Targets.index_select(0, indices));
    }

    /// <summary>The accuracy for every number of shots and every lambda.</summary>
    /// <param name="train">One-hot targets.</param>
    /// <param name="test">What is judged.</param>
    /// <param name="shots">Numbers of examples of each class.</param>
    /// <param name="lambdas">Regularisations.</param>
    /// <returns>A row per number of shots, a value per lambda.</returns>
    public static ImmutableArray<ImmutableArray<double>> Sweep(
        FewShotSet train, FewShotSet test, IReadOnlyList<int> shots, IReadOnlyList<double> lambdas)
    {
        using var scope = NewDisposeScope();
        return [.. shots.Select(s => Accuracies(train.First(s), test, lambdas))];
    }

    /// <summary>
    /// The lambda that is best over several data sets at once: that of the highest mean rank of its
    /// accuracies, the smallest of equals.
    /// </summary>
    /// <param name="accuracies">A row per data set, a value per lambda.</param>
    /// <returns>The lambda's index.</returns>
    /// <remarks>
    /// scenic run_all, which ranks the accuracies on the test split. differs: equal accuracies are ranked in
    /// the order of the lambdas; numpy's order of equals depends on its sorting algorithm.
    /// </remarks>
    public static int BestLambda(IReadOnlyList<IReadOnlyList<double>> accuracies)
    {
        var sums = accuracies.Select(Ranks).Aggregate((a, b) => [.. a.Zip(b, (x, y) => x + y)]);
        return Array.IndexOf(sums, sums.Max());
    }

    private static int[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        return [.. Enumerable.Range(0, values.Count).Select(i => Array.IndexOf(order, i))];
    }

    private static ImmutableArray<double> Accuracies(
        FewShotSet train, FewShotSet test, IReadOnlyList<double> lambdas)
    {
        using var scope = NewDisposeScope();
        var (mean, std) = Moments(train.Features);
        var (x, y) = (Standard(train.Features, mean, std), Wide(train.Targets));
        var (seen, wanted) = (Standard(test.Features, mean, std), Wide(test.Targets));
        return [.. lambdas.Select(lambda =>
        {
            using var one = NewDisposeScope();
            var answers = seen.matmul(Solve(x, y, lambda)).argmax(1, keepdim: true);
            return wanted.gather(1, answers).mean().item<double>();
        })];
    }

    private static Tensor Solve(Tensor x, Tensor targets, double lambda)
    {
        var square = x.t().matmul(x).AddScaled(eye(x.size(1), x.size(1), float64, x.device), lambda);
        return linalg.solve(square, x.t().matmul(targets.Times(2).Plus(-1)));
    }

    private static (Tensor Mean, Tensor Std) Moments(Tensor features)
    {
        var x = Wide(features);
        var mean = x.mean([0L], keepdim: true);
        return (mean, x.Subtract(mean).Power(2).mean([0L], keepdim: true).sqrt().Plus(SmallestStd));
    }

    private static Tensor Standard(Tensor features, Tensor mean, Tensor std)
    {
        var x = Wide(features).Subtract(mean).div(std);
        return cat([x, zeros(x.size(0), 1, float64, x.device).Plus(Bias)], 1);
    }

    private static Tensor Wide(Tensor x) => x.to(ScalarType.Float64);
}
