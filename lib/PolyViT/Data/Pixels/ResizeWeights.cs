namespace PolyViT;

/// <summary>How pixels are weighed when a picture changes its size.</summary>
public enum ResizeFilter
{
    /// <summary>A triangle: linear interpolation.</summary>
    Bilinear,

    /// <summary>Keys' cubic.</summary>
    Bicubic,
}

/// <summary>Resizing along one axis, as the weights of the inputs in every output.</summary>
internal static class ResizeWeights
{
    /// <summary>
    /// Two neighbours of the point that an output is taken from, and pixels beyond the edge are the edge's.
    /// </summary>
    /// <param name="from">n, pixels read.</param>
    /// <param name="to">m, pixels made.</param>
    /// <param name="at">From an output's index to its place among the inputs.</param>
    /// <returns>[m, n] float64.</returns>
    public static Tensor Linear(int from, int to, Func<int, double> at) => Interpolated(
        from, to, at, [0, 1], (offset, share) => offset == 0 ? 1 - share : share);

    /// <summary>Four neighbours weighed by a cubic, and pixels beyond the edge are the edge's.</summary>
    /// <param name="from">n, pixels read.</param>
    /// <param name="to">m, pixels made.</param>
    /// <param name="at">From an output's index to its place among the inputs.</param>
    /// <param name="sharpness">The cubic's a.</param>
    /// <returns>[m, n] float64.</returns>
    public static Tensor Cubic(int from, int to, Func<int, double> at, double sharpness) => Interpolated(
        from, to, at, [-1, 0, 1, 2], (offset, share) => Keys(share - offset, sharpness));

    /// <summary>
    /// The filter over all inputs that it reaches, which is widened when the picture shrinks, so that every
    /// pixel counts; at the edges it is cut, and the weights of an output add up to 1.
    /// </summary>
    /// <param name="from">n, pixels read.</param>
    /// <param name="to">m, pixels made.</param>
    /// <param name="filter">Its cubic has a = -0.5.</param>
    /// <returns>[m][n].</returns>
    /// <remarks>Pillow's Resample.c, precompute_coeffs.</remarks>
    public static double[][] Widened(int from, int to, ResizeFilter filter)
    {
        var scale = (double)from / to;
        var wide = Math.Max(1, scale);
        var reach = (filter == ResizeFilter.Bilinear ? 1 : 2) * wide;
        return [.. Enumerable.Range(0, to).Select(Row)];

        double[] Row(int i)
        {
            var centre = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(centre - reach + 0.5));
            var end = Math.Min(from, (int)(centre + reach + 0.5));
            var row = new double[from];
            for (var x = first; x < end; x++)
                row[x] = Weight((x - centre + 0.5) / wide, filter);
            var sum = row.Sum();
            return [.. row.Select(w => w / sum)];
        }
    }

    private static double Weight(double x, ResizeFilter filter) =>
        filter == ResizeFilter.Bilinear ? Math.Max(0, 1 - Math.Abs(x)) : Keys(x, -0.5);

    private static double Keys(double x, double a) => Math.Abs(x) switch
    {
        < 1 and var d => ((((a + 2) * d) - (a + 3)) * d * d) + 1,
        < 2 and var d => ((((d - 5) * d) + 8) * d - 4) * a,
        _ => 0,
    };

    private static Tensor Interpolated(
        int from, int to, Func<int, double> at, int[] offsets, Func<int, double, double> weight)
    {
        var weights = new double[to * from];
        for (var i = 0; i < to; i++)
        {
            var (place, below) = (at(i), (int)Math.Floor(at(i)));
            foreach (var offset in offsets)
            {
                var input = Math.Clamp(below + offset, 0, from - 1);
                weights[(i * from) + input] += weight(offset, place - below);
            }
        }
        return tensor(weights, [to, from]);
    }
}
