namespace PolyViT;

/// <summary>A minibatch of one task, on the CPU until the step moves it.</summary>
/// <param name="Input">[B, H, W, C], [B, T, H, W, C] or [B, T, F, 1]; float32, pictures and clips in [-1,
/// 1].</param>
/// <param name="Target">[B, K] float32, one-hot or multi-hot; mixup makes it fractional.</param>
/// <param name="Mask">[B] float32: 1 for a real row, 0 for padding or a row without a label.</param>
public sealed record Batch(Tensor Input, Tensor Target, Tensor Mask) : IDisposable
{
    /// <summary>B, padding included.</summary>
    public int Size => (int)Input.size(0);

    /// <summary>The same batch on a device; the tensors belong to the caller's scope.</summary>
    /// <param name="device">Where to.</param>
    public Batch On(Device device) => new(Input.to(device), Target.to(device), Mask.to(device));

    /// <summary>Some of the rows, as views that belong to the caller's scope.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="count">How many.</param>
    public Batch Rows(int first, int count) =>
        new(Input.narrow(0, first, count), Target.narrow(0, first, count), Mask.narrow(0, first, count));

    /// <summary>The batch with rows of zeros after it, which do not count; itself where it is no
    /// smaller.</summary>
    /// <param name="size">How many rows it is to have.</param>
    public Batch Padded(int size)
    {
        if (Size >= size)
            return this;
        Tensor Longer(Tensor x)
        {
            using var scope = NewDisposeScope();
            return cat([x, zeros([size - Size, .. x.shape[1..]])]).MoveToOuterDisposeScope();
        }
        return new(Longer(Input), Longer(Target), Longer(Mask));
    }

    /// <summary>Frees the three tensors.</summary>
    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
        Mask.Dispose();
    }
}
