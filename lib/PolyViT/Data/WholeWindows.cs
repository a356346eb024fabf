using System.Numerics;

namespace PolyViT;

/// <summary>The windows of a sound that lie in it whole, as Kaldi and VGGish count them.</summary>
internal static class WholeWindows
{
    /// <summary>Every whole window.</summary>
    /// <param name="samples">[.., L]; at least one window.</param>
    /// <param name="window">Its samples.</param>
    /// <param name="hop">Samples from one to the next.</param>
    /// <returns>[.., T, window], T = 1 + (L - window) / hop; a view.</returns>
    /// <exception cref="InputException">Less than one window of sound.</exception>
    public static Tensor Of(Tensor samples, int window, int hop) => samples.size(-1) >= window
        ? samples.unfold(-1, window, hop)
        : throw new InputException(
            $"The sound has {samples.size(-1)} samples, less than one window of {window}: make it longer.");

    /// <summary>n, of the transform of a window: the next power of two.</summary>
    /// <param name="window">Its samples.</param>
    public static int TransformPoints(int window) => (int)BitOperations.RoundUpToPowerOf2((uint)window);
}
