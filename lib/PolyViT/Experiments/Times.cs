namespace PolyViT;

/// <summary>How long one way of doing something takes, milliseconds.</summary>
/// <param name="Name">The way.</param>
/// <param name="Median">Half of the samples took less.</param>
/// <param name="Low">A tenth took less.</param>
/// <param name="High">A tenth took more.</param>
/// <param name="Samples">How many.</param>
/// <param name="Disturbed">During how many other processes ran.</param>
public sealed record Times(string Name, double Median, double Low, double High, int Samples, int Disturbed)
{
    /// <summary>The percentiles of samples.</summary>
    /// <param name="name">The way.</param>
    /// <param name="ms">At least one, milliseconds.</param>
    /// <param name="disturbed">During how many other processes ran.</param>
    public static Times Of(string name, IReadOnlyCollection<double> ms, int disturbed)
    {
        double[] sorted = [.. ms.Order()];
        double At(double share) => sorted[(int)Math.Round(share * (sorted.Length - 1))];
        return new(name, At(0.5), At(0.1), At(0.9), sorted.Length, disturbed);
    }
}
