namespace PolyViT;

/// <summary>
/// How a run computes its matrix products. Master weights, momentum, LayerNorms, heads and losses are float32
/// in each of them.
/// </summary>
public enum Precision
{
    /// <summary>Float32 throughout, every product rounded as float32.</summary>
    Float32,

    /// <summary>
    /// The processor's fastest float32 path: oneDNN's AVX-512 kernels on a CPU, which round as float32 unless
    /// the processor has AMX (then the factors are rounded to bfloat16), and TF32 on a GPU (10 bits).
    /// </summary>
    Float32Fast,

    /// <summary>Products of the tokenizers and blocks in bfloat16 (8 bits), summed in float32.</summary>
    BFloat16,
}
