namespace PolyViT;

/// <summary>Positional tables carried from one grid of tokens to another (section 4.2).</summary>
public static class PositionalTable
{
    /// <summary>
    /// Linear interpolation along every axis of a grid with the corners aligned: of m outputs over n inputs,
    /// output i lies at i (n - 1) / (m - 1).
    /// </summary>
    /// <param name="grid">[g1, .., gk, D].</param>
    /// <param name="sizes">[m1, .., mk].</param>
    /// <returns>[m1, .., mk, D], computed in float64 and rounded once to the type of
    /// <paramref name="grid"/>.</returns>
    /// <remarks>scipy.ndimage.zoom(order=1), as scenic calls it; align_corners=True in PyTorch.</remarks>
    public static Tensor Zoom(Tensor grid, IReadOnlyList<long> sizes)
    {
        using var scope = NewDisposeScope();
        var result = grid.to(ScalarType.Float64);
        for (var axis = 0; axis < sizes.Count; axis++)
            result = Along(result, axis, (int)sizes[axis]);
        return result.to(grid.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>A table fitted to another grid; its CLS row is kept apart and never interpolated.</summary>
    /// <param name="table">[1, N, D], its CLS row first where <paramref name="cls"/> says so.</param>
    /// <param name="cls">Whether the table has a CLS row.</param>
    /// <param name="from">Its grid: [h, w], or [t, h, w] of a video.</param>
    /// <param name="to">The grid wanted.</param>
    /// <returns>[1, N', D], with a CLS row if <paramref name="table"/> has one; and what was done, or nothing
    /// where the grids are the same.</returns>
    /// <remarks>
    /// scenic polyvit/model_utils.py: a picture's table is zoomed to the frame's grid and repeated for every
    /// time step of a video, and a video's is the mean over its time steps for a picture.
    /// differs: grids need not be square, and a video's time steps are interpolated where their number
    /// changes; scenic assumes squares and 8 time steps.
    /// </remarks>
    public static (Tensor Table, ImmutableArray<string> Done) Fit(
        Tensor table, bool cls, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        using var scope = NewDisposeScope();
        var first = cls ? 1 : 0;
        var dim = table.size(2);
        var grid = table.narrow(1, first, table.size(1) - first).reshape([.. from, dim]);
        var (fitted, done) = Fitted(grid, from, to);
        var rows = fitted.reshape(1, -1, dim);
        var all = cls ? cat([table.narrow(1, 0, 1), rows], 1) : rows.clone();
        return (all.MoveToOuterDisposeScope(), done);
    }

    private static (Tensor Grid, ImmutableArray<string> Done) Fitted(
        Tensor grid, IReadOnlyList<long> from, IReadOnlyList<long> to)
    {
        var done = ImmutableArray.CreateBuilder<string>();
        if (from.Count > to.Count)
        {
            (grid, from) = (grid.mean([0L]), [.. from.Skip(1)]);
            done.Add($"mean of {grid.size(0)} x {grid.size(1)} over the time steps");
        }
        var wanted = to.Skip(to.Count - from.Count).ToArray();
        if (!from.SequenceEqual(wanted))
        {
            grid = Zoom(grid, wanted);
            done.Add($"zoomed from {Text(from)} to {Text(wanted)}, corners aligned");
        }
        if (from.Count < to.Count)
        {
            grid = grid.unsqueeze(0).expand([to[0], .. wanted, grid.size(-1)]);
            done.Add($"repeated for {to[0]} time steps");
        }
        return (grid, done.ToImmutable());
    }

    private static string Text(IEnumerable<long> sizes) => string.Join(" x ", sizes);

    private static Tensor Along(Tensor grid, int axis, int size)
    {
        var weights = Weights((int)grid.size(axis), size).to(grid.device);
        var front = grid.transpose(0, axis);
        return weights.matmul(front.reshape(front.size(0), -1))
            .reshape([size, .. front.shape[1..]]).transpose(0, axis);
    }

    // [to, from]: a row per output, with the shares of the two inputs that it lies between.
    private static Tensor Weights(int from, int to)
    {
        var weights = new double[to * from];
        for (var i = 0; i < to; i++)
        {
            var at = to == 1 ? 0 : (double)i * (from - 1) / (to - 1);
            var below = Math.Min((int)at, from - 1);
            weights[(i * from) + below] = 1 - (at - below);
            if (at > below)
                weights[(i * from) + below + 1] = at - below;
        }
        return tensor(weights, [to, from]);
    }
}
