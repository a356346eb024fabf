namespace PolyViT;

/// <summary>
/// A linear classifier on frozen features as they are, trained by SGD: momentum 0.9, a cosine to zero without
/// warmup, no weight decay, from zero (section 8.3).
/// </summary>
public static class SgdProbe
{
    /// <summary>Learning rates to choose from.</summary>
    public static ImmutableArray<double> Rates { get; } = [0.003, 0.01, 0.03, 0.1, 0.3, 1];

    /// <summary>The classifier after training.</summary>
    /// <param name="task">Says which loss.</param>
    /// <param name="train">What is learnt from.</param>
    /// <param name="rate">The peak learning rate.</param>
    /// <param name="seed">Draws the order of the data.</param>
    /// <param name="steps">How many updates.</param>
    /// <param name="batch">Rows of each; all of them where there are fewer.</param>
    public static LinearHead Fit(
        TaskSpec task, FewShotSet train, double rate, ulong seed, int steps = 500, int batch = 64)
    {
        using var scope = NewDisposeScope();
        var (dim, classes) = (train.Features.size(1), train.Targets.size(1));
        var (rows, plain) = ((int)train.Features.size(0), task with { LabelSmoothing = 0, LossWeight = 1 });
        using var head = Parameters.Create(
            [new("kernel", [dim, classes], Initialiser.Zeros), new("bias", [classes], Initialiser.Zeros)], 0);
        var velocity = zeros(head.Count);
        var cosine = PolyViT.Rates.Cosine(rate, steps);
        for (var step = 0; step < steps; step++)
        {
            using var one = NewDisposeScope();
            var chosen = DataOrder.Indices("probe/" + task.Name, seed, step, Math.Min(batch, rows), rows);
            var indices = tensor(chosen.Select(i => (long)i).ToArray());
            head.ZeroGradients();
            var logits = train.Features.index_select(0, indices).to(ScalarType.Float32)
                .matmul(head["kernel"]).Add(head["bias"]);
            Losses.Of(plain, logits, train.Targets.index_select(0, indices), ones(chosen.Length)).backward();
            Momentum.Step(head, velocity, cosine(step + 1), 0.9);
        }
        using var quiet = no_grad();
        Tensor Wide(Tensor x) => x.to(ScalarType.Float64).clone().MoveToOuterDisposeScope();
        return new(
            zeros(1, dim, ScalarType.Float64).MoveToOuterDisposeScope(),
            ones(1, dim, ScalarType.Float64).MoveToOuterDisposeScope(),
            Wide(head["kernel"]), Wide(head["bias"]));
    }
}
