using System.Text;

namespace PolyViT;

/// <summary>
/// A random stream as a value: draw i of (seed, stream, step) is a function of these four numbers and of
/// nothing
/// that happened before, so any step of a run can be recomputed from the plan.
/// </summary>
/// <param name="Key">The mixed (seed, stream, step).</param>
public readonly record struct Rng(ulong Key)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The stream of one purpose at one step.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the numbers are for, e.g. "augment/cifar10".</param>
    /// <param name="step">The step, epoch or index.</param>
    public static Rng At(ulong seed, string stream, long step) =>
        new(Mix(Mix(Mix(seed + Golden) ^ Hash(stream)) ^ (ulong)step));

    /// <summary>A stream inside this one, e.g. one per example of a batch.</summary>
    /// <param name="index">Which.</param>
    public Rng Fork(long index) => new(Mix(Key ^ Mix((ulong)index + Golden)));

    /// <summary>64 random bits.</summary>
    /// <param name="i">Which draw of the stream.</param>
    public ulong Bits(long i) => Mix(Key + ((ulong)i * Golden));

    /// <summary>A number in [0, 1).</summary>
    /// <param name="i">Which draw of the stream.</param>
    public double Uniform(long i) => (Bits(i) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number in [low, high).</summary>
    /// <param name="i">Which draw of the stream.</param>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    public double Uniform(long i, double low, double high) => low + ((high - low) * Uniform(i));

    /// <summary>A whole number in [0, n), without bias worth naming (below n / 2^64).</summary>
    /// <param name="i">Which draw of the stream.</param>
    /// <param name="n">How many values there are.</param>
    public int Below(long i, int n) => (int)Math.BigMul(Bits(i), (ulong)n, out _);

    /// <summary>A standard normal number, by Box and Muller from two draws.</summary>
    /// <param name="i">Which draw of the stream.</param>
    public double Normal(long i) =>
        Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * i))) * Math.Cos(2 * Math.PI * Uniform((2 * i) + 1));

    /// <summary>A uniformly random permutation of 0 .. n-1 (Fisher and Yates).</summary>
    /// <param name="n">How many.</param>
    public int[] Permutation(int n)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = Below(i, i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // SplitMix64's finaliser (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    // FNV-1a: string.GetHashCode changes from process to process.
    private static ulong Hash(string s) =>
        Encoding.UTF8.GetBytes(s).Aggregate(0xCBF29CE484222325UL, (h, b) => (h ^ b) * 0x100000001B3UL);
}
