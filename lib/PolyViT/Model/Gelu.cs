namespace PolyViT;

/// <summary>The two formulas that go by the name of GELU.</summary>
public enum Gelu
{
    /// <summary>0.5 x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))): JAX's default, and Hugging Face's gelu_new and
    /// gelu_fast.</summary>
    Tanh,

    /// <summary>x times the normal distribution function: PyTorch's default, timm's and Hugging Face's
    /// gelu.</summary>
    Exact,
}
