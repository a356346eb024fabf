using PolyViT.Native;

namespace PolyViT;

/// <summary>SGD with momentum, as optax.trace and scenic do it, over all parameters at once (section 3.1,
/// 3.2).</summary>
public static class Momentum
{
    /// <summary>Scales a gradient down to a global norm: g if |g| is below c, else g c / |g|; no
    /// epsilon.</summary>
    /// <param name="gradients">[P], changed in place.</param>
    /// <param name="norm">c; infinity is off.</param>
    public static void Clip(Tensor gradients, double norm)
    {
        if (double.IsPositiveInfinity(norm))
            return;
        using var scope = NewDisposeScope();
        _ = gradients.mul_(gradients.Length().reciprocal().Times(norm).AtMost(1));
    }

    /// <summary>
    /// One update of every parameter: m = g + momentum m, then theta -= lr m. Parameters with a zero
    /// gradient coast on
    /// their momentum, at the learning rate of the task that is being trained.
    /// </summary>
    /// <param name="parameters">Changed in place; their gradients are g, and clipped afterwards.</param>
    /// <param name="velocity">m, [P], changed in place; float32, or bfloat16 as scenic stores it.</param>
    /// <param name="learningRate">lr(s, j).</param>
    /// <param name="momentum">What is kept of m.</param>
    /// <param name="norm">The global norm that g is clipped to; infinity is off.</param>
    /// <remarks>
    /// differs: scenic.momentum_hp keeps m in bfloat16 between steps; float32 is the default here, and a
    /// bfloat16
    /// <paramref name="velocity"/> gives scenic's rounding.
    /// </remarks>
    public static void Step(
        Parameters parameters,
        Tensor velocity,
        double learningRate,
        double momentum,
        double norm = double.PositiveInfinity)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var (values, gradients) = (parameters.Values, parameters.Gradients);
        if (TorchExports.HasFusedSgd && velocity.dtype == float32 && values.dtype == float32)
        {
            var divisor = double.IsPositiveInfinity(norm) ? null : gradients.Length().Times(1 / norm).AtLeast(1);
            TorchExports.MomentumStep(values, gradients, velocity, momentum, learningRate, divisor);
            return;
        }
        Clip(gradients, norm);
        var fresh = velocity.dtype == values.dtype
            ? Decay(velocity, momentum, gradients)
            : Rounded(velocity, momentum, gradients);
        values.AddInPlace(fresh, -learningRate);
    }

    private static Tensor Decay(Tensor velocity, double momentum, Tensor gradients)
    {
        velocity.ScaleInPlace(momentum);
        velocity.AddInPlace(gradients);
        return velocity;
    }

    private static Tensor Rounded(Tensor velocity, double momentum, Tensor gradients)
    {
        var kept = tensor((float)momentum).to(velocity.dtype);
        var fresh = gradients.Add((velocity * kept).to(gradients.dtype));
        _ = velocity.copy_(fresh);
        return fresh;
    }
}
