namespace PolyViT;

/// <summary>
/// Which examples a task's n-th minibatch holds. Every pass over the set is its own permutation; nothing is
/// remembered
/// between steps, so any minibatch of a run can be made again.
/// </summary>
public static class DataOrder
{
    /// <summary>The indices of a minibatch. It may run over the end of a pass into the next, as an endless
    /// stream does.</summary>
    /// <param name="task">The task's name, which picks the stream.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="visit">Which minibatch of this task, from 0.</param>
    /// <param name="batch">Examples per minibatch.</param>
    /// <param name="count">Examples in the set.</param>
    public static int[] Indices(string task, ulong seed, int visit, int batch, int count)
    {
        var first = (long)visit * batch;
        return [.. Enumerable.Range(0, batch).Select(i => At(task, seed, first + i, count))];
    }

    private static int At(string task, ulong seed, long position, int count)
    {
        var (pass, place) = Math.DivRem(position, count);
        return Shuffle.At(Rng.At(seed, "order/" + task, pass), (int)place, count);
    }
}

/// <summary>A permutation that can be asked for one place without making the others.</summary>
public static class Shuffle
{
    private const int Rounds = 8;

    /// <summary>Where place i of 0 .. n-1 goes: a keyed Feistel network, walked until it falls below
    /// n.</summary>
    /// <param name="key">The stream that picks the permutation.</param>
    /// <param name="i">The place.</param>
    /// <param name="n">How many places.</param>
    /// <remarks>Black and Rogaway, "Ciphers with arbitrary finite domains" (2002), cycle walking.</remarks>
    public static int At(Rng key, int i, int n)
    {
        var half = 1;
        while (1L << (2 * half) < n)
            half++;
        var x = (ulong)i;
        do
            x = Feistel(key, x, half);
        while (x >= (ulong)n);
        return (int)x;
    }

    private static ulong Feistel(Rng key, ulong x, int half)
    {
        var mask = (1UL << half) - 1;
        var (left, right) = (x >> half, x & mask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (key.Bits((round << 20) | (int)right) & mask));
        return (left << half) | right;
    }
}
