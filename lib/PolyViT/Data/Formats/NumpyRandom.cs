namespace PolyViT;

/// <summary>
/// The draws of numpy.random with a seed, as far as other code's splits follow from them: MT19937 (Matsumoto
/// and Nishimura 1998), and numpy's permutation by it.
/// </summary>
internal static class NumpyRandom
{
    private const int Size = 624;
    private const int Middle = 397;

    /// <summary>The 32-bit words of numpy.random.seed(seed), without end.</summary>
    public static IEnumerator<uint> Words(uint seed)
    {
        var state = new uint[Size];
        state[0] = seed;
        for (var i = 1; i < Size; i++)
            state[i] = (1812433253 * (state[i - 1] ^ (state[i - 1] >> 30))) + (uint)i;
        for (var i = 0; ; i = (i + 1) % Size)
        {
            var y = (state[i] & 0x80000000) | (state[(i + 1) % Size] & 0x7FFFFFFF);
            state[i] = state[(i + Middle) % Size] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DF);
            yield return Tempered(state[i]);
        }
    }

    /// <summary>numpy.random.permutation(n); numpy.random.choice without replacement is its
    /// beginning.</summary>
    public static int[] Permutation(IEnumerator<uint> words, int n)
    {
        var order = Enumerable.Range(0, n).ToArray();
        for (var i = n - 1; i > 0; i--)
        {
            var j = Below(words, i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    // 0 .. most: words cut to as many bits as it has, until one is not above it.
    private static int Below(IEnumerator<uint> words, int most)
    {
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)most);
        while (words.MoveNext())
        {
            if ((words.Current & mask) <= most)
                return (int)(words.Current & mask);
        }
        throw new InvalidOperationException("The words ended.");
    }

    private static uint Tempered(uint y)
    {
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }
}
