namespace PolyViT;

/// <summary>What an update changes: the parameters and the momentum buffer.</summary>
/// <param name="Spec">Sizes, optimiser, seed.</param>
/// <param name="Model">The model.</param>
/// <param name="Velocity">[P]: the one momentum buffer of all parameters.</param>
public sealed record TrainState(RunSpec Spec, PolyVit Model, Tensor Velocity) : IDisposable
{
    /// <summary>The model as it computes, in the run's precision; an update begins with
    /// <see cref="Parameters.Renew"/>.</summary>
    public PolyVit Working { get; } = Model.At(Spec.Precision);

    /// <summary>The state before the first update.</summary>
    /// <param name="spec">Sizes, optimiser, seed.</param>
    /// <param name="tasks">The tasks.</param>
    /// <exception cref="InputException">A step of one of the tasks would not fit into the memory that is
    /// left.</exception>
    public static TrainState Create(RunSpec spec, IReadOnlyList<TaskSpec> tasks)
    {
        if (spec.Device.type == DeviceType.CPU)
            Cost.Of(spec, tasks).Require(Doctor.AvailableMemory());
        using var scope = NewDisposeScope();
        var model = PolyVit.Create(spec.Model, tasks, spec.Seed, spec.Device);
        var type = spec.Optimiser.BFloat16Momentum ? ScalarType.BFloat16 : model.Parameters.Values.dtype;
        var velocity = zeros(model.Parameters.Count, type, spec.Device);
        return new(spec, model, velocity.DetachFromDisposeScope());
    }

    /// <summary>Frees the model and the buffer.</summary>
    public void Dispose()
    {
        Working.Dispose();
        Model.Dispose();
        Velocity.Dispose();
    }
}
