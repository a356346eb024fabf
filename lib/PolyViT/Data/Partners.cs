namespace PolyViT;

/// <summary>Which row of a batch each row is mixed with.</summary>
internal static class Partners
{
    /// <summary>scenic's: the batch in reversed order. Rows that do not count stay by themselves, so that
    /// nothing is mixed with padding.</summary>
    /// <param name="batch">The batch.</param>
    /// <returns>[B] int64.</returns>
    public static Tensor Reversed(Batch batch)
    {
        var mask = batch.Mask.data<float>().ToArray();
        long[] counting = [.. mask.Index().Where(row => row.Item > 0).Select(row => (long)row.Index)];
        long[] partners = [.. Enumerable.Range(0, mask.Length).Select(i => (long)i)];
        foreach (var (row, partner) in counting.Zip(counting.Reverse()))
            partners[row] = partner;
        return tensor(partners);
    }

    /// <summary>lambda y + (1 - lambda) y of the partners.</summary>
    /// <param name="x">[B, ..].</param>
    /// <param name="partners">[B].</param>
    /// <param name="lambda">The weight of the row itself.</param>
    public static Tensor Mixed(Tensor x, Tensor partners, double lambda)
    {
        using var scope = NewDisposeScope();
        return x.Times(lambda).AddScaled(x.index_select(0, partners), 1 - lambda).MoveToOuterDisposeScope();
    }

    /// <summary>Alpha, if it is one.</summary>
    /// <param name="name">Whose.</param>
    /// <param name="alpha">Of Beta(alpha, alpha).</param>
    /// <exception cref="InputException">It is negative, infinite or no number.</exception>
    public static double Alpha(string name, double alpha) => alpha >= 0 && double.IsFinite(alpha)
        ? alpha
        : throw new InputException($"{name} has alpha {alpha}; it must be 0 (off) or more, such as 0.3.");
}
