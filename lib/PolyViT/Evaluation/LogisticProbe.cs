using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace PolyViT;

/// <summary>
/// Multinomial logistic regression on frozen, standardised features, in float64: the task's loss (softmax; a
/// sigmoid per class for multi-label tasks; the mean of the groups' softmaxes) plus lambda / 2 times the
/// squared kernel, brought to its minimum by L-BFGS. The bias is free.
/// </summary>
public static class LogisticProbe
{
    private const int Memory = 10;
    private const int MostSteps = 1000;

    /// <summary>Regularisations to choose from: 10^-6, 10^-5, .. 10.</summary>
    public static ImmutableArray<double> Lambdas { get; } =
        [.. Enumerable.Range(-6, 8).Select(k => Math.Pow(10, k))];

    /// <summary>The classifier of the least regularised loss.</summary>
    /// <param name="task">Says which loss.</param>
    /// <param name="train">What is learnt from; a class without examples gets a low bias.</param>
    /// <param name="lambda">Above 0: without it separable classes have no minimum.</param>
    /// <param name="tolerance">The largest gradient at the end.</param>
    public static LinearHead Fit(TaskSpec task, FewShotSet train, double lambda, double tolerance = 1e-6)
    {
        if (!(lambda > 0))
            throw new InputException($"Lambda is {lambda}: give a number above 0.");
        using var scope = NewDisposeScope();
        var (mean, std) = LinearHead.Moments(train.Features);
        var x = train.Features.to(ScalarType.Float64).Subtract(mean).div(std);
        var y = train.Targets.to(ScalarType.Float64);
        var (dim, classes) = (x.size(1), y.size(1));
        var weights = Minimum(
            w => Loss(task, x, y, lambda, w), new double[(dim + 1) * classes], tolerance);
        var best = tensor(weights).reshape(dim + 1, classes);
        return new(
            mean.MoveToOuterDisposeScope(), std.MoveToOuterDisposeScope(),
            best.narrow(0, 0, dim).clone().MoveToOuterDisposeScope(),
            best[(int)dim].clone().MoveToOuterDisposeScope());
    }

    /// <summary>The lowest point of a smooth function: where the gradient is small, or the lowest that was
    /// seen when 1,000 steps are over or rounding ends the search.</summary>
    /// <param name="function">Value and gradient.</param>
    /// <param name="start">Where to begin.</param>
    /// <param name="tolerance">The largest gradient at the end.</param>
    internal static double[] Minimum(
        Func<double[], (double Value, double[] Gradient)> function, double[] start, double tolerance)
    {
        var lowest = (Value: double.PositiveInfinity, Point: start);
        var objective = ObjectiveFunction.Gradient(w =>
        {
            var (value, gradient) = function(w.AsArray());
            if (value < lowest.Value)
                lowest = (value, w.ToArray());
            return (value, Vector<double>.Build.Dense(gradient));
        });
        var minimizer = new LimitedMemoryBfgsMinimizer(tolerance, 1e-15, 1e-16, Memory, MostSteps);
        try
        {
            return minimizer.FindMinimum(objective, Vector<double>.Build.Dense(start)).MinimizingPoint.ToArray();
        }
        catch (OptimizationException)
        {
            return lowest.Point;
        }
    }

    private static (double Value, double[] Gradient) Loss(
        TaskSpec task, Tensor x, Tensor y, double lambda, double[] weights)
    {
        using var scope = NewDisposeScope();
        var w = tensor(weights).reshape(x.size(1) + 1, y.size(1)).requires_grad_(true);
        var kernel = w.narrow(0, 0, x.size(1));
        var logits = x.matmul(kernel).Add(w[(int)x.size(1)]);
        var plain = task with { LabelSmoothing = 0, LossWeight = 1 };
        var loss = Losses.Of(plain, logits, y, ones(x.size(0), ScalarType.Float64))
            .Add(kernel.Power(2).sum().Times(lambda / 2));
        loss.backward();
        return (loss.item<double>(), w.grad!.flatten().data<double>().ToArray());
    }
}
