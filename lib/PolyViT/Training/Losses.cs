namespace PolyViT;

/// <summary>The losses of scenic's base model (section 2.10): sums over real rows, divided by how many there
/// are.</summary>
public static class Losses
{
    /// <summary>Keeps a batch without real rows from dividing by zero.</summary>
    internal const double Tiny = 1e-8;

    /// <summary>The loss of a task, its weight included.</summary>
    /// <param name="task">Says which loss, the smoothing and the weight.</param>
    /// <param name="logits">[B, K].</param>
    /// <param name="target">[B, K], one-hot, multi-hot or mixed.</param>
    /// <param name="mask">[B]: 1 for rows that count.</param>
    /// <returns>A scalar.</returns>
    public static Tensor Of(TaskSpec task, Tensor logits, Tensor target, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var loss = task.Kind switch
        {
            TaskKind.Label => Softmax(logits, Smooth(target, task.LabelSmoothing), mask),
            TaskKind.MultiLabel => Sigmoid(logits, Smooth(target, task.LabelSmoothing), mask),
            _ => MeanOfSplits(task, logits, target, mask),
        };
        return (task.LossWeight == 1 ? loss : loss.Times(task.LossWeight)).MoveToOuterDisposeScope();
    }

    /// <summary>(1 - s) y + s / K, on every class.</summary>
    /// <param name="target">[B, K].</param>
    /// <param name="smoothing">s.</param>
    public static Tensor Smooth(Tensor target, double smoothing)
    {
        if (smoothing == 0)
            return target;
        using var scope = NewDisposeScope();
        return target.Times(1 - smoothing).Plus(smoothing / target.size(1)).MoveToOuterDisposeScope();
    }

    /// <summary>Softmax cross-entropy, the mean over real rows.</summary>
    /// <param name="logits">[B, K].</param>
    /// <param name="target">[B, K].</param>
    /// <param name="mask">[B].</param>
    public static Tensor Softmax(Tensor logits, Tensor target, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var rows = (nn.functional.log_softmax(logits, -1) * target).sum(-1).neg();
        return Mean(rows, mask).MoveToOuterDisposeScope();
    }

    /// <summary>Sigmoid cross-entropy, summed over classes, the mean over real rows.</summary>
    /// <param name="logits">[B, K].</param>
    /// <param name="target">[B, K].</param>
    /// <param name="mask">[B].</param>
    public static Tensor Sigmoid(Tensor logits, Tensor target, Tensor mask)
    {
        using var scope = NewDisposeScope();
        var cells = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction: nn.Reduction.None);
        return Mean(cells.sum(-1), mask).MoveToOuterDisposeScope();
    }

    private static Tensor MeanOfSplits(TaskSpec task, Tensor logits, Tensor target, Tensor mask)
    {
        long[] sizes = [.. task.ClassSplits.Select(s => (long)s)];
        var losses = logits.split(sizes, -1).Zip(
            target.split(sizes, -1), (z, y) => Softmax(z, Smooth(y, task.LabelSmoothing), mask));
        return stack(losses).mean();
    }

    private static Tensor Mean(Tensor rows, Tensor mask) => (rows * mask).sum() / mask.sum().Plus(Tiny);
}
