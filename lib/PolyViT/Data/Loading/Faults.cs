namespace PolyViT;

/// <summary>Rows that cannot be decoded while a set is packed; any thread may decode.</summary>
/// <param name="source">What is packed.</param>
internal sealed class Faults(PackedSource source)
{
    private int count;

    /// <summary>A row's bytes, or null where it cannot be decoded and may be left out.</summary>
    /// <param name="row">Its number.</param>
    /// <exception cref="InputException">It is one too many.</exception>
    public byte[]? Decode(int row)
    {
        try
        {
            return source.Decode(row);
        }
        catch (InputException) when (Interlocked.Increment(ref count) <= source.MostUnreadable)
        {
            return null;
        }
    }
}
