namespace PolyViT;

/// <summary>What a step of one task costs, by count.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Tokens">N, prefix included.</param>
/// <param name="ForwardFlops">Multiplications and additions of matrix products, one example, forward.</param>
/// <param name="StepFlops">The same of a training step of the task's batch.</param>
/// <param name="ActivationBytes">What a step keeps for its backward pass, and the largest
/// temporaries.</param>
public sealed record TaskCost(string Task, long Tokens, double ForwardFlops, double StepFlops, long ActivationBytes);

/// <summary>What a run costs, from its sizes alone.</summary>
/// <param name="Parameters">P.</param>
/// <param name="StateBytes">Values, gradients and momentum, rounded copies included.</param>
/// <param name="Tasks">The tasks, in order.</param>
public sealed record Cost(long Parameters, long StateBytes, ImmutableArray<TaskCost> Tasks)
{
    private const double Gigabyte = 1L << 30;
    private const double Gaps = 1.2; // freed memory between what is kept, which the allocator holds: measured 1.1 to 1.4

    /// <summary>Memory of the largest step, bytes; data and the process itself not included.</summary>
    public long PeakBytes => StateBytes + Tasks.Max(t => t.ActivationBytes);

    /// <summary>The costs of a run.</summary>
    /// <param name="spec">Sizes, precision, ways to save memory.</param>
    /// <param name="tasks">The tasks; their batches count.</param>
    public static Cost Of(RunSpec spec, IReadOnlyList<TaskSpec> tasks)
    {
        var parameters = ParameterLayout.Count(spec.Model, tasks);
        var perParameter = (spec.Precision == Precision.BFloat16 ? 2 : 0) + 8
            + (spec.Optimiser.BFloat16Momentum ? 2 : 4);
        return new(parameters, parameters * perParameter, [.. tasks.Select(t => Of(spec, tasks, t))]);
    }

    /// <summary>Refuses what cannot fit, before it is tried.</summary>
    /// <param name="available">Memory that is left, bytes.</param>
    /// <exception cref="InputException">The largest step needs more.</exception>
    public void Require(long available)
    {
        if (PeakBytes <= available)
            return;
        var largest = Tasks.MaxBy(t => t.ActivationBytes)!;
        throw new InputException(string.Create(CultureInfo.InvariantCulture,
            $"A step of '{largest.Task}' needs {PeakBytes:N0} bytes ({StateBytes:N0} for {Parameters:N0} parameters, "
            + $"{largest.ActivationBytes:N0} for activations), but {available:N0} are available: choose a smaller "
            + $"batch, a MicroBatch, or Recompute."));
    }

    /// <summary>The counts in one sentence.</summary>
    public string Describe() => string.Create(CultureInfo.InvariantCulture,
        $"{Parameters:N0} parameters, {Range(t => t.StepFlops / 1e9)} GFLOP a step, {PeakBytes / Gigabyte:0.00} GB for "
        + $"parameters and activations");

    private static TaskCost Of(RunSpec spec, IReadOnlyList<TaskSpec> tasks, TaskSpec task)
    {
        var (c, batch) = (spec.Model, task.Batch);
        var patches = ParameterLayout.Patches(c, task.Modality);
        var tokens = patches + ParameterLayout.PrefixTokens(tasks);
        var patch = (double)c.Channels(task.Modality) * c.Patch(task.Modality).Aggregate(1L, (a, b) => a * b);
        double[] representation = task.Representation > 0 ? [task.Representation] : [];
        double[] head = [c.Dim, .. task.HiddenSizes, .. representation, task.Classes];
        var flops = (2 * patches * patch * c.Dim)
            + (c.Depth * BlockFlops(c, tokens))
            + head.Zip(head.Skip(1), (a, b) => 2 * a * b).Sum();
        var rows = spec.MicroBatch > 0 ? Math.Min(batch, spec.MicroBatch) : batch;
        var input = c.Inputs.Of(task.Modality).Aggregate(4.0, (a, b) => a * b);
        var bytes = rows * (input + Kept(spec, tokens, patches * patch));
        return new(task.Name, tokens, flops, (spec.Recompute ? 4 : 3) * batch * flops, (long)bytes);
    }

    // Query, key, value and output; scores and their sums of values; the two layers of the MLP.
    private static double BlockFlops(ModelConfig c, long n) =>
        2.0 * n * c.Dim * ((4.0 * c.Dim) + (2.0 * n) + (2.0 * c.MlpDim));

    // Bytes that one example leaves for the backward pass: numbers that enter products are in the products'
    // type.
    private static double Kept(RunSpec spec, long n, double patches)
    {
        var (c, size) = (spec.Model, spec.Precision == Precision.BFloat16 ? 2 : 4);
        var fused = Block.IsFused(n, spec.Precision, spec.Device.type);
        var weights = fused ? c.Dim : (double)c.Heads * n;
        double stream = 4.0 * n * c.Dim;
        var block = (2 * stream) + (size * n * ((6.0 * c.Dim) + weights + (2.0 * c.MlpDim)))
            + (c.Dropout > 0 ? size * n * ((2.0 * c.Dim) + c.MlpDim) : 0);
        var temporary = size * n * ((2.0 * c.MlpDim) + (fused ? c.Dim : 2 * weights));
        return Gaps * ((size * patches) + (spec.Recompute ? (c.Depth * stream) + block : c.Depth * block) + temporary);
    }

    private string Range(Func<TaskCost, double> of)
    {
        string Text(double x) => x.ToString("0.##", CultureInfo.InvariantCulture);
        var (low, high) = (Text(Tasks.Min(of)), Text(Tasks.Max(of)));
        return low == high ? low : $"{low} to {high}";
    }
}
