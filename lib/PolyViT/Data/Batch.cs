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

    /// <summary>Frees the three tensors.</summary>
    public void Dispose()
    {
        Input.Dispose();
        Target.Dispose();
        Mask.Dispose();
    }
}
